import { isAscii, isUtf8 } from 'node:buffer';
import { JsonObject, Unread } from './json-object.ts';
import { type Cursor, notJson, skipSpace } from './json-tokens.ts';
import {
  CLOSE_BRACE,
  goesOn,
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
 * stay different and 64 bits stay exact. What is refused is never quoted.
 */
export const parseJson = (bytes: Buffer, floating: (source: string) => Value = Number): Value =>
  parse(bytes, floating, readValue);

/** The same, and refuses the same; but the members of an object at the root are read when they are asked for. */
export const parseLazily = (bytes: Buffer): Value => parse(bytes, Number, readLazily);

const parse = (
  bytes: Buffer,
  floating: (source: string) => Value,
  read: (cursor: Cursor) => Value,
): Value => {
  const ascii = isAscii(bytes) ? bytes.toString('latin1') : undefined;
  if (ascii === undefined && !isUtf8(bytes)) return refuse('The bytes are not UTF-8 text');
  const at = hasByteOrderMark(bytes) ? 3 : 0;
  const cursor: Cursor = { bytes, ascii, floating, at, depth: 0, isExact: true };
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
