import { isUtf8 } from 'node:buffer';
import { refuse } from './refused.ts';
import type { Value } from './value.ts';

/** Jackson's limits, so that the same text is refused here and there. */
const MAX_DEPTH = 1000;
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
const NUMBER = /-?\d+(?:(\.\d+)?([eE][+-]?\d+)?)/y;
const SPACE = /[ \t\r\n]*/y;

/** Where reading stands, and how a number with fraction or exponent is made. */
type Cursor = {
  readonly text: string;
  at: number;
  depth: number;
  readonly floating: (source: string) => Value;
};

/**
 * Reads JSON into Connect's values: objects are maps in their order, integers bigints, so that 1 and 1.0
 * stay different and 64 bits stay exact. What is refused is never quoted.
 */
export const parseJson = (bytes: Buffer, floating: (source: string) => Value = Number): Value => {
  if (!isUtf8(bytes)) return refuse('The bytes are not UTF-8 text');
  const text = bytes.toString('utf8');
  const cursor: Cursor = { text, at: text.charCodeAt(0) === 0xfeff ? 1 : 0, depth: 0, floating };
  skipSpace(cursor);
  const value = readValue(cursor);
  skipSpace(cursor);
  return cursor.at === text.length ? value : notJson(cursor);
};

const notJson = ({ at }: Cursor): never => refuse(`The text is not JSON (at character ${at})`);

const skipSpace = (cursor: Cursor): void => {
  const { text } = cursor;
  const code = text.charCodeAt(cursor.at);
  if (code > 0x20) return;
  SPACE.lastIndex = cursor.at;
  SPACE.test(text);
  cursor.at = SPACE.lastIndex;
};

const readValue = (cursor: Cursor): Value => {
  switch (cursor.text[cursor.at]) {
    case '{':
      return nested(cursor, readObject);
    case '[':
      return nested(cursor, readArray);
    case '"':
      return readText(cursor);
    case 't':
      return readWord(cursor, 'true', true);
    case 'f':
      return readWord(cursor, 'false', false);
    case 'n':
      return readWord(cursor, 'null', null);
    default:
      return readNumber(cursor);
  }
};

const nested = (cursor: Cursor, read: (cursor: Cursor) => Value): Value => {
  cursor.depth += 1;
  if (cursor.depth > MAX_DEPTH) refuse(`The JSON is nested deeper than ${MAX_DEPTH}`);
  cursor.at += 1;
  skipSpace(cursor);
  const value = read(cursor);
  cursor.depth -= 1;
  return value;
};

const readObject = (cursor: Cursor): Value => {
  const { text } = cursor;
  const map = new Map<Value, Value>();
  if (text[cursor.at] === '}') return closed(cursor, map);
  for (;;) {
    if (text[cursor.at] !== '"') return notJson(cursor);
    const key = readText(cursor);
    skipSpace(cursor);
    if (text[cursor.at] !== ':') return notJson(cursor);
    cursor.at += 1;
    skipSpace(cursor);
    map.set(key, readValue(cursor));
    skipSpace(cursor);
    if (text[cursor.at] === '}') return closed(cursor, map);
    nextElement(cursor);
  }
};

const readArray = (cursor: Cursor): Value => {
  const { text } = cursor;
  const list: Value[] = [];
  if (text[cursor.at] === ']') return closed(cursor, list);
  for (;;) {
    list.push(readValue(cursor));
    skipSpace(cursor);
    if (text[cursor.at] === ']') return closed(cursor, list);
    nextElement(cursor);
  }
};

const closed = (cursor: Cursor, value: Value): Value => {
  cursor.at += 1;
  return value;
};

const nextElement = (cursor: Cursor): void => {
  if (cursor.text[cursor.at] !== ',') notJson(cursor);
  cursor.at += 1;
  skipSpace(cursor);
};

const readWord = (cursor: Cursor, word: string, value: Value): Value => {
  if (!cursor.text.startsWith(word, cursor.at)) return notJson(cursor);
  cursor.at += word.length;
  return value;
};

const readText = (cursor: Cursor): string => {
  const { text } = cursor;
  const start = cursor.at + 1;
  const end = plainEnd(text, start);
  if (text[end] !== '"') return readEscapedText(cursor);
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

const readNumber = (cursor: Cursor): Value => {
  NUMBER.lastIndex = cursor.at;
  const match = NUMBER.exec(cursor.text);
  if (match === null) return notJson(cursor);
  const [source, fraction, exponent] = match;
  if (source.length > MAX_NUMBER_LENGTH) refuse(`A number is longer than ${MAX_NUMBER_LENGTH}`);
  cursor.at += source.length;
  if (/[.\w+-]/.test(cursor.text[cursor.at] ?? '')) return notJson(cursor);
  return fraction === undefined && exponent === undefined
    ? integer(source)
    : cursor.floating(source);
};

/** BigInt of a text takes leading zeros, but no sign before them. */
const integer = (source: string): bigint =>
  source.startsWith('-') ? -BigInt(source.slice(1)) : BigInt(source);
