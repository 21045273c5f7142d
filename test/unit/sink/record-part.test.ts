import { describe, expect, it } from 'vitest';
import type { RecordPart } from '../../../shared/config/connector.ts';
import { RefusedError } from '../../../shared/connect/refused.ts';
import { createFields, createSchema } from '../../../shared/connect/schema.ts';
import { createStruct } from '../../../shared/connect/struct.ts';
import type { Value } from '../../../shared/connect/value.ts';
import { partText } from '../../../shared/sink/record-part.ts';
import { outcome } from '../../support/outcome.ts';
import { aPipedRecord } from '../../support/piped.ts';

const key = (...path: string[]): RecordPart => ({ kind: 'key', path });
const value = (...path: string[]): RecordPart => ({ kind: 'value', path });
const header = (name: string): RecordPart => ({ kind: 'header', name });

const TEXT = createSchema('STRING');
const PERSON = createStruct(
  createSchema('STRUCT', { fields: createFields([['name', TEXT]]) }),
  () => 'hans',
);

describe('partText', () => {
  it.each<{ readonly of: Value; readonly part: RecordPart; readonly expected: string }>([
    { of: 'freddie', part: key(), expected: 'freddie' },
    { of: 123n, part: key(), expected: '123' },
    { of: 1e10, part: key(), expected: '1.0E10' },
    { of: true, part: key(), expected: 'true' },
    { of: Buffer.from('ü'), part: key(), expected: 'ü' },
    {
      of: new Map<Value, Value>([['id', new Map<Value, Value>([['a', 5n]])]]),
      part: key('id', 'a'),
      expected: '5',
    },
    { of: PERSON, part: key('name'), expected: 'hans' },
    { of: '{"id":"a"}', part: key('id'), expected: 'a' },
    { of: Buffer.from('{"id":"a"}'), part: key('id'), expected: 'a' },
  ])('is the text of a key $of', ({ of, part, expected }) => {
    expect(partText(part, aPipedRecord({}, of))).toBe(expected);
  });

  it('is the text of the last header of a name', () => {
    const headers = ['1', '0123'].map((text) => ({ key: 'h', value: Buffer.from(text) }));

    expect(partText(header('h'), aPipedRecord({ headers }))).toBe('0123');
  });

  it.each([
    { what: 'no key', piped: aPipedRecord(), part: key(), message: 'no key' },
    { what: 'no header', piped: aPipedRecord(), part: header('h'), message: 'no header h' },
    {
      what: 'an object',
      piped: aPipedRecord({}, new Map()),
      part: key(),
      message: 'key is no text',
    },
    { what: 'a list', piped: aPipedRecord({}, []), part: key(), message: 'key is no text' },
    { what: 'a struct', piped: aPipedRecord({}, PERSON), part: key(), message: 'key is no text' },
    {
      what: 'text without fields',
      piped: aPipedRecord({}, 'secret'),
      part: key('a'),
      message: 'no key a',
    },
    {
      what: 'no UTF-8',
      piped: aPipedRecord({}, Buffer.from([0xff])),
      part: key(),
      message: 'key is not UTF-8',
    },
    { what: 'no field', piped: aPipedRecord(), part: value('a', 'b'), message: 'no value a.b' },
    {
      what: 'a null',
      piped: aPipedRecord({ value: Buffer.from('{"a":null}') }),
      part: value('a'),
      message: 'no value a',
    },
    {
      what: 'an array on the way',
      piped: aPipedRecord({ value: Buffer.from('{"a":[{"b":"secret"}]}') }),
      part: value('a', 'b'),
      message: 'no value a.b',
    },
  ])('refuses $what, without quoting it', ({ piped, part, message }) => {
    const error = outcome(() => partText(part, piped));

    expect(error).toBeInstanceOf(RefusedError);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain('secret');
  });
});
