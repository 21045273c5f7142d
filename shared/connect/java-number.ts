import { asciiDigits, decimal, decimalToDouble, parseDecimal } from './decimal.ts';
import type { Decimal } from './value.ts';

const INTEGER = /^[+-]?[0-9]+$/;
const FLOATING = /^([+-]?)(NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([fFdD]?)$/;
const INT32_MAX = 2_147_483_647;
const INT64_MAX = 9_223_372_036_854_775_807n;

/** Java's `Double.toString`, with the shortest digits (Java 19 and later): `1.0`, `1.0E10`. */
export const doubleText = (value: number): string => {
  const size = Math.abs(value);
  // Most are here, where JavaScript writes no exponent either.
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  return javaText(value, shortestDouble(value));
};

/** Java's `Float.toString` of a number that is a float, with the shortest digits. */
export const floatText = (value: number): string => javaText(value, shortestFloat(value));

/** Java writes two digits at least, and then the nearer ones: 4.9E-324 where JavaScript says 5e-324. */
const shortestDouble = (value: number): string => {
  const shortest = String(value);
  return /^-?\de/.test(shortest) && Number(value.toPrecision(2)) === value
    ? value.toPrecision(2)
    : shortest;
};

/** The shortest decimal that reads back as the same float; of two that are equally near, the even one. */
const shortestFloat = (value: number): string => {
  if (!Number.isFinite(value) || value === 0) return String(value);
  const exact = exactDecimal(value);
  for (let digits = 2; digits < 10; digits += 1) {
    const rounded = roundDecimal(exact, digits);
    if (Math.fround(decimalToDouble(rounded)) === value) return String(decimalToDouble(rounded));
  }
  return String(value);
};

/** Rounds to some digits, halves to even. */
const roundDecimal = ({ unscaled, scale }: Decimal, digits: number): Decimal => {
  const dropped = unscaled.toString().replace('-', '').length - digits;
  if (dropped <= 0) return decimal(unscaled, scale);
  const unit = 10n ** BigInt(dropped);
  const size = unscaled < 0n ? -unscaled : unscaled;
  const rest = size % unit;
  const down = size / unit;
  const up = rest * 2n > unit || (rest * 2n === unit && down % 2n === 1n);
  const rounded = up ? down + 1n : down;
  return decimal(unscaled < 0n ? -rounded : rounded, scale - dropped);
};

const javaText = (value: number, shortest: string): string => {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return shortest.includes('.') ? shortest : `${shortest}.0`;
  return scientific(shortest);
};

const scientific = (text: string): string => {
  const { unscaled, scale } = parseDecimal(text) ?? decimal(0n, 0);
  const all = unscaled.toString().replace('-', '');
  const rest = all.slice(1).replace(/0+$/, '');
  return `${unscaled < 0n ? '-' : ''}${all[0]}.${rest === '' ? '0' : rest}E${all.length - 1 - scale}`;
};

/** Java's `Byte`, `Short`, `Integer`, `Long.parse…`: undefined where Java throws NumberFormatException. */
export const parseInteger = (text: string, bits: 8 | 16 | 32 | 64): bigint | undefined => {
  const ascii = asciiDigits(text);
  if (!INTEGER.test(ascii)) return undefined;
  const value = BigInt(ascii.replace(/^\+/, ''));
  return BigInt.asIntN(bits, value) === value ? value : undefined;
};

/**
 * Java's `Double.parseDouble`; undefined where Java throws NumberFormatException, and for hexadecimal
 * floating-point text, which Java would read.
 */
export const parseDouble = (text: string): number | undefined => {
  const match = FLOATING.exec(javaTrim(text));
  if (match === null) return undefined;
  const [, sign, number = ''] = match;
  return sign === '-' ? -Number(number) : Number(number);
};

/** Java's `Float.parseFloat`, likewise. */
export const parseFloat32 = (text: string): number | undefined => {
  const double = parseDouble(text);
  if (double === undefined || !Number.isFinite(double)) return double;
  const exact = parseDecimal(javaTrim(text).replace(/[fFdD]$/, ''));
  return exact === undefined ? Math.fround(double) : decimalToFloat(exact);
};

/** Java's `String.trim`: everything up to and with the space is white. */
export const javaTrim = (text: string): string => {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end -= 1;
  return text.slice(start, end);
};

/** Java's `(int) double`: towards zero, held at the ends, NaN is 0. */
export const doubleToInt = (value: number): number =>
  Number.isNaN(value) ? 0 : Math.max(-INT32_MAX - 1, Math.min(INT32_MAX, Math.trunc(value)));

/** Java's `(long) double`, likewise. */
export const doubleToLong = (value: number): bigint => {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return INT64_MAX;
  if (value <= -(2 ** 63)) return -INT64_MAX - 1n;
  return BigInt(Math.trunc(value));
};

/** The nearest float to a long. */
export const longToFloat = (value: bigint): number => decimalToFloat(decimal(value, 0));

/**
 * The nearest float to a decimal. Rounding to double and then to float errs where the double lies
 * just between two floats; there the decimal itself decides.
 */
export const decimalToFloat = (value: Decimal): number => {
  const double = decimalToDouble(value);
  const float = Math.fround(double);
  const other = double + (double - float);
  if (float === double || !Number.isFinite(float) || Math.fround(other) !== other) return float;
  const exact = compareDecimals(value, exactDecimal(double));
  if (exact === 0) return float;
  return exact > 0 === other > float ? other : float;
};

/** A double's exact value. */
const exactDecimal = (value: number): Decimal => {
  let scale = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    scale += 1;
  }
  return decimal(BigInt(scaled) * 5n ** BigInt(scale), scale);
};

const compareDecimals = (a: Decimal, b: Decimal): number => {
  const scale = Math.max(a.scale, b.scale);
  const difference =
    a.unscaled * 10n ** BigInt(scale - a.scale) - b.unscaled * 10n ** BigInt(scale - b.scale);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
};
