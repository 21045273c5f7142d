import { describe, expect, it } from 'vitest';
import { faultCount, faultText } from '../../../../cli/text/fault-text.ts';
import { plain } from '../../../../cli/text/paint.ts';
import { type Fault, faultLine } from '../../../../shared/connect/errors.ts';

const fault = (members: Partial<Fault>): Fault => ({
  file: 'a.json',
  severity: 'error',
  expected: 'a value',
  ...members,
});

describe('faultText', () => {
  it('groups faults by file, in the order of lines', () => {
    const faults = [
      fault({ key: 'topics', line: 12, found: 'b', expected: 'the topics that KCQL reads: a' }),
      fault({ file: 'b.json', expected: 'JSON' }),
      fault({
        key: 'connect.mqtt.kqcl',
        line: 3,
        expected: 'a key of the connector',
        suggestion: 'connect.mqtt.kcql',
      }),
      fault({ key: 'x', line: 4, severity: 'warning' }),
    ];

    expect(faultText(faults, plain, 100)).toBe(
      [
        'a.json',
        '  3   error    connect.mqtt.kqcl: expected a key of the connector; write connect.mqtt.kcql',
        '  4   warning  x: expected a value',
        '  12  error    topics: found b, expected the topics that KCQL reads: a',
        '',
        'b.json',
        '  error  expected JSON',
      ].join('\n'),
    );
  });
});

describe('a fault on the command line', () => {
  it('has the words that packaging and a cold start have', () => {
    const wrong = fault({ key: 'topics', line: 3, found: 'b', suggestion: 'a' });

    const [, sentence = ''] = faultText([wrong], plain, 200).split(/error +/);

    expect(sentence).not.toBe('');
    expect(faultLine(wrong)).toBe(`a.json:3: ${sentence}`);
  });
});

describe('faultCount', () => {
  it.each([
    { faults: [], files: 3, text: '3 files, no faults' },
    { faults: [fault({})], files: 1, text: '1 error in 1 file' },
    { faults: [fault({ severity: 'warning' })], files: 2, text: '1 warning in 2 files' },
    {
      faults: [fault({}), fault({}), fault({ severity: 'warning' })],
      files: 3,
      text: '2 errors, 1 warning in 3 files',
    },
  ])('says $text', ({ faults, files, text }) => {
    expect(faultCount(faults, files)).toBe(text);
  });
});
