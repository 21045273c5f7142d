import { type ConnectRecord, decodedPart } from '../../shared/connect/connect-record.ts';
import { createFields, createSchema, type Schema } from '../../shared/connect/schema.ts';
import type { SchemaAndValue, Struct, Value } from '../../shared/connect/value.ts';
import { readTransforms } from '../../shared/transforms/create-transforms.ts';

const NOTHING: SchemaAndValue = { schema: null, value: null };

/** A record as it stands before a transform, with what a test says of it. */
export const aConnectRecord = ({
  key = NOTHING,
  value = NOTHING,
  headers = {},
  ...rest
}: Partial<Omit<ConnectRecord, 'key' | 'value' | 'headers'>> & {
  readonly key?: SchemaAndValue;
  readonly value?: SchemaAndValue;
  readonly headers?: Readonly<Record<string, Value>>;
} = {}): ConnectRecord => ({
  topic: 'phone-data',
  partition: 3,
  offset: 42,
  timestamp: 1_745_480_000_123,
  origin: null,
  ...rest,
  key: decodedPart(key),
  value: decodedPart(value),
  headers: Object.entries(headers).map(([name, header]) => ({
    key: name,
    value: decodedPart({ schema: null, value: header }),
  })),
});

/** A map as JSON without schema makes it. */
export const loose = (entries: Readonly<Record<string, Value>>): SchemaAndValue => ({
  schema: null,
  value: new Map(Object.entries(entries)),
});

/** A struct of fields with their schemas. */
export const struct = (
  fields: Readonly<Record<string, readonly [Schema, Value]>>,
  traits: Partial<Schema> = {},
): SchemaAndValue & { readonly schema: Schema; readonly value: Struct } => {
  const schema = createSchema('STRUCT', {
    ...traits,
    fields: createFields(Object.entries(fields).map(([name, [field]]) => [name, field])),
  });
  const values = Object.values(fields).map(([, value]) => value);
  return { schema, value: { type: 'STRUCT', schema, values } };
};

/** A value without its schema, structs and maps as objects. */
export const plain = (value: Value): unknown => {
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, inner]) => [String(key), plain(inner)]));
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object' || !('type' in value)) return value;
  if (value.type !== 'STRUCT') return value;
  return Object.fromEntries(
    [...value.schema.fields.values()].map((field) => [
      field.name,
      plain(value.values[field.index] ?? null),
    ]),
  );
};

/** Runs one transform of Kafka's, by its short name, over a record; undefined where it is dropped. */
export const transformed = (
  type: string,
  config: Readonly<Record<string, string>>,
  record: ConnectRecord,
): ConnectRecord | undefined => {
  const read = readOne(type, config);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.value?.(record);
};

/** The faults of a configuration of one transform. */
export const faultsOf = (type: string, config: Readonly<Record<string, string>>): unknown => {
  const read = readOne(type, config);
  return 'faults' in read ? read.faults.map(({ key }) => key.replace('transforms.t.', '')) : [];
};

const readOne = (type: string, config: Readonly<Record<string, string>>) => {
  const own = Object.entries(config).map(([key, value]) => [`transforms.t.${key}`, value]);
  return readTransforms(
    {
      transforms: 't',
      'transforms.t.type': type.includes('.')
        ? type
        : `org.apache.kafka.connect.transforms.${type}`,
      ...Object.fromEntries(own),
    },
    { now: () => 1_745_490_000_000 },
  );
};
