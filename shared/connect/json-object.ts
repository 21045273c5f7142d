import { readValue } from './json-values.ts';
import type { Value, ValueMap } from './value.ts';

/** A value of JSON that is known to be one, where it stands. */
export class Unread {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;

  constructor(bytes: Buffer, start: number, end: number) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }
}

type Member = Value | Unread;

/**
 * An object of JSON whose members are read each time somebody asks for them. Those that only go from object to
 * object by `copyMap` never are, and can be written as they stood. A class, since it is a Map to everybody.
 */
export class JsonObject extends Map<Value, Value> {
  /** Nobody sees it before it is read, but for `members`. */
  setUnread(key: string, member: Unread): void {
    this.set(key, member as unknown as Value);
  }

  /** Shows its members as they are, read or not: a call for each, since to go through entries makes garbage. */
  forEachMember(show: (member: Member, key: Value) => void): void {
    super.forEach(show);
  }

  override get(key: Value): Value | undefined {
    const member = super.get(key);
    return member === undefined ? undefined : readMember(member);
  }

  override *entries(): MapIterator<[Value, Value]> {
    for (const [key, member] of super.entries()) yield [key, readMember(member)];
  }

  override *values(): MapIterator<Value> {
    for (const member of super.values()) yield readMember(member);
  }

  override [Symbol.iterator](): MapIterator<[Value, Value]> {
    return this.entries();
  }

  override forEach(call: (value: Value, key: Value, map: Map<Value, Value>) => void): void {
    for (const [key, value] of this.entries()) call(value, key, this);
  }
}

const readMember = (member: Member): Value =>
  member instanceof Unread
    ? readValue({
        bytes: member.bytes,
        ascii: undefined,
        floating: Number,
        unique: false,
        at: member.start,
        depth: 0,
        isExact: true,
      })
    : member;

/**
 * A map of its own with the same entries; other keys where `rename` gives them, none where it gives undefined.
 * What nobody has read stays so. Set by set, which is quicker than the constructor.
 */
export const copyMap = (
  map: ValueMap,
  rename: (key: Value) => Value | undefined = (key) => key,
): Map<Value, Value> => {
  const isObject = map instanceof JsonObject;
  const copy = isObject ? new JsonObject() : new Map<Value, Value>();
  const put = (member: Member, key: Value): void => {
    const name = rename(key);
    if (name !== undefined) copy.set(name, member as Value);
  };
  if (isObject) map.forEachMember(put);
  else map.forEach(put);
  return copy;
};
