import type { ConfigKeys, ConfigOf, FlatConfig, Read } from '../connect/config-keys.ts';
import { type ConnectRecord, decodedPart } from '../connect/connect-record.ts';
import { readChecked, readConfig } from '../connect/read-config.ts';
import { atStage } from '../connect/refused.ts';
import type { Schema } from '../connect/schema.ts';
import type { SchemaAndValue, Value } from '../connect/value.ts';

/** Changes a record; undefined drops it. What can't be changed is a `DataError` of stage TRANSFORMATION. */
export type Transform = (record: ConnectRecord) => ConnectRecord | undefined;

/** What a transform may need beside its configuration. */
export type TransformContext = {
  /** The clock, in milliseconds: only transforms whose name says so look at it. */
  readonly now: () => number;
  /** By which time and in which zone `TimestampRouter` names a topic; the record's, in UTC, where it is left out. */
  readonly routing?: Routing;
};

/** Milliseconds of a record's timestamp; −1 is none. */
type Routing = {
  readonly zone: string;
  readonly timeOf: (timestamp: number) => number;
};

/** A row of the table of transforms. */
export type TransformDefinition = {
  readonly className: string;
  readonly doc: string;
  readonly keys: ConfigKeys;
  readonly read: (config: FlatConfig, context: TransformContext) => Read<Transform>;
};

/** Which of key and value a transform works on: the class is nested, `X$Key` or `X$Value`. */
export type Side = 'key' | 'value';

/** Changes a key or value. Who gives back what it was given leaves the bytes untouched. */
export type PartTransform = (data: SchemaAndValue, record: ConnectRecord) => SchemaAndValue;

type Definition<K extends ConfigKeys, C> = {
  readonly className: string;
  readonly doc: string;
  readonly keys: K;
  readonly create: C;
};

/** Makes a row; `create` may throw `RefusedError` or `KeyError`, the transform `RefusedError`. */
export const defineTransform = <K extends ConfigKeys>({
  className,
  doc,
  keys,
  create,
}: Definition<
  K,
  (config: ConfigOf<K>, context: TransformContext) => Transform
>): TransformDefinition => ({
  className,
  doc,
  keys,
  read: (given, context) =>
    readChecked(() => {
      const config = readConfig(keys, given);
      if ('faults' in config) return config;
      const transform = create(config.value, context);
      return { value: (record) => atStage('TRANSFORMATION', className, () => transform(record)) };
    }, ''),
});

/** Makes the rows of the nested classes `Key` and `Value`. */
export const defineSides = <K extends ConfigKeys>({
  className,
  create,
  ...rest
}: Definition<K, (config: ConfigOf<K>, side: Side) => Transform>): readonly TransformDefinition[] =>
  (['key', 'value'] as const).map((side) =>
    defineTransform({
      ...rest,
      className: `${className}$${side === 'key' ? 'Key' : 'Value'}`,
      create: (config) => create(config, side),
    }),
  );

/** The same of transforms that change nothing but that key or value. */
export const definePartTransforms = <K extends ConfigKeys>({
  create,
  ...rest
}: Definition<K, (config: ConfigOf<K>) => PartTransform>): readonly TransformDefinition[] =>
  defineSides({
    ...rest,
    create: (config, side) => {
      const change = create(config);
      return (record) => {
        const before = record[side].read();
        const after = change(before, record);
        return after === before ? record : withPart(record, side, after);
      };
    },
  });

/** The two ways of a transform; a null goes neither, and stays as it is. */
type Ways = {
  readonly applySchemaless: (value: Value, record: ConnectRecord) => Value;
  readonly applyWithSchema: (schema: Schema, value: Value, record: ConnectRecord) => SchemaAndValue;
};

/** Chooses between the ways by what a key or value is. */
export const byPresenceOfSchema =
  ({ applySchemaless, applyWithSchema }: Ways): PartTransform =>
  (data, record) => {
    const { schema, value } = data;
    if (value === null) return data;
    return schema === null
      ? { schema, value: applySchemaless(value, record) }
      : applyWithSchema(schema, value, record);
  };

/** A record with another key or value. */
export const withPart = (record: ConnectRecord, side: Side, data: SchemaAndValue): ConnectRecord =>
  side === 'key' ? { ...record, key: decodedPart(data) } : { ...record, value: decodedPart(data) };
