import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../shared/connect/errors.ts';
import { documentBody } from '../../../shared/sink/document-body.ts';
import { outcome } from '../../support/outcome.ts';

describe('documentBody', () => {
  it.each([
    '{}',
    '{"n":9007199254740993,"f":1.0,"e":1e400,"z":-0}',
    ' { "b" : 1 , "a" : 2 , "b" : 3 } ',
    '{"s":"ü\\u00fc \\n \u2028"}',
  ])('keeps %s byte for byte', (text) => {
    expect(documentBody(Buffer.from(text)).toString()).toBe(text);
  });

  it.each([
    ['{\r\n  "a": 1,\n\t"b": "x\\ny"\r}\n', '{  "a": 1,\t"b": "x\\ny"}'],
    ['{"a":\r1}', '{"a":1}'],
    ['{"a":\n1}', '{"a":1}'],
  ])('takes out line breaks between tokens, and nothing else: %j', (text, body) => {
    expect(documentBody(Buffer.from(text)).toString()).toBe(body);
  });

  it.each([
    { what: 'nothing', value: Buffer.alloc(0), stage: 'VALUE_CONVERTER' },
    { what: 'text', value: Buffer.from('secret'), stage: 'VALUE_CONVERTER' },
    { what: 'half an object', value: Buffer.from('{"secret":'), stage: 'VALUE_CONVERTER' },
    { what: 'two roots', value: Buffer.from('{"a":1}{"b":2}'), stage: 'VALUE_CONVERTER' },
    { what: 'a byte order mark', value: Buffer.from('\ufeff{}'), stage: 'VALUE_CONVERTER' },
    {
      what: 'text that is not UTF-8',
      value: Buffer.from('{"secret":"\xff\xfe"}', 'latin1'),
      stage: 'VALUE_CONVERTER',
    },
    { what: 'UTF-16', value: Buffer.from('{}', 'utf16le'), stage: 'VALUE_CONVERTER' },
    { what: 'NaN', value: Buffer.from('{"a":NaN}'), stage: 'VALUE_CONVERTER' },
    { what: 'the text null', value: Buffer.from('null'), stage: 'TASK_PUT' },
    { what: 'an array', value: Buffer.from('[{"a":1}]'), stage: 'TASK_PUT' },
    { what: 'a string', value: Buffer.from('"secret"'), stage: 'TASK_PUT' },
    { what: 'a number', value: Buffer.from('5'), stage: 'TASK_PUT' },
    {
      what: 'what is nested too deep',
      value: Buffer.from(`${'{"secret":'.repeat(1001)}1${'}'.repeat(1001)}`),
      stage: 'TASK_PUT',
    },
  ])('calls $what errant at $stage, without quoting it', ({ value, stage }) => {
    const error = outcome(() => documentBody(value));

    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ stage });
    expect(String(error)).not.toContain('secret');
  });

  it('makes one line of any object, of the same meaning', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(object, fc.nat(4), (value, indent) => {
        const body = documentBody(Buffer.from(JSON.stringify(value, null, indent))).toString();

        expect(body).not.toMatch(/[\r\n]/);
        expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
