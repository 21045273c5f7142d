import { refuse } from './refused.ts';
import type { Value } from './value.ts';

/** Jackson's limit, so that the same text is refused here and there. */
const MAX_NUMBER_LENGTH = 1000;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const BACKSLASH = 0x5c;
const LETTER_E = 0x65;
const NUMBER_GOES_ON = /[.\w+-]/;

/** Where reading stands, how a number with fraction or exponent is made, and what is refused. Bytes are quicker to look at than text. */
export type Cursor = {
  readonly bytes: Buffer;
  /** The same as text where all of it is ASCII: parts of it are then quick to take. */
  readonly ascii: string | undefined;
  readonly floating: (source: string) => Value;
  /** Whether an object may have a member but once. */
  readonly unique: boolean;
  at: number;
  depth: number;
  /** Set to false by what can't be written as it stands: line breaks, and leading zeros, which Connect reads. */
  isExact: boolean;
};

/** Refuses the text for what stands at the cursor, and says only where that is. */
export const notJson = ({ at }: Cursor): never => refuse(`The text is not JSON (at byte ${at})`);

/** Goes behind white space. */
export const skipSpace = (cursor: Cursor): void => {
  const { bytes } = cursor;
  for (;;) {
    const code = bytes[cursor.at] ?? 0;
    if (code > SPACE || !(code === SPACE || code === LF || code === CR || code === TAB)) return;
    if (code === LF || code === CR) cursor.isExact = false;
    cursor.at += 1;
  }
};

/** Some of the text. */
export const textOf = ({ ascii, bytes }: Cursor, start: number, end: number): string =>
  ascii === undefined ? bytes.toString('utf8', start, end) : ascii.slice(start, end);

/** Reads text at its opening quote. */
export const readText = (cursor: Cursor): string => {
  const start = cursor.at + 1;
  const end = plainEnd(cursor.bytes, start);
  if (cursor.bytes[end] !== QUOTE) return readEscapedText(cursor);
  cursor.at = end + 1;
  return textOf(cursor, start, end);
};

/** Goes behind text at its opening quote. */
export const passText = (cursor: Cursor): void => {
  const end = plainEnd(cursor.bytes, cursor.at + 1);
  if (cursor.bytes[end] === QUOTE) cursor.at = end + 1;
  else readEscapedText(cursor);
};

/** Where a quote, a backslash, a control character or the end stops text that stands for itself. */
const plainEnd = (bytes: Buffer, start: number): number => {
  let end = start;
  for (;;) {
    const code = bytes[end] ?? 0;
    if (code === QUOTE || code === BACKSLASH || code < SPACE) return end;
    end += 1;
  }
};

const readEscapedText = (cursor: Cursor): string => {
  const { bytes } = cursor;
  cursor.at += 1;
  let result = '';
  for (;;) {
    const end = plainEnd(bytes, cursor.at);
    result += textOf(cursor, cursor.at, end);
    cursor.at = end;
    if (bytes[end] === QUOTE) {
      cursor.at += 1;
      return result;
    }
    if (bytes[end] !== BACKSLASH) return notJson(cursor);
    result += readEscape(cursor);
  }
};

const readEscape = (cursor: Cursor): string => {
  const letter = String.fromCharCode(cursor.bytes[cursor.at + 1] ?? 0);
  if (letter === 'u') {
    const hex = cursor.bytes.toString('latin1', cursor.at + 2, cursor.at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) return notJson(cursor);
    cursor.at += 6;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }
  const character = ESCAPES[letter];
  if (character === undefined) return notJson(cursor);
  cursor.at += 2;
  return character;
};

/** Reads a number: an integer exactly, one with fraction or exponent as the cursor says. */
export const readNumber = (cursor: Cursor): Value => {
  const { at } = cursor;
  const isFloating = passNumber(cursor);
  const source = textOf(cursor, at, cursor.at);
  return isFloating ? cursor.floating(source) : integer(source);
};

/** Goes behind a number, and says whether it has a fraction or an exponent. */
export const passNumber = (cursor: Cursor): boolean => {
  const { bytes, at } = cursor;
  const start = bytes[at] === MINUS ? at + 1 : at;
  const end = digitsEnd(bytes, start);
  if (end === start) return notJson(cursor);
  if (bytes[start] === ZERO && end > start + 1) cursor.isExact = false;
  cursor.at = floatingEnd(cursor, end);
  if (cursor.at - at > MAX_NUMBER_LENGTH) refuse(`A number is longer than ${MAX_NUMBER_LENGTH}`);
  return goesOn(bytes[cursor.at] ?? 0) ? notJson(cursor) : cursor.at > end;
};

/** A letter, a digit or a sign behind a number; most have a comma or a closing brace there. */
const goesOn = (code: number): boolean =>
  code !== 0x2c && code !== 0x7d && NUMBER_GOES_ON.test(String.fromCharCode(code));

const digitsEnd = (bytes: Buffer, start: number): number => {
  let end = start;
  for (;;) {
    const code = bytes[end] ?? 0;
    if (code < ZERO || code > NINE) return end;
    end += 1;
  }
};

/** The end of a number whose integer part ends there. */
const floatingEnd = (cursor: Cursor, integerEnd: number): number => {
  const { bytes } = cursor;
  const end = bytes[integerEnd] === POINT ? someDigitsEnd(cursor, integerEnd + 1) : integerEnd;
  if (((bytes[end] ?? 0) | 0x20) !== LETTER_E) return end;
  const sign = bytes[end + 1];
  return someDigitsEnd(cursor, sign === PLUS || sign === MINUS ? end + 2 : end + 1);
};

/** The end of digits of which there must be one. */
const someDigitsEnd = (cursor: Cursor, start: number): number => {
  const end = digitsEnd(cursor.bytes, start);
  return end === start ? notJson(cursor) : end;
};

/** BigInt of a text takes leading zeros but no sign before them, and is slow: a number is quicker where it is exact. */
const integer = (source: string): bigint => {
  if (source.length < 16) return BigInt(Number(source));
  return source.startsWith('-') ? -BigInt(source.slice(1)) : BigInt(source);
};
