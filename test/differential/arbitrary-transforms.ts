import fc from 'fast-check';
import { anyData, moment, NAMES, text } from './arbitrary-values.ts';
import type { Case } from './cases.ts';
import { encodeSchema, encodeValue, type WireRecord } from './codec.ts';

type Config = Readonly<Record<string, string>>;
const P = 'org.apache.kafka.connect.transforms.';

const fieldName = fc.constantFrom(...NAMES, 'zz', 'a', 'b');
const fieldList = fc
  .array(fieldName, { minLength: 1, maxLength: 3 })
  .map((names) => names.join(','));
const side = fc.constantFrom('$Key', '$Value', '$Value', '$Value');

/** A configuration of which each key may be left out; undefined values are. */
const config = (
  required: Readonly<Record<string, fc.Arbitrary<string>>>,
  optional: Readonly<Record<string, fc.Arbitrary<string>>> = {},
): fc.Arbitrary<Config> =>
  fc
    .record({
      ...Object.fromEntries(
        Object.entries(required).map(([key, value]) => [key, fc.option(value, { freq: 80 })]),
      ),
      ...Object.fromEntries(
        Object.entries(optional).map(([key, value]) => [key, fc.option(value, { freq: 1 })]),
      ),
    })
    .map((record) =>
      Object.fromEntries(
        Object.entries(record).flatMap(([key, value]) =>
          typeof value === 'string' ? [[key, value]] : [],
        ),
      ),
    );

const marked = fc
  .tuple(fieldName, fc.constantFrom('', '!', '?'))
  .map(([name, mark]) => name + mark);
/** Mostly what is right: faults of the configuration are soon told. */
const mostly = (right: readonly string[], wrong: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 24, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  );
const boolean = mostly(['true', 'false', 'FALSE'], ['yes']);
const nulls = { 'replace.null.with.default': boolean };
const castType = mostly(
  ['int8', 'int16', 'int32', 'int64', 'float32', 'float64', 'boolean', 'string', 'INT32'],
  ['bytes', 'nope'],
);
const castSpec = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(fc.tuple(fieldName, castType), { minLength: 1, maxLength: 3 })
      .map((casts) => casts.map(([name, type]) => `${name}:${type}`).join(',')),
  },
  { weight: 2, arbitrary: castType },
  {
    weight: 1,
    arbitrary: fc.constantFrom('a:int8,string', 'a:b:c', '', ':int8', 'a: int8 , b :string'),
  },
);
const renames = fc
  .array(fc.tuple(fieldName, fieldName), { maxLength: 2 })
  .map((pairs) => pairs.map(([from, to]) => `${from}:${to}`).join(','));
const datePattern = mostly(
  [
    'yyyy-MM-dd',
    "yyyy-MM-dd'T'HH:mm:ss.SSSX",
    'yyyyMMddHHmmss',
    'EEE, d MMM yyyy HH:mm:ss Z',
    'yyyy',
    'HH:mm:ss.SSS',
    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",
    'D yyyy',
    'hh:mm a',
  ],
  ['bad pattern', ''],
);
const path = mostly(
  ['a', 'b.a', 'a.b', '`a.b`', '`a.b`.a', 'a.b.c', 'c.a', 'd.a', 'b.`x y`', 'a.', 'a', 'b'],
  ['`a', ''],
);

const NESTED: Readonly<Record<string, fc.Arbitrary<Config>>> = {
  InsertField: config(
    {},
    {
      'topic.field': marked,
      'partition.field': marked,
      'offset.field': marked,
      'timestamp.field': marked,
      'static.field': marked,
      'static.value': text.filter((one) => one.trim() === one),
      ...nulls,
    },
  ),
  ReplaceField: config({}, { exclude: fieldList, include: fieldList, renames, ...nulls }),
  MaskField: config(
    { fields: fieldList },
    { replacement: fc.constantFrom('xxx', '7', '1.5', '300', '-1e3', ''), ...nulls },
  ),
  HoistField: config({ field: fieldName }),
  ExtractField: config(
    { field: path },
    { 'field.syntax.version': mostly(['V1', 'V2', 'v2'], ['V3']), ...nulls },
  ),
  SetSchemaMetadata: config(
    {},
    {
      'schema.name': fc.constantFrom(
        'n',
        'com.example.Thing',
        'org.apache.kafka.connect.data.Date',
      ),
      'schema.version': mostly(['1', '7'], ['x', '99999999999']),
      ...nulls,
    },
  ),
  Flatten: config({}, { delimiter: fc.constantFrom('.', '_', '', '--') }),
  Cast: config({ spec: castSpec }, nulls),
  TimestampConverter: config(
    {
      'target.type': mostly(['string', 'unix', 'Date', 'Time', 'Timestamp'], ['nope']),
    },
    {
      field: fieldName,
      format: datePattern,
      'unix.precision': mostly(
        ['seconds', 'milliseconds', 'microseconds', 'nanoseconds'],
        ['days'],
      ),
      ...nulls,
    },
  ),
  HeaderFrom: fc
    .array(fc.tuple(fieldName, fc.constantFrom('h1', 'h2')), { minLength: 1, maxLength: 3 })
    .chain((pairs) =>
      config(
        {
          fields: fc.constant(pairs.map(([name]) => name).join(',')),
          headers: mostly([pairs.map(([, header]) => header).join(',')], ['h1']),
          operation: mostly(['move', 'copy'], ['take']),
        },
        nulls,
      ),
    ),
};

const PLAIN: Readonly<Record<string, fc.Arbitrary<Config>>> = {
  ValueToKey: config({ fields: fieldList }, nulls),
  Filter: config({}),
  InsertHeader: config({ header: fc.constantFrom('h1', 'new'), 'value.literal': text }),
  DropHeaders: config({ headers: fc.constantFrom('h1', 'h1,h2', 'zz', '') }),
  RegexRouter: config({
    regex: fc.constantFrom(
      '(.*)',
      '(.*)-(\\d{8})',
      'foo',
      't(o)pic',
      '[',
      '(?i)TOPIC.*',
      'topic|topic-1',
    ),
    replacement: fc.constantFrom('$1', 'prefix-$1', 'x', '$1$2', '\\$1'),
  }),
  TimestampRouter: config(
    {},
    {
      'topic.format': fc.constantFrom(
        `\${topic}_\${timestamp}`,
        `\${timestamp}`,
        'x',
        `\${topic}\${topic}`,
      ),
      'timestamp.format': fc.constantFrom(
        'yyyyMMdd',
        'YYYY-ww',
        'yyyy.MM.dd',
        'HH',
        'yyyyMMddHHmmssSSS',
      ),
    },
  ),
};

const transform: fc.Arbitrary<Config> = fc.oneof(
  ...Object.entries(NESTED).map(([name, own]) =>
    fc.tuple(side, own).map(([nested, keys]) => ({ ...keys, type: P + name + nested })),
  ),
  ...Object.entries(PLAIN).map(([name, own]) => own.map((keys) => ({ ...keys, type: P + name }))),
);

const predicate: fc.Arbitrary<Config> = fc.oneof(
  fc
    .constantFrom('topic', 'topic.*', '.*', '', '[', 'foo-\\d+')
    .map((pattern) => ({ type: `${P}predicates.TopicNameMatches`, pattern })),
  fc.constantFrom('h1', 'zz', '').map((name) => ({ type: `${P}predicates.HasHeaderKey`, name })),
  fc.constant({ type: `${P}predicates.RecordIsTombstone` }),
);

const prefixed = (prefix: string, keys: Config): Config =>
  Object.fromEntries(Object.entries(keys).map(([key, value]) => [prefix + key, value]));

/** Mostly one transform, sometimes a chain, sometimes with a predicate. */
const chain: fc.Arbitrary<Config> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.array(transform, { minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.array(transform, { minLength: 2, maxLength: 3 }) },
    ),
    fc.option(fc.tuple(predicate, fc.constantFrom(undefined, 'true', 'false')), { freq: 1 }),
    fc.nat(3),
  )
  .map(([transforms, condition, conditional]) => {
    const aliases = transforms.map((_, index) => `t${index}`);
    const withPredicate = condition !== null && conditional === 0;
    return {
      transforms: aliases.join(','),
      ...Object.assign({}, ...transforms.map((keys, i) => prefixed(`transforms.t${i}.`, keys))),
      ...(withPredicate
        ? {
            predicates: 'p',
            ...prefixed('predicates.p.', condition[0]),
            'transforms.t0.predicate': 'p',
            ...(condition[1] === undefined ? {} : { 'transforms.t0.negate': condition[1] }),
          }
        : {}),
    };
  });

const record: fc.Arbitrary<WireRecord> = fc
  .record({
    topic: fc.constantFrom('topic', 'topic-1', 'foo', 'index-20160117'),
    partition: fc.constantFrom(null, 0, 7),
    offset: fc.constantFrom(null, 0, 12_345_678_901),
    timestamp: fc.option(moment, { freq: 5 }),
    key: anyData,
    value: anyData,
    headers: fc.array(fc.tuple(fc.constantFrom('h1', 'h2'), text), { maxLength: 3 }),
  })
  .map(({ key, value, headers, ...rest }) => ({
    ...rest,
    partition: rest.offset === null ? rest.partition : (rest.partition ?? 0),
    keySchema: encodeSchema(key.schema),
    key: encodeValue(key.value),
    valueSchema: encodeSchema(value.schema),
    value: encodeValue(value.value),
    headers: headers.map(([header, one]) => ({
      key: header,
      schema: null,
      value: encodeValue(one),
    })),
  }));

export const transformCase: fc.Arbitrary<Case> = fc
  .tuple(chain, record)
  .map(([keys, one]) => ({ op: 'transform', config: keys, record: one }));
