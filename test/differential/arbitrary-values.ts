import fc from 'fast-check';
import { DATE, DECIMAL, TIME, TIMESTAMP } from '../../shared/connect/logical-types.ts';
import { createFields, createSchema, type Schema } from '../../shared/connect/schema.ts';
import {
  float32,
  int8,
  int16,
  int32,
  type SchemaAndValue,
  type Value,
} from '../../shared/connect/value.ts';

export const NAMES = ['a', 'b', 'c', 'd', 'a.b', 'x y', 'Ä'] as const;
const TEXTS = [
  '',
  'abc',
  '12',
  '-7',
  '+5',
  '300',
  '99999999999',
  '1.5',
  '1e3',
  '-0',
  'true',
  'TRUE',
  'False',
  'null',
  'NaN',
  ' 12 ',
  '１２',
  '٣',
  '1.5f',
  '1d',
  '0010',
  '2024-05-06',
  '2024-02-30',
  '14:34:54.346Z',
  '12:00',
  '2024-05-06T07:08:09.123Z',
  '1714986000000',
  'ü',
  '😀',
  '"q"',
  'a,b',
  'a:b',
  '[1,2]',
  '{"a":1}',
  'a\\b',
  'line\nend',
] as const;

export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
);
const long = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -300n, max: 300n }),
  fc.bigInt({ min: 1_000_000_000_000n, max: 2_000_000_000_000n }),
);
const double = fc.oneof(
  fc.double(),
  fc.constantFrom(
    0,
    -0,
    1,
    1.5,
    -2.7,
    1e10,
    1e-5,
    123456.789,
    9.3e18,
    -1e300,
    300.9,
    Number.NaN,
    2e9,
  ),
);
const float = fc.oneof(
  fc.float(),
  fc.constantFrom(0, 1, 1.5, -2.75, 300.5, 1e10, 0.1, 3.4e38).map((value) => Math.fround(value)),
);
export const moment: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -4_000_000_000_000, max: 4_000_000_000_000 }),
  fc.integer({ min: -20_000, max: 40_000 }).map((day) => day * 86_400_000),
  fc.constantFrom(0, 1, -1, 86_400_000, 86_399_999, 1_735_603_200_000, 1_767_225_599_999),
);
const day = fc.integer({ min: -20_000, max: 40_000 }).map((days) => new Date(days * 86_400_000));
const timeOfDay = fc.integer({ min: 0, max: 86_399_999 }).map((millis) => new Date(millis));
const bytes = fc.uint8Array({ maxLength: 6 }).map((array) => Buffer.from(array));
const decimalOf = (scale: number): fc.Arbitrary<Value> =>
  fc
    .bigInt({ min: -(10n ** 25n), max: 10n ** 25n })
    .map((unscaled) => ({ type: 'DECIMAL' as const, unscaled, scale }));

type Leaf = { readonly schema: Schema; readonly value: fc.Arbitrary<Value> };

const LEAVES: readonly Leaf[] = [
  { schema: createSchema('INT8'), value: fc.integer({ min: -128, max: 127 }).map(int8) },
  { schema: createSchema('INT16'), value: fc.integer({ min: -32768, max: 32767 }).map(int16) },
  { schema: createSchema('INT32'), value: fc.integer().map(int32) },
  { schema: createSchema('INT64'), value: long },
  { schema: createSchema('FLOAT32'), value: float.map(float32) },
  { schema: createSchema('FLOAT64'), value: double },
  { schema: createSchema('BOOLEAN'), value: fc.boolean() },
  { schema: createSchema('STRING'), value: text },
  { schema: createSchema('BYTES'), value: bytes },
  { schema: createSchema('INT32', { name: DATE, version: 1 }), value: day },
  { schema: createSchema('INT32', { name: TIME, version: 1 }), value: timeOfDay },
  {
    schema: createSchema('INT64', { name: TIMESTAMP, version: 1 }),
    value: moment.map((millis) => new Date(millis)),
  },
  ...[0, 2, -3].map((scale) => ({
    schema: createSchema('BYTES', {
      name: DECIMAL,
      version: 1,
      parameters: new Map([['scale', String(scale)]]),
    }),
    value: decimalOf(scale),
  })),
];

/** A value without schema of the types that transforms leave behind. */
const looseLeaf: fc.Arbitrary<Value> = fc.oneof(
  fc.oneof(...LEAVES.slice(0, 9).map(({ value }) => value)),
  long,
  double,
  text,
  fc.constant(null),
  moment.map((millis) => new Date(millis)),
  decimalOf(2),
);

const name = fc.constantFrom(...NAMES);

const looseMap = (value: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc
    .uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 5 })
    .map((entries) => new Map(entries));

const looseValue: fc.Arbitrary<Value> = fc.oneof(
  {
    weight: 6,
    arbitrary: looseMap(
      fc.oneof(
        { weight: 5, arbitrary: looseLeaf },
        { weight: 1, arbitrary: looseMap(looseLeaf) },
        { weight: 1, arbitrary: looseMap(looseMap(looseLeaf)) },
        { weight: 1, arbitrary: fc.array(looseLeaf, { maxLength: 3 }) },
      ),
    ),
  },
  { weight: 2, arbitrary: looseLeaf },
  { weight: 1, arbitrary: fc.array(looseLeaf, { maxLength: 3 }) },
);

/** A schema with a value that it describes; null where it may be. */
type Described = { readonly schema: Schema; readonly value: Value };

/** Only a leaf of the same kind: its value fits the schema as it is. */
const mayBeDefault = (schema: Schema, other: Schema): boolean =>
  other.type === schema.type &&
  other.name === schema.name &&
  other.parameters === schema.parameters &&
  schema.fields.size === 0 &&
  schema.valueSchema === null;

const optionally = (described: fc.Arbitrary<Described>): fc.Arbitrary<Described> =>
  fc
    .tuple(described, fc.nat(9), fc.nat(3), described)
    .map(([{ schema, value }, kind, missing, other]) => {
      const valueOrNull = missing === 0 ? null : value;
      if (kind < 5) return { schema, value };
      if (kind < 8) return { schema: { ...schema, optional: true }, value: valueOrNull };
      if (!mayBeDefault(schema, other.schema)) return { schema, value };
      const optional = kind === 9;
      return { schema: { ...schema, optional, defaultValue: other.value }, value: valueOrNull };
    });

const leaf: fc.Arbitrary<Described> = fc
  .constantFrom(...LEAVES)
  .chain(({ schema, value }) => optionally(value.map((one) => ({ schema, value: one }))));

const list: fc.Arbitrary<Described> = fc
  .constantFrom(...LEAVES)
  .chain(({ schema, value }) =>
    fc
      .array(value, { maxLength: 3 })
      .map((values) => ({ schema: createSchema('ARRAY', { valueSchema: schema }), value: values })),
  );

const map: fc.Arbitrary<Described> = fc
  .tuple(fc.constantFrom(...LEAVES), fc.boolean())
  .chain(([{ schema, value }, textKeys]) =>
    fc
      .uniqueArray(fc.tuple(textKeys ? name : fc.integer({ max: 9, min: 0 }), value), {
        selector: ([key]) => key,
        maxLength: 3,
      })
      .map((entries) => ({
        schema: createSchema('MAP', {
          keySchema: createSchema(textKeys ? 'STRING' : 'INT32'),
          valueSchema: schema,
        }),
        value: new Map(
          entries.map(([key, one]) => [typeof key === 'string' ? key : int32(key), one]),
        ),
      })),
  );

const structOf = (field: fc.Arbitrary<Described>): fc.Arbitrary<Described> =>
  fc
    .tuple(
      fc.uniqueArray(fc.tuple(name, field), { selector: ([key]) => key, maxLength: 5 }),
      fc.constantFrom(null, 'com.example.Thing'),
      fc.constantFrom(null, 3),
    )
    .map(([fields, schemaName, version]) => {
      const schema = createSchema('STRUCT', {
        name: schemaName,
        version,
        fields: createFields(fields.map(([key, { schema }]) => [key, schema])),
      });
      return {
        schema,
        value: { type: 'STRUCT' as const, schema, values: fields.map(([, { value }]) => value) },
      };
    });

/** Optional structs: the value keeps the schema that its field has. */
const optionalStruct = (struct: fc.Arbitrary<Described>): fc.Arbitrary<Described> =>
  fc.tuple(struct, fc.nat(3)).map(([described, kind]) => {
    if (kind < 2) return described;
    const schema = { ...described.schema, optional: true };
    if (kind === 3 || described.value === null) return { schema, value: null };
    const { values } = described.value as { readonly values: readonly Value[] };
    return { schema, value: { type: 'STRUCT' as const, schema, values } };
  });

const field: fc.Arbitrary<Described> = fc.oneof(
  { weight: 6, arbitrary: leaf },
  { weight: 1, arbitrary: optionally(list) },
  { weight: 1, arbitrary: optionally(map) },
  { weight: 2, arbitrary: optionalStruct(structOf(leaf)) },
  { weight: 1, arbitrary: optionalStruct(structOf(optionalStruct(structOf(leaf)))) },
);

export const describedValue: fc.Arbitrary<SchemaAndValue> = fc.oneof(
  { weight: 6, arbitrary: optionalStruct(structOf(field)) },
  { weight: 3, arbitrary: leaf },
  { weight: 1, arbitrary: optionally(list) },
  { weight: 1, arbitrary: optionally(map) },
);

export const anyData: fc.Arbitrary<SchemaAndValue> = fc.oneof(
  { weight: 5, arbitrary: looseValue.map((value) => ({ schema: null, value })) },
  { weight: 5, arbitrary: describedValue },
  { weight: 1, arbitrary: fc.constant({ schema: null, value: null }) },
);
