import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IdPart, SinkStatement } from '../../../shared/config/connector.ts';
import { decodedPart } from '../../../shared/connect/connect-record.ts';
import { DataError } from '../../../shared/connect/errors.ts';
import type { SinkRecord } from '../../../shared/connect/records.ts';
import { createFields, createSchema, type Schema } from '../../../shared/connect/schema.ts';
import { createStruct } from '../../../shared/connect/struct.ts';
import { float32, int32, type Value } from '../../../shared/connect/value.ts';
import { documentId } from '../../../shared/sink/document-id.ts';
import { outcome } from '../../support/outcome.ts';
import { aPipedRecord } from '../../support/piped.ts';

const header = (name: string): IdPart => ({ kind: 'header', name });
const key = (...path: string[]): IdPart => ({ kind: 'key', path });
const value = (...path: string[]): IdPart => ({ kind: 'value', path });
const PLAIN: IdPart = { kind: 'plain key' };

type Options = {
  readonly separator?: string;
  readonly write?: SinkStatement['write'];
  readonly longIds?: 'errant' | 'hash';
};
const idOf = (
  parts: readonly IdPart[],
  piped: ReturnType<typeof aPipedRecord>,
  { separator = '-', write = { operation: 'index' }, longIds = 'errant' }: Options = {},
) => documentId({ id: { parts, separator }, write }, piped, longIds);

const withHeader = (text: string | null) =>
  aPipedRecord({ headers: [{ key: 'h', value: text === null ? null : Buffer.from(text) }] });
const withValue = (text: string, over: Partial<SinkRecord> = {}) =>
  aPipedRecord({ value: Buffer.from(text), ...over });
const withKey = (data: Value, schema: Schema | null = null) => ({
  ...aPipedRecord(),
  key: decodedPart({ schema, value: data }),
});

const PERSON = createSchema('STRUCT', {
  fields: createFields([
    ['id', createSchema('INT32')],
    ['on', createSchema('BOOLEAN')],
  ]),
});

describe('an id of coordinates', () => {
  it('is topic, partition and offset', () => {
    const record = aPipedRecord({ topic: 'orders', partition: 0, offset: 42 });

    expect(idOf([], record)).toBe('orders-0-42');
    expect(idOf([], record, { separator: '|' })).toBe('orders|0|42');
  });

  it('takes the place of an empty one, but for an update', () => {
    expect(idOf([value('a')], withValue('{"a":""}', { offset: 7 }))).toBe('phone-data-0-7');
    expect(() =>
      idOf([value('a')], withValue('{"a":""}'), { write: { operation: 'update' } }),
    ).toThrow('the id is empty');
    expect(idOf([], aPipedRecord({ offset: 7 }), { write: { operation: 'update' } })).toBe(
      'phone-data-0-7',
    );
  });
});

describe('an id of headers', () => {
  it('joins them in the order of the key', () => {
    const headers = ['a', 'b'].map((name) => ({ key: name, value: Buffer.from(`${name}!`) }));

    expect(idOf([header('b'), header('a')], aPipedRecord({ headers }))).toBe('b!-a!');
  });

  it('takes the last header of a name, as its text is', () => {
    const headers = ['1', '0123'].map((text) => ({ key: 'h', value: Buffer.from(text) }));

    expect(idOf([header('h')], aPipedRecord({ headers }))).toBe('0123');
  });
});

// Fact sheet 2.4, and `TransformAndExtractPKTest`.
describe('an id of a PK', () => {
  it('joins value, key and header', () => {
    const record = {
      ...withValue('{"field1":"value1"}', {
        headers: [{ key: 'headerKey', value: Buffer.from('headerValue') }],
      }),
      key: decodedPart({ schema: null, value: '{"keyField":"keyValue"}' }),
    };

    expect(idOf([value('field1'), key('keyField'), header('headerKey')], record)).toBe(
      'value1-keyValue-headerValue',
    );
  });

  it.each<{ json: string; path: string[]; id: string }>([
    { json: '{"a":"x y"}', path: ['a'], id: 'x y' },
    { json: '{"a":{"b":{"c":1}}}', path: ['a', 'b', 'c'], id: '1' },
    { json: '{"a":9007199254740993}', path: ['a'], id: '9007199254740993' },
    {
      json: '{"a":123456789012345678901234567890}',
      path: ['a'],
      id: '123456789012345678901234567890',
    },
    { json: '{"a":-0}', path: ['a'], id: '0' },
    { json: '{"a":1.0}', path: ['a'], id: '1.0' },
    { json: '{"a":1e3}', path: ['a'], id: '1000.0' },
    { json: '{"a":1.5E10}', path: ['a'], id: '1.5E10' },
    { json: '{"a":true}', path: ['a'], id: 'true' },
    { json: '{"a":null}', path: ['a'], id: 'null' },
    { json: '{"a":1,"a":2}', path: ['a'], id: '2' },
    { json: '{"a.b":1}', path: ['a.b'], id: '1' },
  ])('takes $path of $json as $id', ({ json, path, id }) => {
    expect(idOf([value(...path)], withValue(json))).toBe(id);
  });

  it.each<{ found: Value; schema?: Schema; path?: string[]; id: string }>([
    { found: 123n, id: '123' },
    { found: int32(-5), schema: createSchema('INT32'), id: '-5' },
    { found: float32(0.1), id: '0.1' },
    { found: 1e3, id: '1000.0' },
    { found: true, id: 'true' },
    { found: 'keyValue', id: 'keyValue' },
    { found: '123', id: '123' },
    { found: '1e3', id: '1000.0' },
    { found: 'true', id: 'true' },
    { found: '"quoted"', id: 'quoted' },
    { found: '007', id: '007' },
    { found: '123 abc', id: '123 abc' },
    { found: '123e4567-e89b-12d3-a456-426614174000', id: '123e4567-e89b-12d3-a456-426614174000' },
    { found: Buffer.from('{"a":{"b":7}}'), path: ['a', 'b'], id: '7' },
    { found: new Map<Value, Value>([['a', 1n]]), path: ['a'], id: '1' },
    {
      found: createStruct(PERSON, ({ name }) => (name === 'id' ? int32(4) : false)),
      schema: PERSON,
      path: ['on'],
      id: 'false',
    },
  ])('takes $path of the key $found as $id', ({ found, schema = null, path = [], id }) => {
    expect(idOf([key(...path)], withKey(found, schema))).toBe(id);
  });
});

// `convertKey` of both sinks; sink peers 13.1, S-006.
describe('an id of a plain key', () => {
  it.each<{ found: Value; schema?: Schema; id: string }>([
    { found: 'k 1', id: 'k 1' },
    { found: '{"a":1}', id: '{"a":1}' },
    { found: '1e3', id: '1e3' },
    { found: 9007199254740993n, id: '9007199254740993' },
    { found: int32(7), schema: createSchema('INT32'), id: '7' },
  ])('takes $found as it is', ({ found, schema = null, id }) => {
    expect(idOf([PLAIN], withKey(found, schema), { separator: '+' })).toBe(id);
  });

  it.each<{ found: Value }>([
    { found: null },
    { found: '' },
    { found: true },
    { found: 1.5 },
    { found: Buffer.from('k') },
    { found: new Map<Value, Value>([['a', 'k']]) },
    { found: ['k'] },
  ])('refuses $found', ({ found }) => {
    expect(outcome(() => idOf([PLAIN], withKey(found)))).toBeInstanceOf(DataError);
  });
});

describe('a record without an id', () => {
  it.each<{ what: string; record: ReturnType<typeof aPipedRecord>; part: IdPart; message: string }>(
    [
      {
        what: 'a missing header',
        record: aPipedRecord(),
        part: header('h'),
        message: 'no header h',
      },
      {
        what: 'a null header',
        record: withHeader(null),
        part: header('h'),
        message: 'no header h',
      },
      {
        what: 'a header that is no UTF-8',
        record: aPipedRecord({ headers: [{ key: 'h', value: Buffer.from([0xff]) }] }),
        part: header('h'),
        message: 'not UTF-8',
      },
      { what: 'a missing field', record: withValue('{}'), part: value('a'), message: 'no a' },
      {
        what: 'an object at the place',
        record: withValue('{"a":{}}'),
        part: value('a'),
        message: 'an object',
      },
      {
        what: 'a list at the place',
        record: withValue('{"a":[1]}'),
        part: value('a'),
        message: 'a list',
      },
      {
        what: 'a list on the way',
        record: withValue('{"a":[{"b":1}]}'),
        part: value('a', 'b'),
        message: 'b is not in an object',
      },
      {
        what: 'text on the way',
        record: withValue('{"a":"secret"}'),
        part: value('a', 'b'),
        message: 'b is not in an object',
      },
      {
        what: 'half a surrogate pair',
        record: withValue('{"a":"secret\\ud800"}'),
        part: value('a'),
        message: 'no Unicode text',
      },
      { what: 'no key', record: withKey(null), part: key(), message: 'no key' },
      {
        what: 'a primitive key with a path',
        record: withKey(1n),
        part: key('a'),
        message: 'a is not in an object',
      },
      {
        what: 'an object for a key',
        record: withKey('{"secret":1}'),
        part: key(),
        message: 'object',
      },
      {
        what: 'bytes that are no JSON',
        record: withKey(Buffer.from('secret')),
        part: key(),
        message: 'not JSON',
      },
      {
        what: 'a tombstone',
        record: aPipedRecord({ value: null }),
        part: value('a'),
        message: 'a tombstone has no value',
      },
    ],
  )('is errant: $what', ({ record, part, message }) => {
    const error = outcome(() => idOf([part], record));

    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ stage: 'TASK_PUT', message: expect.stringContaining(message) });
    expect(String(error)).not.toContain('secret');
  });
});

describe('a long id', () => {
  it('has 512 bytes of UTF-8 at most', () => {
    expect(idOf([header('h')], withHeader('é'.repeat(256)))).toHaveLength(256);
    expect(() => idOf([header('h')], withHeader(`${'é'.repeat(256)}x`))).toThrow('513 bytes');
  });

  it('is its SHA-256 in hex where the file says so, and only then', () => {
    const long = `${'é'.repeat(256)}x`;
    const hash = { longIds: 'hash' } as const;

    expect(idOf([header('h')], withHeader(long), hash)).toBe(
      createHash('sha256').update(Buffer.from(long, 'utf8')).digest('hex'),
    );
    expect(idOf([header('h')], withHeader('short'), hash)).toBe('short');
  });
});

describe('the same record', () => {
  it('always has the same id, of at most 512 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 700 }), (text) => {
        const id = () => idOf([PLAIN], withKey(text), { longIds: 'hash' });

        expect(id()).toBe(id());
        expect(Buffer.byteLength(id())).toBeLessThanOrEqual(512);
      }),
    );
  });
});
