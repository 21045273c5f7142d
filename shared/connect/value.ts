import type { Schema, SchemaType } from './schema.ts';

/** A number that is neither Java's Long nor its Double: it keeps its type, since transforms ask for it. */
export type SmallNumber = {
  readonly type: 'INT8' | 'INT16' | 'INT32' | 'FLOAT32';
  readonly value: number;
};

/** Java's BigDecimal: `unscaled` · 10^−`scale`. */
export type Decimal = {
  readonly type: 'DECIMAL';
  readonly unscaled: bigint;
  readonly scale: number;
};

/** A struct: values in the order of its schema's fields. */
export type Struct = {
  readonly type: 'STRUCT';
  readonly schema: Schema;
  readonly values: readonly Value[];
};

/**
 * A Connect value. Its type is always known from itself, as a Java object's class is: Long is a
 * bigint (64 bits exact), Double a number, so that 1 and 1.0 stay different; bytes are a Buffer,
 * the date types a Date.
 */
export type Value =
  | null
  | boolean
  | string
  | bigint
  | number
  | Buffer
  | Date
  | SmallNumber
  | Decimal
  | Struct
  | readonly Value[]
  | ReadonlyMap<Value, Value>;

/** A value with its schema; schemaless where that is null. */
export type SchemaAndValue = { readonly schema: Schema | null; readonly value: Value };

/** A map without schema whose keys are text, as JSON makes them. */
export type ValueMap = ReadonlyMap<Value, Value>;

/** What a type's Java class is, for messages: content never gets into them, a class may. */
const CLASS_NAMES = {
  INT8: 'java.lang.Byte',
  INT16: 'java.lang.Short',
  INT32: 'java.lang.Integer',
  INT64: 'java.lang.Long',
  FLOAT32: 'java.lang.Float',
  FLOAT64: 'java.lang.Double',
  BOOLEAN: 'java.lang.Boolean',
  STRING: 'java.lang.String',
  BYTES: 'byte[]',
  ARRAY: 'java.util.List',
  MAP: 'java.util.Map',
  STRUCT: 'org.apache.kafka.connect.data.Struct',
  DECIMAL: 'java.math.BigDecimal',
  DATE: 'java.util.Date',
  NULL: 'null',
} as const;

/** The type of a value itself: Connect's types and the three that only a schema can name. */
export type ValueType = keyof typeof CLASS_NAMES;

export const int8 = (value: number): SmallNumber => ({ type: 'INT8', value });
export const int16 = (value: number): SmallNumber => ({ type: 'INT16', value });
export const int32 = (value: number): SmallNumber => ({ type: 'INT32', value });
export const float32 = (value: number): SmallNumber => ({ type: 'FLOAT32', value });

/** What a value is, by itself. */
export const valueType = (value: Value): ValueType => {
  switch (typeof value) {
    case 'string':
      return 'STRING';
    case 'bigint':
      return 'INT64';
    case 'number':
      return 'FLOAT64';
    case 'boolean':
      return 'BOOLEAN';
    default:
      return objectType(value);
  }
};

const objectType = (value: Exclude<Value, string | bigint | number | boolean>): ValueType => {
  if (value === null) return 'NULL';
  if (isMap(value)) return 'MAP';
  if (isList(value)) return 'ARRAY';
  if (value instanceof Date) return 'DATE';
  if (Buffer.isBuffer(value)) return 'BYTES';
  return value.type;
};

/** The schema type of a value without schema (Connect's `schemaType(Class)`), if it has one. */
export const schemaTypeOf = (value: Value): SchemaType | undefined => {
  const type = valueType(value);
  return type === 'DECIMAL' || type === 'DATE' || type === 'NULL' ? undefined : type;
};

/** The Java class of a value, for messages. */
export const className = (value: Value): string => CLASS_NAMES[valueType(value)];

export const isMap = (value: Value): value is ValueMap => value instanceof Map;
export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
export const isStruct = (value: Value): value is Struct =>
  value !== null && typeof value === 'object' && 'type' in value && value.type === 'STRUCT';
export const isDecimal = (value: Value): value is Decimal =>
  value !== null && typeof value === 'object' && 'type' in value && value.type === 'DECIMAL';
export const isSmallNumber = (value: Value): value is SmallNumber =>
  value !== null && typeof value === 'object' && 'type' in value && 'value' in value;

type SameStructs = (a: Value, b: Value) => boolean;

/** Whether two values are equal in Java's sense; structs are compared by `sameStructs`. */
export const isSameValue = (a: Value, b: Value, sameStructs: SameStructs): boolean => {
  if (Object.is(a, b)) return true;
  const type = valueType(a);
  if (type !== valueType(b)) return false;
  if (type === 'STRUCT') return sameStructs(a, b);
  if (isList(a) && isList(b)) return isSameList(a, b, sameStructs);
  if (isMap(a) && isMap(b)) return isSameMap(a, b, sameStructs);
  return isSameLeaf(a, b);
};

/** The same of two values of one type that hold no others. */
const isSameLeaf = (a: Value, b: Value): boolean => {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (Buffer.isBuffer(a) && Buffer.isBuffer(b)) return a.equals(b);
  if (isDecimal(a) && isDecimal(b)) return a.unscaled === b.unscaled && a.scale === b.scale;
  return isSmallNumber(a) && isSmallNumber(b) && Object.is(a.value, b.value);
};

const isSameList = (a: readonly Value[], b: readonly Value[], sameStructs: SameStructs): boolean =>
  a.length === b.length && a.every((v, i) => isSameValue(v, b[i] ?? null, sameStructs));

const isSameMap = (a: ValueMap, b: ValueMap, sameStructs: SameStructs): boolean =>
  a.size === b.size &&
  [...a].every(([key, value]) =>
    [...b].some(([k, v]) => isSameValue(key, k, sameStructs) && isSameValue(value, v, sameStructs)),
  );
