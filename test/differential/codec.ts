import type { ConnectRecord, Part } from '../../shared/connect/connect-record.ts';
import { decodedPart } from '../../shared/connect/connect-record.ts';
import { createFields, type Schema, type SchemaType } from '../../shared/connect/schema.ts';
import {
  isDecimal,
  isList,
  isMap,
  isSmallNumber,
  isStruct,
  type Value,
} from '../../shared/connect/value.ts';

/** A value as the Java runner takes and gives it: every one says its class. */
export type WireValue = null | {
  readonly t: string;
  readonly v: unknown;
  readonly scale?: number;
  readonly schema?: WireSchema;
};
export type WireSchema = null | {
  readonly type: SchemaType;
  readonly optional: boolean;
  readonly default: WireValue;
  readonly name: string | null;
  readonly version: number | null;
  readonly doc: string | null;
  readonly parameters: readonly (readonly [string, string])[] | null;
  readonly fields: readonly (readonly [string, WireSchema])[];
  readonly keySchema: WireSchema;
  readonly valueSchema: WireSchema;
};
type WireHeader = { key: string; schema: WireSchema; value: WireValue };
export type WireRecord = {
  readonly topic: string;
  readonly partition: number | null;
  readonly offset?: number | null;
  readonly timestamp: number | null;
  readonly keySchema: WireSchema;
  readonly key: WireValue;
  readonly valueSchema: WireSchema;
  readonly value: WireValue;
  readonly headers: readonly WireHeader[];
};

const floatBits = (value: number): string => {
  const bytes = Buffer.alloc(4);
  // Java shows every NaN as the same one.
  bytes.writeFloatBE(Number.isNaN(value) ? Number.NaN : value);
  return bytes.toString('hex');
};
const doubleBits = (value: number): string => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(Number.isNaN(value) ? Number.NaN : value);
  return bytes.toString('hex');
};

export const encodeValue = (value: Value): WireValue => {
  if (value === null) return null;
  switch (typeof value) {
    case 'string':
      return { t: 'STRING', v: value };
    case 'boolean':
      return { t: 'BOOLEAN', v: value };
    case 'bigint':
      return { t: 'INT64', v: String(value) };
    case 'number':
      return { t: 'FLOAT64', v: doubleBits(value) };
    default:
      return encodeObject(value);
  }
};

const encodeObject = (value: Value): WireValue => {
  if (Buffer.isBuffer(value)) return { t: 'BYTES', v: value.toString('base64') };
  if (value instanceof Date) return { t: 'DATE', v: String(value.getTime()) };
  if (isList(value)) return { t: 'ARRAY', v: value.map(encodeValue) };
  if (isMap(value))
    return { t: 'MAP', v: [...value].map(([k, v]) => [encodeValue(k), encodeValue(v)]) };
  if (isDecimal(value)) return { t: 'DECIMAL', v: String(value.unscaled), scale: value.scale };
  if (isStruct(value))
    return {
      t: 'STRUCT',
      v: value.values.map(encodeValue),
      schema: encodeSchema(value.schema),
    };
  if (!isSmallNumber(value)) throw new Error('no encoding');
  return value.type === 'FLOAT32'
    ? { t: 'FLOAT32', v: floatBits(value.value) }
    : { t: value.type, v: String(value.value) };
};

export const encodeSchema = (schema: Schema | null): WireSchema =>
  schema === null
    ? null
    : {
        type: schema.type,
        optional: schema.optional,
        default: encodeValue(schema.defaultValue),
        name: schema.name,
        version: schema.version,
        doc: schema.doc,
        parameters: schema.parameters === null ? null : [...schema.parameters],
        fields: [...schema.fields.values()].map(({ name, schema }) => [name, encodeSchema(schema)]),
        keySchema: encodeSchema(schema.keySchema),
        valueSchema: encodeSchema(schema.valueSchema),
      };

export const decodeValue = (wire: WireValue): Value => {
  if (wire === null) return null;
  const text = String(wire.v);
  switch (wire.t) {
    case 'STRING':
      return text;
    case 'BOOLEAN':
      return wire.v === true;
    case 'INT64':
      return BigInt(text);
    case 'FLOAT64':
      return Buffer.from(text, 'hex').readDoubleBE();
    case 'FLOAT32':
      return { type: 'FLOAT32', value: Buffer.from(text, 'hex').readFloatBE() };
    case 'INT8':
    case 'INT16':
    case 'INT32':
      return { type: wire.t, value: Number(text) };
    case 'BYTES':
      return Buffer.from(text, 'base64');
    case 'DATE':
      return new Date(Number(text));
    case 'DECIMAL':
      return { type: 'DECIMAL', unscaled: BigInt(text), scale: wire.scale ?? 0 };
    case 'ARRAY':
      return (wire.v as WireValue[]).map(decodeValue);
    case 'MAP':
      return new Map(
        (wire.v as [WireValue, WireValue][]).map(([k, v]) => [decodeValue(k), decodeValue(v)]),
      );
    default: {
      const schema = decodeSchema(wire.schema ?? null);
      if (schema === null) throw new Error('a struct without schema');
      return { type: 'STRUCT', schema, values: (wire.v as WireValue[]).map(decodeValue) };
    }
  }
};

export const decodeSchema = (wire: WireSchema): Schema | null => {
  if (wire === null) return null;
  return {
    type: wire.type,
    optional: wire.optional,
    defaultValue: decodeValue(wire.default),
    name: wire.name,
    version: wire.version,
    doc: wire.doc,
    parameters: wire.parameters === null ? null : new Map(wire.parameters),
    fields: createFields(
      wire.fields.flatMap(([name, schema]) => {
        const field = decodeSchema(schema);
        return field === null ? [] : [[name, field] as const];
      }),
    ),
    keySchema: decodeSchema(wire.keySchema),
    valueSchema: decodeSchema(wire.valueSchema),
  };
};

const decodePart = (schema: WireSchema, value: WireValue): Part =>
  decodedPart({ schema: decodeSchema(schema), value: decodeValue(value) });

export const decodeRecord = (wire: WireRecord): ConnectRecord => ({
  topic: wire.topic,
  partition: wire.partition,
  offset: wire.offset ?? null,
  timestamp: wire.timestamp,
  key: decodePart(wire.keySchema, wire.key),
  value: decodePart(wire.valueSchema, wire.value),
  headers: wire.headers.map(({ key, schema, value }) => ({
    key,
    value: decodePart(schema, value),
  })),
  origin: null,
});

export const encodeRecord = (record: ConnectRecord): WireRecord => {
  const key = record.key.read();
  const value = record.value.read();
  return {
    topic: record.topic,
    partition: record.partition,
    timestamp: record.timestamp,
    keySchema: encodeSchema(key.schema),
    key: encodeValue(key.value),
    valueSchema: encodeSchema(value.schema),
    value: encodeValue(value.value),
    headers: record.headers.map((header) => {
      const data = header.value.read();
      return { key: header.key, schema: encodeSchema(data.schema), value: encodeValue(data.value) };
    }),
  };
};
