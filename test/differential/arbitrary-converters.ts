import fc from 'fast-check';
import { documentJson } from '../../shared/connect/document-json.ts';
import { schemaJson } from '../../shared/connect/json-schema.ts';
import type { JsonRules } from '../../shared/connect/json-write.ts';
import { anyData, describedValue, text } from './arbitrary-values.ts';
import type { Case } from './cases.ts';
import { encodeSchema, encodeValue } from './codec.ts';

const CONVERTERS = 'org.apache.kafka.connect.converters.';
const STORAGE = 'org.apache.kafka.connect.storage.';
const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';

const jsonConfig = fc
  .record({
    'schemas.enable': fc.constantFrom('true', 'false'),
    'decimal.format': fc.constantFrom('BASE64', 'numeric', 'HEX'),
    'replace.null.with.default': fc.constantFrom('true', 'false'),
  })
  .chain((all) =>
    fc.subarray(Object.entries(all)).map((entries) => ({
      ...Object.fromEntries(entries),
      'schemas.enable': all['schemas.enable'],
    })),
  );

const converter: fc.Arbitrary<{ converter: string; config: Record<string, string> }> = fc.oneof(
  { weight: 6, arbitrary: jsonConfig.map((config) => ({ converter: JSON_CONVERTER, config })) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<Record<string, string>>(
        {},
        { 'converter.encoding': 'ISO-8859-1' },
        { 'converter.encoding': 'US-ASCII' },
      )
      .map((config) => ({ converter: `${STORAGE}StringConverter`, config })),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('ByteArray', 'Short', 'Integer', 'Long', 'Float', 'Double', 'Boolean')
      .map((name) => ({ converter: `${CONVERTERS}${name}Converter`, config: {} })),
  },
);

const numberText = fc.oneof(
  fc.constantFrom(
    '0',
    '-0',
    '1',
    '1.0',
    '1e2',
    '1E-2',
    '01',
    '-007',
    '1.10',
    '12345678901234567890',
    '-9223372036854775808',
    '9223372036854775807',
    '1e400',
    '0.1234567890123456789',
    '2147483648',
    '300',
    '1.5e300',
    '3.5',
    '86400001',
  ),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
);

const jsonLeaf = fc.oneof(
  numberText,
  numberText,
  text.map((value) => JSON.stringify(value)),
  fc.constantFrom('true', 'false', 'null', '"\\u00e9\\/\\n"', '"AQI="', '"!"'),
);

const jsonText: fc.Arbitrary<string> = fc.letrec<{ node: string; list: string; object: string }>(
  (tie) => ({
    node: fc.oneof({ depthSize: 'small' }, jsonLeaf, tie('list'), tie('object')),
    list: fc.array(tie('node'), { maxLength: 3 }).map((items) => `[${items.join(' , ')}]`),
    object: fc
      .array(
        fc.tuple(fc.constantFrom('a', 'b', '__proto__', '1', 'schema', 'payload'), tie('node')),
        {
          maxLength: 4,
        },
      )
      .map((members) => `{${members.map(([key, value]) => `"${key}": ${value}`).join(',')}}`),
  }),
).node;

/** Now and then a text that is not JSON, or not quite. */
const spoilt = (source: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(source, fc.nat(24), fc.nat(20)).map(([json, kind, at]) => {
    if (kind === 0) return json.slice(0, at);
    if (kind === 1) return `${json.slice(0, at)}x${json.slice(at)}`;
    if (kind === 2) return `${json} trailing`;
    if (kind === 3) return '';
    return kind === 4 ? ` \n\t${json}\r\n` : json;
  });

const RULES: JsonRules = {
  replaceNullWithDefault: false,
  keepsSource: false,
  decimal: (value) => String(value.unscaled),
  date: (value) => String(value.getTime() / 86_400_000),
  time: (value) => String(value.getTime()),
  timestamp: (value) => String(value.getTime()),
  schemaless: () => 'null',
  text: (value) => JSON.stringify(value),
  entry: ['[', ',', ']'],
};

/** An envelope of which schema and payload mostly fit, sometimes not. */
const envelope: fc.Arbitrary<string> = fc
  .tuple(describedValue, jsonText, fc.nat(9), describedValue)
  .map(([data, other, kind, second]) => {
    const schema = schemaJson(data.schema, RULES);
    if (kind === 0) return `{"schema":${schema},"payload":${other}}`;
    if (kind === 1) return `{"payload":${other},"schema":null}`;
    if (kind === 2) return `{"schema":${other},"payload":1}`;
    const from = kind === 3 ? second : data;
    return `{"schema":${schema},"payload":${documentJson(from, 'numbers').toString()}}`;
  });

const base64 = (bytes: Buffer | Uint8Array): string => Buffer.from(bytes).toString('base64');

const toConnectBytes = (
  name: string,
  config: Readonly<Record<string, string>>,
): fc.Arbitrary<string | null> => {
  if (name === JSON_CONVERTER)
    return fc.option(
      spoilt(config['schemas.enable'] === 'true' ? envelope : jsonText).map((json) =>
        base64(Buffer.from(json)),
      ),
      { freq: 30 },
    );
  return fc.option(
    fc.oneof(
      fc.uint8Array({ maxLength: 9 }).map(base64),
      fc.constantFrom('AA==', 'AQ==', 'Ag==', 'AAE=', 'AAAAAQ==', 'gAAAAAAAAAA=', 'f/AAAAAAAAA='),
      text.map((value) => base64(Buffer.from(value))),
    ),
    { freq: 20 },
  );
};

const converterCase: fc.Arbitrary<Case> = fc.oneof(
  converter.chain(({ converter: name, config }) =>
    toConnectBytes(name, config).map((bytes) => ({
      op: 'toConnect' as const,
      converter: name,
      config,
      header: false,
      bytes,
    })),
  ),
  fc.tuple(converter, anyData).map(([{ converter: name, config }, { schema, value }]) => ({
    op: 'fromConnect' as const,
    converter: name,
    config,
    header: false,
    schema: encodeSchema(schema),
    value: encodeValue(value),
  })),
);

/** Texts that look like what SimpleHeaderConverter guesses. */
const literal: fc.Arbitrary<string> = fc.oneof(
  text,
  numberText,
  jsonText,
  fc
    .array(
      fc.constantFrom(
        '1',
        ',',
        '[',
        ']',
        '{',
        '}',
        ':',
        '"',
        '\\',
        ' ',
        'a',
        'null',
        'true',
        '1.5',
        '2024-05-06',
      ),
      {
        maxLength: 8,
      },
    )
    .map((tokens) => tokens.join('')),
  fc.constantFrom(
    '[1,null]',
    '[null]',
    '[1, 2.5, 3000000000]',
    '{"a":1,"b":null}',
    '{"a":null}',
    '{1:2}',
    '{null:1}',
    '[2019-08-23, 7]',
    '[7, 2019-08-23]',
    '[true, 1]',
    '{a:1}',
    '["14:34:54.346Z"]',
    '14\\:34\\:54.346Z',
    '2019-08-23T14\\:34\\:54.346Z',
    '[99999999999999999999, 1]',
    '1e20',
    '1e400',
    '-1e400',
    '1e-400',
    '+12',
    '-',
    '+',
    '.5',
    '5.',
    '[[1],[2.5]]',
    '[[1],["a"]]',
    '{"a":{"b":[1,2]}}',
    '[1,2',
    '{"a":1',
    '[1,,2]',
    '{"a":1,}',
    '[1,]',
    '12345678901234567890123',
    '0.1',
    '16777217.5',
  ),
);

const headerCase: fc.Arbitrary<Case> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.option(literal, { freq: 40 }).map((value) => ({
      op: 'toConnect' as const,
      converter: `${STORAGE}SimpleHeaderConverter`,
      config: {},
      header: true,
      bytes: value === null ? null : base64(Buffer.from(value)),
    })),
  },
  {
    weight: 1,
    arbitrary: anyData.map(({ schema, value }) => ({
      op: 'fromConnect' as const,
      converter: `${STORAGE}SimpleHeaderConverter`,
      config: {},
      header: true,
      schema: encodeSchema(schema),
      value: encodeValue(value),
    })),
  },
);

export const anyConverterCase: fc.Arbitrary<Case> = fc.oneof(
  { weight: 3, arbitrary: converterCase },
  { weight: 1, arbitrary: headerCase },
);
