import { decimalToDouble, decimalToLong, parseDecimal } from './decimal.ts';
import { doubleToLong } from './java-number.ts';
import {
  DATE,
  DECIMAL,
  dateFromDays,
  TIME,
  TIMESTAMP,
  timeFromMillis,
  timestampFromMillis,
} from './logical-types.ts';
import { refuse } from './refused.ts';
import type { Schema, SchemaType } from './schema.ts';
import {
  className,
  float32,
  int8,
  int16,
  int32,
  isDecimal,
  isList,
  isMap,
  isSmallNumber,
  type Value,
} from './value.ts';
import { valuesText } from './values-text.ts';

/** Java's `Number.longValue`; undefined for what is no number. */
export const numberToLong = (value: Value): bigint | undefined => {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return doubleToLong(value);
  if (isDecimal(value)) return decimalToLong(value);
  return isSmallNumber(value) ? doubleToLong(value.value) : undefined;
};

/** Java's `Number.doubleValue`; undefined for what is no number. */
export const numberToDouble = (value: Value): number | undefined => {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return value;
  if (isDecimal(value)) return decimalToDouble(value);
  return isSmallNumber(value) ? value.value : undefined;
};

/** Connect's `Values.asLong` of a value without schema: numbers and text that is one. */
const asLong = (value: Value): bigint => {
  const parsed = typeof value === 'string' ? (parseDecimal(value) ?? null) : value;
  return numberToLong(parsed) ?? refuse(`Unable to convert ${className(value)} to a number`);
};

const asDouble = (value: Value): number => {
  const parsed = typeof value === 'string' ? (parseDecimal(value) ?? null) : value;
  return numberToDouble(parsed) ?? refuse(`Unable to convert ${className(value)} to a number`);
};

type NumberType = 'INT8' | 'INT16' | 'INT32' | 'INT64' | 'FLOAT32' | 'FLOAT64';

/** Connect's `Values.convertTo` of a plain number's type. */
export const convertToNumber = (type: NumberType, value: Value): Value => {
  switch (type) {
    case 'INT8':
      return int8(Number(BigInt.asIntN(8, asLong(value))));
    case 'INT16':
      return int16(Number(BigInt.asIntN(16, asLong(value))));
    case 'INT32':
      return int32(Number(BigInt.asIntN(32, asLong(value))));
    case 'INT64':
      return asLong(value);
    case 'FLOAT32':
      return isSmallNumber(value) && value.type === 'FLOAT32'
        ? value
        : float32(Math.fround(asDouble(value)));
    case 'FLOAT64':
      return asDouble(value);
  }
};

/**
 * Connect's `Values.convertTo`, as far as values that `Values.parseString` found in a list or map need it to
 * become alike.
 */
export const alignValue = (schema: Schema, value: Value): Value => {
  if (value === null)
    return schema.optional ? null : refuse('A null among values of a type that requires one');
  return ALIGNED[schema.type](value, schema);
};

type Align = (value: Exclude<Value, null>, schema: Schema) => Value;

const unaligned = (value: Value, wanted: string): never =>
  refuse(`Unable to convert ${className(value)} to ${wanted}`);

const alignNumber =
  (type: NumberType): Align =>
  (value, schema) => {
    const logical = LOGICAL.get(schema.name);
    if (logical === undefined) return convertToNumber(type, value);
    return value instanceof Date ? value : logical(asLong(value));
  };

/** What a number is by a logical name. */
const LOGICAL: ReadonlyMap<string | null, (number: bigint) => Value> = new Map([
  [DATE, (days: bigint) => dateFromDays(toInt(days))],
  [TIME, (millis: bigint) => timeFromMillis(toInt(millis))],
  [TIMESTAMP, timestampFromMillis],
]);

const toInt = (number: bigint): number => Number(BigInt.asIntN(32, number));

const ALIGNED: Readonly<Record<SchemaType, Align>> = {
  STRING: valuesText,
  BOOLEAN: (value) => (typeof value === 'boolean' ? value : asLong(value) !== 0n),
  INT8: alignNumber('INT8'),
  INT16: alignNumber('INT16'),
  INT32: alignNumber('INT32'),
  INT64: alignNumber('INT64'),
  FLOAT32: alignNumber('FLOAT32'),
  FLOAT64: alignNumber('FLOAT64'),
  ARRAY: (value) => (isList(value) ? value : unaligned(value, 'a list')),
  MAP: (value) => (isMap(value) ? value : unaligned(value, 'a map')),
  BYTES: (value, { name }) =>
    name === DECIMAL && isDecimal(value) ? value : unaligned(value, 'bytes'),
  STRUCT: (value) => unaligned(value, 'a struct'),
};
