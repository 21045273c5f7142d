import { decimal, decimalToDouble, decimalToLong } from './decimal.ts';
import { decimalToFloat, longToFloat } from './java-number.ts';
import { refuse } from './refused.ts';
import { type Decimal, isDecimal, isList, isMap, type Value } from './value.ts';

/*
 * What Jackson's nodes answer when a schema asks them for a type that they are not: numbers are narrowed, all
 * else is 0, false or null. A node is a parsed value, numbers with a fraction being Decimals.
 */

export const nodeToLong = (node: Value): bigint => {
  if (typeof node === 'bigint') return BigInt.asIntN(64, node);
  return isDecimal(node) ? decimalToLong(node) : 0n;
};

export const nodeToInt = (node: Value, bits: 8 | 16 | 32): number =>
  Number(BigInt.asIntN(bits, nodeToLong(node)));

export const nodeToFloat = (node: Value): number => {
  if (typeof node === 'bigint') return longToFloat(node);
  return isDecimal(node) ? decimalToFloat(node) : 0;
};

export const nodeToDouble = (node: Value): number => {
  if (typeof node === 'bigint') return Number(node);
  return isDecimal(node) ? decimalToDouble(node) : 0;
};

export const nodeToDecimal = (node: Value): Decimal | undefined => {
  if (typeof node === 'bigint') return decimal(node, 0);
  return isDecimal(node) ? node : undefined;
};

/** An object is gone through by its values. */
export const nodeElements = (node: Value): readonly Value[] => {
  if (isList(node)) return node;
  return isMap(node) ? [...node.values()] : [];
};

const BASE64 = /^(?:[\0- ]*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==))*[\0- ]*$/;

/** Bytes of base64 text, which must be complete; null for what is no text. */
export const nodeToBytes = (node: Value): Buffer | null => {
  if (typeof node !== 'string') return null;
  if (!BASE64.test(node)) return refuse('Invalid base64 text for bytes');
  const chunks = node.replace(/[\0- ]/g, '').match(/[^=]+={0,2}/g) ?? [];
  return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk, 'base64')));
};
