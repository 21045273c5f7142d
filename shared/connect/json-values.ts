import { MAX_DEPTH } from './json-scan.ts';
import {
  type Cursor,
  notJson,
  passNumber,
  passText,
  readNumber,
  readText,
  skipSpace,
} from './json-tokens.ts';
import { refuse } from './refused.ts';
import type { Value } from './value.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;
const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

/** Reads the value at the cursor. */
export const readValue = (cursor: Cursor): Value => {
  switch (cursor.bytes[cursor.at]) {
    case QUOTE:
      return readText(cursor);
    case OPEN_BRACE:
      return readObject(cursor);
    case OPEN_BRACKET:
      return readArray(cursor);
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

/** Goes behind the value at the cursor, which refuses what reading it would. */
export const passValue = (cursor: Cursor): void => {
  switch (cursor.bytes[cursor.at]) {
    case QUOTE:
      passText(cursor);
      break;
    case OPEN_BRACE:
      passObject(cursor);
      break;
    case OPEN_BRACKET:
      passArray(cursor);
      break;
    case LETTER_T:
    case LETTER_F:
    case LETTER_N:
      readValue(cursor);
      break;
    default:
      passNumber(cursor);
  }
};

/** Whether an object, or an array, begins here. */
export const isObjectStart = ({ bytes, at }: Cursor): boolean => bytes[at] === OPEN_BRACE;
export const isArrayStart = ({ bytes, at }: Cursor): boolean => bytes[at] === OPEN_BRACKET;

const readObject = (cursor: Cursor): Value => {
  const map = new Map<Value, Value>();
  if (isEmpty(cursor, CLOSE_BRACE)) return map;
  do {
    const key = readKey(cursor);
    if (cursor.unique && map.has(key)) refuse('A member of an object comes twice');
    map.set(key, readValue(cursor));
  } while (goesOn(cursor, CLOSE_BRACE));
  return map;
};

const passObject = (cursor: Cursor): void => {
  if (isEmpty(cursor, CLOSE_BRACE)) return;
  do {
    passText(requireQuote(cursor));
    passColon(cursor);
    passValue(cursor);
  } while (goesOn(cursor, CLOSE_BRACE));
};

const readArray = (cursor: Cursor): Value => {
  const list: Value[] = [];
  if (isEmpty(cursor, CLOSE_BRACKET)) return list;
  do list.push(readValue(cursor));
  while (goesOn(cursor, CLOSE_BRACKET));
  return list;
};

const passArray = (cursor: Cursor): void => {
  if (isEmpty(cursor, CLOSE_BRACKET)) return;
  do passValue(cursor);
  while (goesOn(cursor, CLOSE_BRACKET));
};

/** Goes to the first element of what begins here, or behind its end where it has none. */
export const isEmpty = (cursor: Cursor, close: number): boolean => {
  cursor.depth += 1;
  if (cursor.depth > MAX_DEPTH) refuse(`The JSON is nested deeper than ${MAX_DEPTH}`);
  cursor.at += 1;
  skipSpace(cursor);
  return isClosed(cursor, close);
};

/** Goes to the next element, or behind the end where there is none. */
export const goesOn = (cursor: Cursor, close: number): boolean => {
  skipSpace(cursor);
  if (isClosed(cursor, close)) return false;
  if (cursor.bytes[cursor.at] !== COMMA) notJson(cursor);
  cursor.at += 1;
  skipSpace(cursor);
  return true;
};

const isClosed = (cursor: Cursor, close: number): boolean => {
  if (cursor.bytes[cursor.at] !== close) return false;
  cursor.at += 1;
  cursor.depth -= 1;
  return true;
};

/** Reads a member's name, and goes to its value. */
export const readKey = (cursor: Cursor): string => {
  const key = readText(requireQuote(cursor));
  passColon(cursor);
  return key;
};

const requireQuote = (cursor: Cursor): Cursor =>
  cursor.bytes[cursor.at] === QUOTE ? cursor : notJson(cursor);

const passColon = (cursor: Cursor): void => {
  skipSpace(cursor);
  if (cursor.bytes[cursor.at] !== COLON) notJson(cursor);
  cursor.at += 1;
  skipSpace(cursor);
};

const readWord = (cursor: Cursor, word: string, value: Value): Value => {
  for (let at = 0; at < word.length; at += 1)
    if (cursor.bytes[cursor.at + at] !== word.charCodeAt(at)) return notJson(cursor);
  cursor.at += word.length;
  return value;
};
