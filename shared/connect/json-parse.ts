import { isUtf8 } from 'node:buffer';
import { type Cursor, notJson, readNumber, readText } from './json-tokens.ts';
import { refuse } from './refused.ts';
import type { Value } from './value.ts';

/** Jackson's limit, so that the same text is refused here and there. */
const MAX_DEPTH = 1000;

// Codes, since characters are texts, which are slower to compare.
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const SPACE = /[ \t\r\n]*/y;

/**
 * Reads JSON into Connect's values: objects are maps in their order, integers bigints, so that 1 and 1.0
 * stay different and 64 bits stay exact. What is refused is never quoted. Of a member that comes twice
 * the last one counts, unless `unique` refuses it.
 */
export const parseJson = (
  bytes: Buffer,
  floating: (source: string) => Value = Number,
  unique = false,
): Value => {
  if (!isUtf8(bytes)) return refuse('The bytes are not UTF-8 text');
  const text = bytes.toString('utf8');
  const at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const cursor: Cursor = { text, at, depth: 0, floating, unique };
  skipSpace(cursor);
  const value = readValue(cursor);
  skipSpace(cursor);
  return cursor.at === text.length ? value : notJson(cursor);
};

/**
 * The members of the object that a JSON text is, each as it stands there; the last one of a name, where the first one
 * stood. Undefined where the text is no object.
 */
export const jsonMembers = (text: string): ReadonlyMap<string, string> | undefined => {
  const cursor = cursorOf(text);
  if (text.charCodeAt(cursor.at) !== OPEN_BRACE) return undefined;
  // Names are texts, and here so are the values.
  return nested(cursor, readObject, sourceOf) as ReadonlyMap<string, string>;
};

/** The elements of the array that a JSON text is, each as it stands there. Undefined where the text is no array. */
export const jsonElements = (text: string): readonly string[] | undefined => {
  const cursor = cursorOf(text);
  if (text.charCodeAt(cursor.at) !== OPEN_BRACKET) return undefined;
  return nested(cursor, readArray, sourceOf) as readonly string[];
};

const cursorOf = (text: string): Cursor => {
  const cursor: Cursor = { text, at: 0, depth: 0, floating: () => null, unique: false };
  skipSpace(cursor);
  return cursor;
};

/** The text of a value. */
const sourceOf = (cursor: Cursor): string => {
  const start = cursor.at;
  readValue(cursor);
  return cursor.text.slice(start, cursor.at);
};

const skipSpace = (cursor: Cursor): void => {
  const { text } = cursor;
  const code = text.charCodeAt(cursor.at);
  if (code > 0x20) return;
  SPACE.lastIndex = cursor.at;
  SPACE.test(text);
  cursor.at = SPACE.lastIndex;
};

const readValue = (cursor: Cursor): Value => {
  switch (cursor.text.charCodeAt(cursor.at)) {
    case QUOTE:
      return readText(cursor);
    case OPEN_BRACE:
      return nested(cursor, readObject);
    case OPEN_BRACKET:
      return nested(cursor, readArray);
    case LETTER_T:
      return readWord(cursor, 'true', true);
    case LETTER_F:
      return readWord(cursor, 'false', false);
    case LETTER_N:
      return readWord(cursor, 'null', null);
    default:
      return readNumber(cursor);
  }
};

type Read = (cursor: Cursor) => Value;

const nested = (
  cursor: Cursor,
  read: (cursor: Cursor, readPart: Read) => Value,
  readPart: Read = readValue,
): Value => {
  cursor.depth += 1;
  if (cursor.depth > MAX_DEPTH) refuse(`The JSON is nested deeper than ${MAX_DEPTH}`);
  cursor.at += 1;
  skipSpace(cursor);
  const value = read(cursor, readPart);
  cursor.depth -= 1;
  return value;
};

const readObject = (cursor: Cursor, readMember: Read): Value => {
  const { text } = cursor;
  const map = new Map<Value, Value>();
  if (text.charCodeAt(cursor.at) === CLOSE_BRACE) return closed(cursor, map);
  for (;;) {
    if (text.charCodeAt(cursor.at) !== QUOTE) return notJson(cursor);
    const key = readText(cursor);
    skipSpace(cursor);
    if (text.charCodeAt(cursor.at) !== COLON) return notJson(cursor);
    cursor.at += 1;
    skipSpace(cursor);
    checkMember(cursor, map, key);
    map.set(key, readMember(cursor));
    skipSpace(cursor);
    if (text.charCodeAt(cursor.at) === CLOSE_BRACE) return closed(cursor, map);
    nextElement(cursor);
  }
};

const checkMember = ({ unique }: Cursor, map: ReadonlyMap<Value, Value>, key: string): void => {
  if (unique && map.has(key)) refuse('A member of an object comes twice');
};

const readArray = (cursor: Cursor, readElement: Read): Value => {
  const { text } = cursor;
  const list: Value[] = [];
  if (text.charCodeAt(cursor.at) === CLOSE_BRACKET) return closed(cursor, list);
  for (;;) {
    list.push(readElement(cursor));
    skipSpace(cursor);
    if (text.charCodeAt(cursor.at) === CLOSE_BRACKET) return closed(cursor, list);
    nextElement(cursor);
  }
};

const closed = (cursor: Cursor, value: Value): Value => {
  cursor.at += 1;
  return value;
};

const nextElement = (cursor: Cursor): void => {
  if (cursor.text.charCodeAt(cursor.at) !== COMMA) notJson(cursor);
  cursor.at += 1;
  skipSpace(cursor);
};

const readWord = (cursor: Cursor, word: string, value: Value): Value => {
  if (!cursor.text.startsWith(word, cursor.at)) return notJson(cursor);
  cursor.at += word.length;
  return value;
};
