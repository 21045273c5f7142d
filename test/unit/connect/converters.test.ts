import { describe, expect, it } from 'vitest';
import {
  CONVERTERS,
  findConverter,
  readConverter,
} from '../../../shared/connect/converters/converters.ts';
import { DataError } from '../../../shared/connect/errors.ts';
import { DECIMAL, timestampSchema } from '../../../shared/connect/logical-types.ts';
import { createSchema } from '../../../shared/connect/schema.ts';
import { float32, int8, int16, int32, type Value } from '../../../shared/connect/value.ts';
import { struct } from '../../support/connect-records.ts';
import { converterOf } from '../../support/converters.ts';

const schemaless = converterOf('JsonConverter', { 'schemas.enable': 'false' });
const enveloped = converterOf('JsonConverter');
const read = (json: string): Value => schemaless.toConnect(Buffer.from(json)).value;
const written = (value: Value): string | undefined =>
  schemaless.fromConnect({ schema: null, value })?.toString();

describe('the table of converters', () => {
  it.each([
    ['org.apache.kafka.connect.json.JsonConverter', 'VALUE_CONVERTER', true],
    ['JsonConverter', 'KEY_CONVERTER', true],
    ['Json', 'VALUE_CONVERTER', true],
    ['String', 'VALUE_CONVERTER', true],
    ['SimpleHeaderConverter', 'HEADER_CONVERTER', true],
    ['SimpleHeaderConverter', 'VALUE_CONVERTER', false],
    ['Simple', 'HEADER_CONVERTER', true],
    ['StringConverter', 'HEADER_CONVERTER', true],
  ] as const)('finds %s for %s: %s', (name, stage, found) => {
    expect(findConverter(name, stage) !== undefined).toBe(found);
  });

  it.each([
    'io.confluent.connect.avro.AvroConverter',
    'AvroConverter',
    'io.confluent.connect.protobuf.ProtobufConverter',
    'io.confluent.connect.json.JsonSchemaConverter',
  ])('refuses %s by name', (name) => {
    const converter = readConverter(name, {}, 'VALUE_CONVERTER');

    expect('faults' in converter && converter.faults[0]).toMatchObject({
      found: name,
      expected: expect.stringContaining('schema registry'),
    });
  });

  it('names every wrong key at once', () => {
    const config = { 'schemas.enable': 'maybe', 'decimal.format': 'HEX' };
    const converter = readConverter('JsonConverter', config, 'VALUE_CONVERTER');

    expect('faults' in converter && converter.faults.map(({ key }) => key)).toEqual([
      'schemas.enable',
      'decimal.format',
    ]);
  });

  it('documents every key', () => {
    const keys = CONVERTERS.flatMap((converter) => Object.values(converter.keys));

    expect(keys.every(({ doc }) => doc !== '')).toBe(true);
  });
});

describe('JsonConverter without schemas', () => {
  it.each<[string, Value]>([
    ['1', 1n],
    ['1.0', 1],
    ['1e2', 100],
    ['-0', 0n],
    ['007', 7n],
    ['9223372036854775807', 9_223_372_036_854_775_807n],
    ['"\\u00e9\\n"', 'é\n'],
    ['null', null],
    ['[true, null]', [true, null]],
    [
      '{"__proto__": 1, "1": "a"}',
      new Map<string, Value>([
        ['__proto__', 1n],
        ['1', 'a'],
      ]),
    ],
  ])('reads %s', (json, value) => {
    const found = read(json);
    expect(found instanceof Map ? new Map(found) : found).toEqual(value);
  });

  it.each([
    '',
    '{',
    '{"secret":1}x',
    '[1,]',
    'nul',
    '01x',
    '1.',
    '.5',
    '+1',
    "'a'",
    '"a\nb"',
    '"\\x"',
    '{"a" 1}',
  ])('calls %j errant without quoting it', (json) => {
    expect(() => read(json)).toThrow(DataError);
    expect(() => read(json)).toThrow(
      expect.objectContaining({
        stage: 'VALUE_CONVERTER',
        at: 'org.apache.kafka.connect.json.JsonConverter',
        message: expect.not.stringContaining('secret'),
      }),
    );
  });

  it('refuses bytes that are not UTF-8, and nesting without end', () => {
    expect(() => schemaless.toConnect(Buffer.from([0x22, 0xff, 0x22]))).toThrow(DataError);
    expect(() => read('['.repeat(1001))).toThrow('nested deeper');
  });

  it.each<[Value, string]>([
    [1n, '1'],
    [1, '1.0'],
    [1e21, '1.0E21'],
    [0.001, '0.001'],
    [5e-324, '4.9E-324'],
    [float32(Math.fround(0.1)), '0.1'],
    [Number.NaN, '"NaN"'],
    ['a"b', '"a\\"b"'],
    [Buffer.from([1, 2]), '"AQI="'],
    [new Map<Value, Value>([['a', [int8(1), null]]]), '{"a":[1,null]}'],
    [new Map<Value, Value>([[1n, 'x']]), '[[1,"x"]]'],
  ])('writes %o as %s', (value, json) => {
    expect(written(value)).toBe(json);
  });

  it('passes null on', () => {
    expect(schemaless.toConnect(null)).toEqual({ schema: null, value: null });
    expect(schemaless.fromConnect({ schema: null, value: null })).toBeNull();
  });

  it('has no form for a Date or Decimal without schema', () => {
    expect(() => written(new Date(0))).toThrow(DataError);
  });
});

describe('JsonConverter with schemas', () => {
  const data = struct(
    {
      id: [createSchema('INT64'), 9_007_199_254_740_993n],
      at: [timestampSchema(true), new Date(5)],
      n: [createSchema('STRING', { optional: true, defaultValue: 'x' }), null],
    },
    { name: 'thing' },
  );

  it('writes and reads its envelope', () => {
    const bytes = enveloped.fromConnect(data);

    expect(bytes?.toString()).toBe(
      '{"schema":{"type":"struct","fields":[{"type":"int64","optional":false,"field":"id"},' +
        '{"type":"int64","optional":true,"name":"org.apache.kafka.connect.data.Timestamp","version":1,"field":"at"},' +
        '{"type":"string","optional":true,"default":"x","field":"n"}],"optional":false,"name":"thing"},' +
        '"payload":{"id":9007199254740993,"at":5,"n":"x"}}',
    );
    expect(enveloped.toConnect(bytes).value).toMatchObject({
      values: [9_007_199_254_740_993n, new Date(5), 'x'],
    });
  });

  it('writes the key that Lenses makes as upstream does', () => {
    const text = createSchema('STRING');
    const key = struct(
      { topic: [text, '/a/b'], id: [text, '7'] },
      { name: 'io.lenses.streamreactor.common.converters.MsgKey' },
    );

    expect(enveloped.fromConnect(key)?.toString()).toBe(
      '{"schema":{"type":"struct","fields":[{"type":"string","optional":false,"field":"topic"},{"type":"string","optional":false,"field":"id"}],"optional":false,"name":"io.lenses.streamreactor.common.converters.MsgKey"},"payload":{"topic":"/a/b","id":"7"}}',
    );
    expect(schemaless.fromConnect(key)?.toString()).toBe('{"topic":"/a/b","id":"7"}');
    expect(converterOf('StringConverter').fromConnect(key)?.toString()).toBe(
      'Struct{topic=/a/b,id=7}',
    );
  });

  it.each([
    ['BASE64', '"AMg="'],
    ['numeric', '2.00'],
  ])('writes a Decimal as %s', (format, json) => {
    const schema = createSchema('BYTES', { name: DECIMAL, parameters: new Map([['scale', '2']]) });
    const value: Value = { type: 'DECIMAL', unscaled: 200n, scale: 2 };
    const converter = converterOf('JsonConverter', {
      'schemas.enable': 'false',
      'decimal.format': format,
    });

    expect(converter.fromConnect({ schema, value })?.toString()).toBe(json);
  });

  it.each([
    '{"a":1}',
    '{"schema":null,"payload":1,"more":2}',
    '{"schema":{"type":"int9"},"payload":1}',
    '{"schema":{"type":"int32"},"payload":null}',
    '{"schema":{"type":"struct","fields":[{"field":"a","type":"string"}]},"payload":{}}',
  ])('calls %s errant', (json) => {
    expect(() => enveloped.toConnect(Buffer.from(json))).toThrow(DataError);
  });
});

describe('the other converters', () => {
  it.each<[string, string, Value]>([
    ['ByteArrayConverter', '00ff', Buffer.from([0, 255])],
    ['ShortConverter', '8000', int16(-32_768)],
    ['IntegerConverter', '00000007', int32(7)],
    ['LongConverter', '7fffffffffffffff', 9_223_372_036_854_775_807n],
    ['FloatConverter', '3fc00000', float32(1.5)],
    ['DoubleConverter', '3ff8000000000000', 1.5],
    ['BooleanConverter', '01', true],
    ['StringConverter', 'c3a9', 'é'],
  ])('%s reads and writes %s', (name, hex, value) => {
    const converter = converterOf(name);

    expect(converter.toConnect(Buffer.from(hex, 'hex')).value).toEqual(value);
    expect(converter.fromConnect({ schema: null, value })?.toString('hex')).toBe(hex);
    expect(converter.toConnect(null).value).toBeNull();
    expect(converter.fromConnect({ schema: null, value: null })).toBeNull();
  });

  it.each([
    ['LongConverter', '00'],
    ['BooleanConverter', '02'],
    ['BooleanConverter', '0101'],
  ])('%s calls the bytes %s errant', (name, hex) => {
    expect(() => converterOf(name).toConnect(Buffer.from(hex, 'hex'))).toThrow(DataError);
  });

  it.each<[string, Value]>([
    ['ByteArrayConverter', 'text'],
    ['LongConverter', int32(1)],
    ['IntegerConverter', 1n],
    ['BooleanConverter', 'true'],
    ['StringConverter', Buffer.from('x')],
  ])('%s does not take %o', (name, value) => {
    expect(() => converterOf(name).fromConnect({ schema: null, value })).toThrow(DataError);
  });

  it.each([
    ['ISO-8859-1', 'e9'],
    ['US-ASCII', '3f'],
  ])('StringConverter writes in %s', (encoding, hex) => {
    const converter = converterOf('StringConverter', { 'converter.encoding': encoding });

    expect(converter.fromConnect({ schema: null, value: 'é' })?.toString('hex')).toBe(hex);
  });
});

describe('SimpleHeaderConverter', () => {
  const headers = converterOf('SimpleHeaderConverter', {}, 'HEADER_CONVERTER');

  it.each<[string, Value]>([
    ['1', int8(1)],
    ['300', int16(300)],
    ['70000', int32(70_000)],
    ['3000000000', 3_000_000_000n],
    ['1.5', float32(1.5)],
    ['true', true],
    ['null', null],
    ['phone/data', 'phone/data'],
    ['[1, 300]', [int16(1), int16(300)]],
    ['{"a":true}', new Map([['a', true]])],
    ['[1,', '[1,'],
    ['2024-05-06', new Date(Date.UTC(2024, 4, 6))],
  ])('guesses what %s is', (text, value) => {
    expect(headers.toConnect(Buffer.from(text)).value).toEqual(value);
  });

  it('writes text', () => {
    const value: Value = new Map<Value, Value>([['a', [1n, 'b', null]]]);

    expect(headers.fromConnect({ schema: null, value })?.toString()).toBe('{"a":[1,"b",null]}');
    expect(headers.fromConnect({ schema: null, value: 'bare' })?.toString()).toBe('bare');
  });
});
