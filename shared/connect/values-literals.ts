import { decimalToDouble, decimalToLong } from './decimal.ts';
import { createDateParser } from './java-date-parse.ts';
import { decimalToFloat } from './java-number.ts';
import { dateSchema, decimalSchema, timeSchema, timestampSchema } from './logical-types.ts';
import { createSchema } from './schema.ts';
import { type Decimal, float32, int8, int16, int32, type SchemaAndValue } from './value.ts';

/** Connect knows a temporal text by its length, then reads it leniently. */
const TEMPORALS = [
  { length: 13, schema: timeSchema(), parse: createDateParser("HH:mm:ss.SSS'Z'") },
  {
    length: 24,
    schema: timestampSchema(),
    parse: createDateParser("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"),
  },
  { length: 10, schema: dateSchema(), parse: createDateParser('yyyy-MM-dd') },
] as const;

/** A time, a day or a moment; undefined where the text is none. */
export const temporalLiteral = (token: string): SchemaAndValue | undefined => {
  const text = token.replaceAll('\\:', ':');
  const temporal = TEMPORALS.find(({ length }) => length === text.length);
  const moment = temporal?.parse(text);
  return temporal === undefined || moment === undefined
    ? undefined
    : { schema: temporal.schema, value: new Date(moment) };
};

/** A number with the smallest type that Connect finds for it. */
export const numberLiteral = (number: Decimal): SchemaAndValue => {
  const whole = wholeNumber(number);
  if (whole !== undefined) return smallestInteger(whole);
  const float = decimalToFloat(number);
  if (Number.isFinite(float) && number.scale !== 0)
    return { schema: createSchema('FLOAT32'), value: float32(float) };
  const double = decimalToDouble(number);
  if (Number.isFinite(double) && number.scale !== 0)
    return { schema: createSchema('FLOAT64'), value: double };
  return { schema: decimalSchema(number.scale), value: number };
};

/** The number if it is an integer of 64 bits. */
const wholeNumber = (number: Decimal): bigint | undefined => {
  const double = decimalToDouble(number);
  if (Math.abs(double) > 1e19) return undefined;
  const long = decimalToLong(number);
  const { unscaled, scale } = number;
  if (unscaled === 0n) return 0n;
  // Digits that are cut off must all be zero, and nothing may be lost above 64 bits.
  if (scale > unscaled.toString().length) return undefined;
  const exact =
    scale <= 0
      ? unscaled * 10n ** BigInt(-scale) === long
      : long * 10n ** BigInt(scale) === unscaled;
  return exact ? long : undefined;
};

const smallestInteger = (value: bigint): SchemaAndValue => {
  const fits = (bits: number): boolean => BigInt.asIntN(bits, value) === value;
  if (fits(8)) return { schema: createSchema('INT8'), value: int8(Number(value)) };
  if (fits(16)) return { schema: createSchema('INT16'), value: int16(Number(value)) };
  if (fits(32)) return { schema: createSchema('INT32'), value: int32(Number(value)) };
  return { schema: createSchema('INT64'), value };
};
