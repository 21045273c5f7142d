import { isAscii, isUtf8 } from 'node:buffer';
import { JsonObject, Unread } from './json-object.ts';
import { type Cursor, notJson, skipSpace, textOf } from './json-tokens.ts';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  goesOn,
  isArrayStart,
  isEmpty,
  isObjectStart,
  passValue,
  readKey,
  readValue,
} from './json-values.ts';
import { refuse } from './refused.ts';
import type { Value } from './value.ts';

/**
 * Reads JSON into Connect's values: objects are maps in their order, integers bigints, so that 1 and 1.0
 * stay different and 64 bits stay exact. What is refused is never quoted. Of a member that comes twice
 * the last one counts, unless `unique` refuses it.
 */
export const parseJson = (
  bytes: Buffer,
  floating: (source: string) => Value = Number,
  unique = false,
): Value => parse({ bytes, floating, unique }, readValue);

/** The same, and refuses the same; but the members of an object at the root are read when they are asked for. */
export const parseLazily = (bytes: Buffer): Value =>
  parse({ bytes, floating: Number, unique: false }, readLazily);

const parse = (
  source: Pick<Cursor, 'bytes' | 'floating' | 'unique'>,
  read: (cursor: Cursor) => Value,
): Value => {
  const { bytes } = source;
  const ascii = isAscii(bytes) ? bytes.toString('latin1') : undefined;
  if (ascii === undefined && !isUtf8(bytes)) return refuse('The bytes are not UTF-8 text');
  const at = hasByteOrderMark(bytes) ? 3 : 0;
  const cursor: Cursor = { ...source, ascii, at, depth: 0, isExact: true };
  skipSpace(cursor);
  const value = read(cursor);
  skipSpace(cursor);
  return cursor.at === bytes.length ? value : notJson(cursor);
};

const hasByteOrderMark = (bytes: Buffer): boolean =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

const readLazily = (cursor: Cursor): Value => {
  if (!isObjectStart(cursor)) return readValue(cursor);
  const object = new JsonObject();
  if (isEmpty(cursor, CLOSE_BRACE)) return object;
  do readMember(cursor, object);
  while (goesOn(cursor, CLOSE_BRACE));
  return object;
};

/** Leaves a member unread, unless it could not be written as it stands. */
const readMember = (cursor: Cursor, object: JsonObject): void => {
  const key = readKey(cursor);
  const start = cursor.at;
  cursor.isExact = true;
  passValue(cursor);
  if (cursor.isExact) {
    object.setUnread(key, new Unread(cursor.bytes, start, cursor.at));
    return;
  }
  cursor.at = start;
  object.set(key, readValue(cursor));
};

/**
 * The members of the object that a JSON text is, each as it stands there; the last one of a name, where the first one
 * stood. Undefined where the text is no object.
 */
export const jsonMembers = (text: string): ReadonlyMap<string, string> | undefined => {
  const cursor = cursorOf(text);
  if (!isObjectStart(cursor)) return undefined;
  const members = new Map<string, string>();
  if (isEmpty(cursor, CLOSE_BRACE)) return members;
  do {
    const name = readKey(cursor);
    members.set(name, sourceOf(cursor));
  } while (goesOn(cursor, CLOSE_BRACE));
  return members;
};

/** The elements of the array that a JSON text is, each as it stands there. Undefined where the text is no array. */
export const jsonElements = (text: string): readonly string[] | undefined => {
  const cursor = cursorOf(text);
  if (!isArrayStart(cursor)) return undefined;
  const elements: string[] = [];
  if (isEmpty(cursor, CLOSE_BRACKET)) return elements;
  do elements.push(sourceOf(cursor));
  while (goesOn(cursor, CLOSE_BRACKET));
  return elements;
};

const cursorOf = (text: string): Cursor => {
  const bytes = Buffer.from(text);
  const ascii = bytes.length === text.length ? text : undefined;
  const cursor = { bytes, ascii, floating: Number, unique: false, at: 0, depth: 0, isExact: true };
  skipSpace(cursor);
  return cursor;
};

/** The text of a value. */
const sourceOf = (cursor: Cursor): string => {
  const start = cursor.at;
  passValue(cursor);
  return textOf(cursor, start, cursor.at);
};
