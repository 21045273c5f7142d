import { describe, expect, it } from 'vitest';
import { DataError } from '../../../shared/connect/errors.ts';
import { timestampSchema } from '../../../shared/connect/logical-types.ts';
import { createSchema } from '../../../shared/connect/schema.ts';
import { int8, int32, type SchemaAndValue } from '../../../shared/connect/value.ts';
import {
  aConnectRecord,
  faultsOf,
  loose,
  plain,
  struct,
  transformed,
} from '../../support/connect-records.ts';

const STRING = createSchema('STRING');
const OPTIONAL = createSchema('STRING', { optional: true });
const INT32 = createSchema('INT32');
const WITH_DEFAULT = createSchema('STRING', { optional: true, defaultValue: 'fallback' });
const NULL: SchemaAndValue = { schema: null, value: null };

const valueAfter = (type: string, config: Record<string, string>, value: SchemaAndValue): unknown =>
  plain(transformed(type, config, aConnectRecord({ value }))?.value.read().value ?? null);

const schemaAfter = (type: string, config: Record<string, string>, value: SchemaAndValue) =>
  transformed(type, config, aConnectRecord({ value }))?.value.read().schema ?? null;

const person = struct({ name: [STRING, 'Ada'], age: [INT32, int32(36)], note: [OPTIONAL, null] });

describe('InsertField', () => {
  const all = {
    'topic.field': 'topic',
    'partition.field': 'partition!',
    'offset.field': 'offset?',
    'timestamp.field': 'at',
    'static.field': 'source',
    'static.value': 'mqtt',
  };

  it('inserts what the record knows into a map', () => {
    expect(valueAfter('InsertField$Value', all, loose({ a: 1n }))).toEqual({
      a: 1n,
      topic: 'phone-data',
      partition: int32(3),
      offset: 42n,
      at: 1_745_480_000_123n,
      source: 'mqtt',
    });
  });

  it('inserts it into a struct, the time as a Timestamp, ! as required', () => {
    const schema = schemaAfter('InsertField$Value', all, person);

    expect(valueAfter('InsertField$Value', all, person)).toMatchObject({
      name: 'Ada',
      at: new Date(1_745_480_000_123),
    });
    expect(schema?.fields.get('partition')?.schema).toEqual(INT32);
    expect(schema?.fields.get('at')?.schema).toEqual(timestampSchema(true));
  });

  it('leaves null as it is, untouched', () => {
    const record = aConnectRecord({ value: NULL });

    expect(transformed('InsertField$Value', { 'topic.field': 't' }, record)).toBe(record);
  });

  it('works on the key', () => {
    const record = aConnectRecord({ key: loose({}), value: loose({}) });

    const after = transformed('InsertField$Key', { 'topic.field': 't' }, record);

    expect(plain(after?.key.read().value ?? null)).toEqual({ t: 'phone-data' });
    expect(after?.value).toBe(record.value);
  });

  it.each([
    ['a text', { schema: null, value: 'text' }],
    ['a struct that has the field already', struct({ t: [STRING, 'x'] })],
  ])('calls %s errant', (_, value) => {
    expect(() => valueAfter('InsertField$Value', { 'topic.field': 't' }, value)).toThrow(DataError);
  });

  it('has no offset in a source', () => {
    const record = aConnectRecord({ value: loose({}), offset: null });

    expect(() => transformed('InsertField$Value', { 'offset.field': 'o' }, record)).toThrow(
      'Only a sink has offsets',
    );
  });

  it('refuses a time that no date has', () => {
    const record = aConnectRecord({ value: person, timestamp: 8_640_000_000_000_001 });

    expect(() => transformed('InsertField$Value', { 'timestamp.field': 'at' }, record)).toThrow(
      DataError,
    );
  });

  it('refuses to insert nothing, or a static field without value', () => {
    expect(faultsOf('InsertField$Value', {})).toEqual(['topic.field']);
    expect(faultsOf('InsertField$Value', { 'static.field': 'f' })).toEqual(['static.value']);
  });
});

describe('ReplaceField', () => {
  const value = loose({ a: 1n, b: 2n, c: 3n });

  it.each([
    [{ exclude: 'a, b' }, { c: 3n }],
    [{ include: 'a,b', exclude: 'b' }, { a: 1n }],
    [{ renames: 'a:x,c:y' }, { x: 1n, b: 2n, y: 3n }],
    [{ whitelist: 'a', renames: 'a:x' }, { x: 1n }],
    [{ blacklist: 'a' }, { b: 2n, c: 3n }],
    [{}, { a: 1n, b: 2n, c: 3n }],
  ])('with %o leaves of a map %o', (config, expected) => {
    expect(valueAfter('ReplaceField$Value', config, value)).toEqual(expected);
  });

  it('does the same with a struct and keeps its name', () => {
    const named = struct({ a: [STRING, '1'], b: [STRING, '2'] }, { name: 'thing', version: 2 });

    expect(valueAfter('ReplaceField$Value', { include: 'b', renames: 'b:c' }, named)).toEqual({
      c: '2',
    });
    expect(schemaAfter('ReplaceField$Value', {}, named)).toMatchObject({
      name: 'thing',
      version: 2,
    });
  });

  it.each([
    ['true', 'fallback'],
    ['false', null],
  ])('reads a null with a default as replace.null.with.default=%s says', (replace, expected) => {
    const value = struct({ a: [WITH_DEFAULT, null] });

    expect(
      valueAfter('ReplaceField$Value', { 'replace.null.with.default': replace }, value),
    ).toEqual({ a: expected });
  });

  it('takes nothing but pairs as renames', () => {
    expect(faultsOf('ReplaceField$Value', { renames: 'a' })).toEqual(['renames']);
    expect(faultsOf('ReplaceField$Value', { renames: 'a:b:c' })).toEqual(['renames']);
  });
});

describe('MaskField', () => {
  it('puts the empty value of each type, adds what is missing and leaves null', () => {
    const value = loose({ t: 'secret', i: 7n, d: 1.5, b: true, l: [1n], n: null });

    expect(valueAfter('MaskField$Value', { fields: 't,i,d,b,l,n,zz' }, value)).toEqual({
      t: '',
      i: 0n,
      d: 0,
      b: false,
      l: [],
      n: null,
      zz: null,
    });
  });

  it('puts a replacement into numbers and text of a struct', () => {
    const value = struct({ t: [STRING, 'secret'], i: [createSchema('INT8'), int8(7)] });

    expect(valueAfter('MaskField$Value', { fields: 't,i', replacement: '300' }, value)).toEqual({
      t: '300',
      i: int8(44),
    });
  });

  it.each([
    ['a null', NULL, {}],
    ['bytes', loose({ f: Buffer.from('x') }), {}],
    ['a boolean with a replacement', loose({ f: true }), { replacement: 'x' }],
    ['a number with a replacement that is none', loose({ f: 1n }), { replacement: 'x' }],
  ])('calls %s errant', (_, value, config) => {
    expect(() => valueAfter('MaskField$Value', { fields: 'f', ...config }, value)).toThrow(
      DataError,
    );
  });
});

describe('HoistField and ExtractField', () => {
  it.each([
    [loose({ a: 1n }), { f: { a: 1n } }],
    [NULL, { f: null }],
    [person, { f: { name: 'Ada', age: int32(36), note: null } }],
  ])('hoists %#', (value, expected) => {
    expect(valueAfter('HoistField$Value', { field: 'f' }, value)).toEqual(expected);
  });

  it.each([
    [{ field: 'a' }, 1n],
    [{ field: 'missing' }, null],
    [{ field: 'b.c' }, null],
    [{ field: 'b.c', 'field.syntax.version': 'V2' }, 2n],
    [{ field: '`d.e`.f', 'field.syntax.version': 'v2' }, 3n],
    [{ field: 'b.x.y', 'field.syntax.version': 'V2' }, null],
  ])('extracts %j', (config, expected) => {
    const value = loose({ a: 1n, b: new Map([['c', 2n]]), 'd.e': new Map([['f', 3n]]) });

    expect(valueAfter('ExtractField$Value', config, value)).toEqual(expected);
  });

  it('extracts a struct field with its schema, null from null', () => {
    expect(schemaAfter('ExtractField$Value', { field: 'age' }, person)).toEqual(INT32);
    expect(
      valueAfter('ExtractField$Value', { field: 'age' }, { ...person, value: null }),
    ).toBeNull();
    expect(() => valueAfter('ExtractField$Value', { field: 'zz' }, person)).toThrow(DataError);
  });

  it('refuses back-ticks without their pair', () => {
    const config = { field: '`a', 'field.syntax.version': 'V2' };

    expect(faultsOf('ExtractField$Value', config)).toEqual(['field']);
  });
});

describe('ValueToKey', () => {
  it('makes the key of fields and leaves the value alone', () => {
    const record = aConnectRecord({ value: loose({ id: 'x', v: 1n }) });

    const after = transformed('ValueToKey', { fields: 'id,zz' }, record);

    expect(plain(after?.key.read().value ?? null)).toEqual({ id: 'x', zz: null });
    expect(after?.value).toBe(record.value);
  });

  it.each([
    ['a null value', NULL],
    ['a struct without the field', person],
  ])('calls %s errant', (_, value) => {
    const record = aConnectRecord({ value });

    expect(() => transformed('ValueToKey', { fields: 'id' }, record)).toThrow(DataError);
  });
});

describe('SetSchemaMetadata', () => {
  it('sets name and version and rebuilds the struct with them', () => {
    const config = { 'schema.name': 'n', 'schema.version': '7' };

    expect(schemaAfter('SetSchemaMetadata$Value', config, person)).toMatchObject({
      name: 'n',
      version: 7,
    });
    expect(valueAfter('SetSchemaMetadata$Value', config, person)).toMatchObject({ name: 'Ada' });
  });

  it('needs a schema but for null', () => {
    expect(valueAfter('SetSchemaMetadata$Value', { 'schema.name': 'n' }, NULL)).toBeNull();
    expect(() => valueAfter('SetSchemaMetadata$Value', { 'schema.name': 'n' }, loose({}))).toThrow(
      DataError,
    );
    expect(faultsOf('SetSchemaMetadata$Value', {})).toEqual(['schema.name']);
  });
});

describe('Flatten', () => {
  it('joins the names of nested maps and leaves arrays', () => {
    const value = loose({
      a: new Map<string, bigint | null>([
        ['b', 1n],
        ['c', null],
      ]),
      l: [1n],
    });

    expect(valueAfter('Flatten$Value', { delimiter: '_' }, value)).toEqual({
      a_b: 1n,
      a_c: null,
      l: [1n],
    });
  });

  it('makes fields of an optional struct optional, and leaves them unset where it is null', () => {
    const inner = struct({ b: [STRING, 'x'] }, { optional: true });
    const value = struct({ a: [inner.schema, null] });

    expect(valueAfter('Flatten$Value', {}, value)).toEqual({ 'a.b': null });
    expect(schemaAfter('Flatten$Value', {}, value)?.fields.get('a.b')?.schema).toEqual(OPTIONAL);
  });

  it('calls a map with schema errant', () => {
    const schema = createSchema('MAP', { keySchema: STRING, valueSchema: STRING });

    expect(() => valueAfter('Flatten$Value', {}, struct({ m: [schema, new Map()] }))).toThrow(
      DataError,
    );
  });
});
