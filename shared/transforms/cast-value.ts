import { decimalText } from '../connect/decimal.ts';
import {
  decimalToFloat,
  doubleToInt,
  longToFloat,
  parseDouble,
  parseFloat32,
  parseInteger,
} from '../connect/java-number.ts';
import { javaText } from '../connect/java-text.ts';
import { DATE, dateToDays, TIME, TIMESTAMP, timeToMillis } from '../connect/logical-types.ts';
import { refuse } from '../connect/refused.ts';
import type { Schema } from '../connect/schema.ts';
import {
  className,
  float32,
  int8,
  int16,
  int32,
  isDecimal,
  isSmallNumber,
  schemaTypeOf,
  type Value,
} from '../connect/value.ts';
import { numberToDouble, numberToLong } from '../connect/values-convert.ts';
import { temporalText } from '../connect/values-text.ts';

/** What Cast can make. */
export const CAST_TYPES = [
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'FLOAT32',
  'FLOAT64',
  'BOOLEAN',
  'STRING',
] as const;
export type CastType = (typeof CAST_TYPES)[number];

/** Casts a value as Connect's Cast does: numbers as Java narrows them, text as Java parses it. */
export const castValue = (schema: Schema | null, value: Value, target: CastType): Value => {
  if (value === null) return null;
  const type = schema === null ? schemaTypeOf(value) : schema.type;
  if (type === undefined || type === 'ARRAY' || type === 'MAP' || type === 'STRUCT')
    return refuse(`Cast does not support ${className(value)}`);
  return target === 'STRING' ? castToText(value) : CASTS[target](encodeLogical(schema, value));
};

/** A date type counts as the number that it is kept as. */
const encodeLogical = (schema: Schema | null, value: Exclude<Value, null>): Value => {
  if (!(value instanceof Date)) return value;
  if (schema?.name === DATE) return int32(dateToDays(value));
  if (schema?.name === TIME) return int32(timeToMillis(value));
  return schema?.name === TIMESTAMP ? BigInt(value.getTime()) : value;
};

const castToText = (value: Exclude<Value, null>): string => {
  if (value instanceof Date) return temporalText(value);
  if (Buffer.isBuffer(value)) return value.toString('base64');
  return isDecimal(value) ? decimalText(value) : javaText(value);
};

const noNumber = (): never => refuse('The text is no number of the requested type');
const unexpected = (value: Value): never => refuse(`Cast does not support ${className(value)}`);

/** Java goes from floating point to the small integers by way of int, which holds at its ends. */
const narrowed = (value: Value, bits: 8 | 16 | 32): number => {
  const long = typeof value === 'number' ? BigInt(doubleToInt(value)) : floatOrLong(value);
  return Number(BigInt.asIntN(bits, long));
};

const floatOrLong = (value: Value): bigint =>
  isSmallNumber(value) && value.type === 'FLOAT32'
    ? BigInt(doubleToInt(value.value))
    : (numberToLong(value) ?? unexpected(value));

const integer = (value: Value, bits: 8 | 16 | 32): number => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return Number(parseInteger(value, bits) ?? noNumber());
  return narrowed(value, bits);
};

const long = (value: Value): bigint => {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'string') return parseInteger(value, 64) ?? noNumber();
  return numberToLong(value) ?? unexpected(value);
};

const float = (value: Value): number => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return parseFloat32(value) ?? noNumber();
  if (typeof value === 'bigint') return longToFloat(value);
  if (isDecimal(value)) return decimalToFloat(value);
  return Math.fround(numberToDouble(value) ?? unexpected(value));
};

const double = (value: Value): number => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return parseDouble(value) ?? noNumber();
  return numberToDouble(value) ?? unexpected(value);
};

const CASTS: Readonly<Record<Exclude<CastType, 'STRING'>, (value: Value) => Value>> = {
  INT8: (value) => int8(integer(value, 8)),
  INT16: (value) => int16(integer(value, 16)),
  INT32: (value) => int32(integer(value, 32)),
  INT64: long,
  FLOAT32: (value) => float32(float(value)),
  FLOAT64: double,
  BOOLEAN: (value) => {
    if (typeof value === 'boolean') return value;
    if (typeof value === 'string') return value.toLowerCase() === 'true';
    return (numberToLong(value) ?? unexpected(value)) !== 0n;
  },
};
