import { describe, expect, it } from 'vitest';
import { DataError } from '../../../shared/connect/errors.ts';
import { externalVersion } from '../../../shared/sink/external-version.ts';
import { outcome } from '../../support/outcome.ts';
import { aPipedRecord } from '../../support/piped.ts';

const ofHeader = (...texts: (string | null)[]) =>
  externalVersion(
    { header: 'v' },
    aPipedRecord({
      headers: texts.map((text) => ({ key: 'v', value: text === null ? null : Buffer.from(text) })),
    }),
  );

// Sink peers 13.1, S-011 and S-014.
describe('externalVersion', () => {
  it('is the offset', () => {
    expect(externalVersion('offset', aPipedRecord({ offset: 42 }))).toEqual({
      type: 'external',
      number: '42',
    });
  });

  it.each([
    { texts: ['123'], number: '123' },
    { texts: ['1', '2'], number: '2' },
    { texts: ['+0007'], number: '7' },
    { texts: ['9223372036854775807'], number: '9223372036854775807' },
  ])('is the last header’s number: $texts', ({ texts, number }) => {
    expect(ofHeader(...texts).number).toBe(number);
  });

  it.each([[], [null], [''], ['-1'], ['1.5'], ['secret'], ['9223372036854775808']])(
    'calls a record errant whose header is %s, without quoting it',
    (...texts) => {
      const error = outcome(() => ofHeader(...texts));

      expect(error).toBeInstanceOf(DataError);
      expect(String(error)).not.toContain('secret');
    },
  );
});
