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
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const LETTER_E = 0x65;
const NUMBER_GOES_ON = /[.\w+-]/;

/** Where reading stands, how a number with fraction or exponent is made, and what is refused. */
export type Cursor = {
  readonly text: string;
  at: number;
  depth: number;
  readonly floating: (source: string) => Value;
  /** Whether an object may have a member but once. */
  readonly unique: boolean;
};

/** Refuses the text for what stands at the cursor, and says only where that is. */
export const notJson = ({ at }: Cursor): never =>
  refuse(`The text is not JSON (at character ${at})`);

/** Reads text at its opening quote. */
export const readText = (cursor: Cursor): string => {
  const { text } = cursor;
  const start = cursor.at + 1;
  const end = plainEnd(text, start);
  if (text.charCodeAt(end) !== 0x22) return readEscapedText(cursor);
  cursor.at = end + 1;
  return text.slice(start, end);
};

/** Where a quote, a backslash, a control character or the end stops text that stands for itself. */
const plainEnd = (text: string, start: number): number => {
  let end = start;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code === 0x22 || code === 0x5c || !(code >= 0x20)) return end;
    end += 1;
  }
};

const readEscapedText = (cursor: Cursor): string => {
  const { text } = cursor;
  cursor.at += 1;
  let result = '';
  for (;;) {
    const end = plainEnd(text, cursor.at);
    result += text.slice(cursor.at, end);
    cursor.at = end;
    if (text[cursor.at] === '"') {
      cursor.at += 1;
      return result;
    }
    if (text[cursor.at] !== '\\') return notJson(cursor);
    result += readEscape(cursor);
  }
};

const readEscape = (cursor: Cursor): string => {
  const letter = cursor.text[cursor.at + 1] ?? '';
  if (letter === 'u') {
    const hex = cursor.text.slice(cursor.at + 2, cursor.at + 6);
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
  const { text, at } = cursor;
  const start = text.charCodeAt(at) === MINUS ? at + 1 : at;
  const end = digitsEnd(text, start);
  if (end === start) return notJson(cursor);
  const next = text.charCodeAt(end) | 0x20;
  // A point (with 0x20 it stays one) or e: the slow way knows what may follow.
  const isFloating = next === POINT || next === LETTER_E;
  const source = isFloating ? floatingSource(cursor) : text.slice(at, end);
  if (source.length > MAX_NUMBER_LENGTH) refuse(`A number is longer than ${MAX_NUMBER_LENGTH}`);
  cursor.at = at + source.length;
  if (goesOn(text.charCodeAt(cursor.at))) return notJson(cursor);
  return isFloating ? cursor.floating(source) : integer(source);
};

/** A letter, a digit or a sign behind a number; most have a comma or a closing brace there. */
const goesOn = (code: number): boolean =>
  code !== 0x2c && code !== 0x7d && NUMBER_GOES_ON.test(String.fromCharCode(code));

const digitsEnd = (text: string, start: number): number => {
  let end = start;
  for (;;) {
    const code = text.charCodeAt(end);
    if (!(code >= 0x30 && code <= 0x39)) return end;
    end += 1;
  }
};

const floatingSource = (cursor: Cursor): string => {
  const { text, at } = cursor;
  let end = digitsEnd(text, text.charCodeAt(at) === MINUS ? at + 1 : at);
  if (text.charCodeAt(end) === POINT) end = someDigitsEnd(cursor, end + 1);
  if ((text.charCodeAt(end) | 0x20) === LETTER_E) {
    const sign = text.charCodeAt(end + 1);
    end = someDigitsEnd(cursor, sign === PLUS || sign === MINUS ? end + 2 : end + 1);
  }
  return text.slice(at, end);
};

/** The end of digits of which there must be one. */
const someDigitsEnd = (cursor: Cursor, start: number): number => {
  const end = digitsEnd(cursor.text, start);
  return end === start ? notJson(cursor) : end;
};

/** BigInt of a text takes leading zeros but no sign before them, and is slow: a number is quicker where it is exact. */
const integer = (source: string): bigint => {
  if (source.length < 16) return BigInt(Number(source));
  return source.startsWith('-') ? -BigInt(source.slice(1)) : BigInt(source);
};
