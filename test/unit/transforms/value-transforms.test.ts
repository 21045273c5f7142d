import { describe, expect, it } from 'vitest';
import { DataError } from '../../../shared/connect/errors.ts';
import { dateSchema, timeSchema, timestampSchema } from '../../../shared/connect/logical-types.ts';
import { createSchema } from '../../../shared/connect/schema.ts';
import {
  float32,
  int8,
  int16,
  int32,
  type SchemaAndValue,
  type Value,
} from '../../../shared/connect/value.ts';
import {
  aConnectRecord,
  faultsOf,
  loose,
  plain,
  struct,
  transformed,
} from '../../support/connect-records.ts';

const NOON = Date.UTC(2024, 4, 6, 12);
const valueAfter = (type: string, config: Record<string, string>, value: SchemaAndValue): unknown =>
  plain(transformed(type, config, aConnectRecord({ value }))?.value.read().value ?? null);
const whole = (value: Value): SchemaAndValue => ({ schema: null, value });

describe('Cast', () => {
  it.each<[string, Value, Value]>([
    ['int8', 300n, int8(44)],
    ['int16', 70_000.9, int16(4464)],
    ['int32', 1e300, int32(2_147_483_647)],
    ['int64', '9223372036854775807', 9_223_372_036_854_775_807n],
    ['int64', true, 1n],
    ['float32', 0.1, float32(Math.fround(0.1))],
    ['float64', 7n, 7],
    ['boolean', 0.5, false],
    ['boolean', 'TRUE', true],
    ['boolean', 'yes', false],
    ['string', 1.0, '1.0'],
    ['string', 12n, '12'],
    ['string', Buffer.from([1, 2]), 'AQI='],
    ['string', new Date(NOON), '2024-05-06T12:00:00.000Z'],
  ])('to %s makes of %o %o', (spec, before, after) => {
    const value =
      before instanceof Date ? { schema: timestampSchema(), value: before } : whole(before);

    expect(valueAfter('Cast$Value', { spec }, value)).toEqual(after);
  });

  it('casts fields of a map and adds the missing ones as null', () => {
    expect(valueAfter('Cast$Value', { spec: 'a:string,zz:int8' }, loose({ a: 1n, b: 2n }))).toEqual(
      {
        a: '1',
        b: 2n,
        zz: null,
      },
    );
  });

  it('casts a logical type as the number that it is, and a default with it', () => {
    const text = createSchema('STRING', { optional: true, defaultValue: '7' });
    const value = struct({ at: [timestampSchema(), new Date(NOON)], n: [text, null] });

    expect(valueAfter('Cast$Value', { spec: 'at:int64,n:int32' }, value)).toEqual({
      at: BigInt(NOON),
      n: int32(7),
    });
  });

  it.each([
    ['text that is no number', loose({ a: 'x' })],
    ['text with white space', loose({ a: ' 1' })],
    ['a list', loose({ a: [1n] })],
    ['a text in the place of a map', whole('x')],
  ])('calls %s errant', (_, value) => {
    expect(() => valueAfter('Cast$Value', { spec: 'a:int8' }, value)).toThrow(DataError);
  });

  it.each(['', 'a:nope', 'a:bytes', 'a:b:c', 'a:int8,string'])('refuses the spec "%s"', (spec) => {
    expect(faultsOf('Cast$Value', { spec })).toEqual(['spec']);
  });
});

describe('TimestampConverter', () => {
  const iso = "yyyy-MM-dd'T'HH:mm:ss.SSSX";

  it.each<[Record<string, string>, Value, Value]>([
    [{ 'target.type': 'string', format: iso }, BigInt(NOON), '2024-05-06T12:00:00.000Z'],
    [{ 'target.type': 'unix', format: iso }, '2024-05-06T14:00:00.000+02', BigInt(NOON)],
    [
      { 'target.type': 'Timestamp', 'unix.precision': 'seconds' },
      BigInt(NOON / 1000),
      new Date(NOON),
    ],
    [
      { 'target.type': 'unix', 'unix.precision': 'microseconds' },
      new Date(NOON),
      BigInt(NOON) * 1000n,
    ],
    [{ 'target.type': 'Date' }, new Date(NOON), new Date(NOON - 43_200_000)],
    [{ 'target.type': 'Time' }, new Date(NOON), new Date(43_200_000)],
    [{ 'target.type': 'unix' }, null, null],
  ])('with %j makes of %o %o', (config, before, after) => {
    expect(valueAfter('TimestampConverter$Value', config, whole(before))).toEqual(after);
  });

  it('converts a field of a struct by what its schema says', () => {
    const value = struct({ at: [dateSchema(true), new Date(0)], of: [timeSchema(), new Date(1)] });
    const record = aConnectRecord({ value });

    const after = transformed(
      'TimestampConverter$Value',
      { field: 'at', 'target.type': 'unix' },
      record,
    );

    expect(plain(after?.value.read().value ?? null)).toEqual({ at: 0n, of: new Date(1) });
    expect(after?.value.read().schema?.fields.get('at')?.schema).toEqual(
      createSchema('INT64', { optional: true }),
    );
  });

  it.each<[string, Value]>([
    ['an Integer', int32(1)],
    ['a Double', 1.5],
    ['text of another format', 'yesterday'],
  ])('calls %s errant', (_, value) => {
    const config = { 'target.type': 'unix', format: iso };

    expect(() => valueAfter('TimestampConverter$Value', config, whole(value))).toThrow(DataError);
  });

  it('refuses text without a format, a format that is none, and unknown types', () => {
    const faults = (config: Record<string, string>) => faultsOf('TimestampConverter$Value', config);

    expect(faults({ 'target.type': 'string' })).toEqual(['format']);
    expect(faults({ 'target.type': 'unix', format: 'bogus' })).toEqual(['format']);
    expect(faults({ 'target.type': 'date', 'unix.precision': 'days' })).toEqual([
      'target.type',
      'unix.precision',
    ]);
  });
});

describe('routers', () => {
  const topicAfter = (
    type: string,
    config: Record<string, string>,
    topic: string,
    timestamp: number | null = NOON,
  ) => transformed(type, config, aConnectRecord({ topic, timestamp }))?.topic;

  it.each([
    ['foo', 'bar', 'foo', 'bar'],
    ['(.*)', 'prefix-$1', 'orig', 'prefix-orig'],
    ['(.*)-(\\d{8})', '$1', 'index-20160117', 'index'],
    ['foo', 'bar', 'foobar', 'foobar'],
    ['(?i)FOO.*', 'x', 'foobar', 'x'],
  ])('RegexRouter %s → %s makes of %s %s', (regex, replacement, topic, expected) => {
    expect(topicAfter('RegexRouter', { regex, replacement }, topic)).toBe(expected);
  });

  it('RegexRouter replaces the first match that it finds, as Java does, not the whole', () => {
    expect(topicAfter('RegexRouter', { regex: 'a|ab', replacement: 'x' }, 'ab')).toBe('xb');
  });

  it.each([
    [{}, 'test', 1_483_425_001_864, 'test-20170103'],
    [
      { 'topic.format': `x.\${timestamp}`, 'timestamp.format': 'YYYY' },
      't',
      Date.UTC(2025, 11, 29),
      'x.2026',
    ],
  ])('TimestampRouter %j', (config, topic, timestamp, expected) => {
    expect(topicAfter('TimestampRouter', config, topic, timestamp)).toBe(expected);
  });

  it('TimestampRouter calls a record without a time errant', () => {
    expect(() => topicAfter('TimestampRouter', {}, 't', null)).toThrow(DataError);
  });

  it('refuses wrong expressions, replacements and patterns', () => {
    expect(faultsOf('RegexRouter', { regex: '[', replacement: '' })).toEqual(['regex']);
    expect(faultsOf('RegexRouter', { regex: 'a', replacement: '$1' })).toEqual(['replacement']);
    expect(faultsOf('RegexRouter', {})).toEqual(['regex', 'replacement']);
    expect(faultsOf('TimestampRouter', { 'timestamp.format': 'b' })).toEqual(['timestamp.format']);
  });
});

describe('headers', () => {
  it('InsertHeader guesses the type of its literal', () => {
    const config = { header: 'n', 'value.literal': '300' };

    const after = transformed('InsertHeader', config, aConnectRecord({ headers: { n: 'old' } }));

    expect(after?.headers.map(({ key, value }) => [key, value.read().value])).toEqual([
      ['n', 'old'],
      ['n', int16(300)],
    ]);
  });

  it('DropHeaders removes all of a name without reading any', () => {
    const record = aConnectRecord({ headers: { a: '1', b: '2' } });

    expect(transformed('DropHeaders', { headers: 'a' }, record)?.headers).toEqual([
      record.headers[1],
    ]);
  });

  it.each([
    ['move', { b: 2n }, false],
    ['copy', { a: 1n, b: 2n }, true],
  ])('HeaderFrom: %s', (operation, rest, isUntouched) => {
    const config = { fields: 'a,zz', headers: 'h,z', operation };
    const record = aConnectRecord({ value: loose({ a: 1n, b: 2n }) });

    const after = transformed('HeaderFrom$Value', config, record);

    expect(plain(after?.value.read().value ?? null)).toEqual(rest);
    expect(after?.headers.map(({ key, value }) => [key, value.read().value])).toEqual([
      ['h', 1n],
      ['z', null],
    ]);
    expect(after?.value === record.value).toBe(isUntouched);
  });

  it('HeaderFrom calls a null value and a missing struct field errant', () => {
    const config = { fields: 'zz', headers: 'h', operation: 'move' };
    const errant = [whole(null), struct({ a: [createSchema('STRING'), 'x'] })];

    for (const value of errant)
      expect(() => transformed('HeaderFrom$Value', config, aConnectRecord({ value }))).toThrow(
        DataError,
      );
    expect(faultsOf('HeaderFrom$Value', { ...config, headers: 'a,b' })).toEqual(['headers']);
  });
});
