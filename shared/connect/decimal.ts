import { refuse } from './refused.ts';
import type { Decimal } from './value.ts';

const DECIMAL = /^([+-]?)(\d+)?(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const MAX_SCALE = 2_147_483_647;
/** From here on a power of ten is a multiple of 2^64, so that its low 64 bits are zero. */
const NO_LOW_BITS = 64;

export const decimal = (unscaled: bigint, scale: number): Decimal => ({
  type: 'DECIMAL',
  unscaled,
  scale,
});

/** Java's `new BigDecimal(text)`; undefined where Java throws NumberFormatException. */
export const parseDecimal = (text: string): Decimal | undefined => {
  const match = DECIMAL.exec(asciiDigits(text));
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > MAX_SCALE) return undefined;
  const digits = BigInt(whole + fraction);
  return decimal(sign === '-' ? -digits : digits, scale);
};

/** Java reads the digits of every script of the basic plane. */
export const asciiDigits = (text: string): string =>
  /[^ -~]/.test(text) ? text.replace(/(?![\ud800-\udfff])\p{Nd}/gu, digitValue) : text;

/** Unicode keeps ten digits together, zero first. */
const digitValue = (digit: string): string => {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCharCode(digit.charCodeAt(0) - value - 1)))
    value += 1;
  return digit.length === 1 ? String(value) : digit;
};

/** Java's `BigDecimal.toString`: plain, or with an exponent where that is shorter by Java's rule. */
export const decimalText = ({ unscaled, scale }: Decimal): string => {
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString();
  const adjusted = digits.length - 1 - scale;
  if (scale === 0) return sign + digits;
  if (scale > 0 && adjusted >= -6) return sign + withPoint(digits, scale);
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  if (adjusted === 0) return sign + mantissa;
  return `${sign}${mantissa}E${adjusted > 0 ? '+' : ''}${adjusted}`;
};

const withPoint = (digits: string, scale: number): string => {
  const padded = digits.padStart(scale + 1, '0');
  return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
};

/** The nearest double. */
export const decimalToDouble = (value: Decimal): number => Number(decimalText(value));

/** Java's `BigDecimal.longValue`: the fraction cut off, then the low 64 bits. */
export const decimalToLong = ({ unscaled, scale }: Decimal): bigint => {
  if (scale <= 0) return -scale >= NO_LOW_BITS ? 0n : low64(unscaled * 10n ** BigInt(-scale));
  if (unscaled.toString().length <= scale) return 0n;
  return low64(unscaled / 10n ** BigInt(scale));
};

const low64 = (value: bigint): bigint => BigInt.asIntN(64, value);

/** Java's `BigInteger.toByteArray`: two's complement, big-endian, as short as can be. */
export const unscaledBytes = (value: bigint): Buffer => {
  const magnitude = value < 0n ? -value - 1n : value;
  const size = Math.floor((magnitude === 0n ? 0 : magnitude.toString(2).length) / 8) + 1;
  const hex = BigInt.asUintN(size * 8, value).toString(16);
  return Buffer.from(hex.padStart(size * 2, '0'), 'hex');
};

/** Java's `new BigInteger(bytes)`. */
export const unscaledFrom = (bytes: Buffer): bigint => {
  if (bytes.length === 0) return refuse('Zero length bytes are no number', 'NumberFormatException');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
};
