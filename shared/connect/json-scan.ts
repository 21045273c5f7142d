/** What a JSON text is as a whole. */
export type JsonRoot = 'object' | 'array' | 'scalar' | 'too deep';

/** Jackson's limit, so that the same text is refused here and there. */
export const MAX_DEPTH = 1000;

/**
 * Reads UTF-8 bytes as `JSON.parse` would and says what they are; undefined where they are no JSON, `too deep` where
 * it is clear that they go deeper than `MAX_DEPTH`. It makes no values: a document that nobody looks into costs half of
 * parsing it, and leaves nothing to collect.
 */
export const jsonRoot = (bytes: Uint8Array): JsonRoot | undefined => {
  const closers: number[] = [];
  const start = afterSpace(bytes, 0);
  let at = start;
  while (at !== NO_JSON) {
    const depth = closers.length;
    if (depth > MAX_DEPTH) return 'too deep';
    at = afterOpening(bytes, at, closers);
    // Nothing was opened, so a value has ended.
    if (at !== NO_JSON && closers.length === depth) at = afterClosing(bytes, at, closers);
    if (closers.length === 0) return rootBetween(bytes, start, at);
  }
  return undefined;
};

const NO_JSON = -1;
const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const LETTER_U = 0x75;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const rootBetween = (bytes: Uint8Array, start: number, end: number): JsonRoot | undefined =>
  end === bytes.length ? rootOf(bytes[start]) : undefined;

const rootOf = (first: number | undefined): JsonRoot => {
  if (first === OPEN_OBJECT) return 'object';
  return first === OPEN_ARRAY ? 'array' : 'scalar';
};

/** Behind a scalar or an empty container; where another container begins, at its first value. */
const afterOpening = (bytes: Uint8Array, at: number, closers: number[]): number => {
  const byte = bytes[at];
  if (byte !== OPEN_OBJECT && byte !== OPEN_ARRAY) return afterScalar(bytes, at);
  const closer = byte === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY;
  const inside = afterSpace(bytes, at + 1);
  if (bytes[inside] === closer) return inside + 1;
  closers.push(closer);
  return closer === CLOSE_OBJECT ? afterName(bytes, inside) : inside;
};

/** Behind all that ends after a value, and the comma and name before the next. */
const afterClosing = (bytes: Uint8Array, from: number, closers: number[]): number => {
  let at = afterSpace(bytes, from);
  let closer = closers.at(-1);
  while (closer !== undefined && bytes[at] === closer) {
    closers.pop();
    closer = closers.at(-1);
    at = afterSpace(bytes, at + 1);
  }
  if (closer === undefined) return at;
  if (bytes[at] !== COMMA) return NO_JSON;
  const next = afterSpace(bytes, at + 1);
  return closer === CLOSE_OBJECT ? afterName(bytes, next) : next;
};

/** Behind a name and its colon, at the value. */
const afterName = (bytes: Uint8Array, at: number): number => {
  if (bytes[at] !== QUOTE) return NO_JSON;
  const end = afterString(bytes, at + 1);
  if (end === NO_JSON) return NO_JSON;
  const colon = afterSpace(bytes, end);
  return bytes[colon] === COLON ? afterSpace(bytes, colon + 1) : NO_JSON;
};

const afterSpace = (bytes: Uint8Array, from: number): number => {
  let at = from;
  while (isSpace(bytes[at])) at += 1;
  return at;
};

const isSpace = (byte: number | undefined): boolean =>
  byte === SPACE || byte === LF || byte === CR || byte === TAB;

const afterScalar = (bytes: Uint8Array, at: number): number => {
  const byte = bytes[at];
  if (byte === QUOTE) return afterString(bytes, at + 1);
  if (byte === MINUS || isDigit(byte)) return afterNumber(bytes, at);
  const word = byte === undefined ? undefined : WORDS.get(byte);
  return word === undefined ? NO_JSON : afterWord(bytes, at, word);
};

const WORDS = new Map(['true', 'false', 'null'].map((word) => [word.charCodeAt(0), word]));

const afterWord = (bytes: Uint8Array, at: number, word: string): number => {
  for (let i = 1; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) return NO_JSON;
  return at + word.length;
};

/** Behind the closing quote. */
const afterString = (bytes: Uint8Array, from: number): number => {
  let at = from;
  for (let byte = bytes[at]; byte !== QUOTE; byte = bytes[at]) {
    if (byte === undefined || byte < SPACE) return NO_JSON;
    at = byte === BACKSLASH ? afterEscape(bytes, at + 1) : at + 1;
    if (at === NO_JSON) return NO_JSON;
  }
  return at + 1;
};

const ESCAPES = new Set(Buffer.from('"\\/bfnrt'));
const HEX_DIGITS = 4;

const afterEscape = (bytes: Uint8Array, at: number): number => {
  const byte = bytes[at];
  if (byte === undefined) return NO_JSON;
  if (ESCAPES.has(byte)) return at + 1;
  if (byte !== LETTER_U) return NO_JSON;
  for (let i = 1; i <= HEX_DIGITS; i++) if (!isHexDigit(bytes[at + i])) return NO_JSON;
  return at + 1 + HEX_DIGITS;
};

const CASE = 0x20;

const isHexDigit = (byte = 0): boolean =>
  isDigit(byte) || ((byte | CASE) >= 0x61 && (byte | CASE) <= 0x66);

const isDigit = (byte = 0): boolean => byte >= ZERO && byte <= NINE;

/** A zero stands alone before the point. */
const afterNumber = (bytes: Uint8Array, from: number): number => {
  const first = bytes[from] === MINUS ? from + 1 : from;
  let at = bytes[first] === ZERO ? first + 1 : afterDigits(bytes, first);
  if (at !== NO_JSON && bytes[at] === POINT) at = afterDigits(bytes, at + 1);
  return at !== NO_JSON && isExponent(bytes[at]) ? afterExponent(bytes, at + 1) : at;
};

const isExponent = (byte = 0): boolean => (byte | CASE) === 0x65;

const afterExponent = (bytes: Uint8Array, at: number): number =>
  afterDigits(bytes, bytes[at] === PLUS || bytes[at] === MINUS ? at + 1 : at);

const afterDigits = (bytes: Uint8Array, from: number): number => {
  let at = from;
  while (isDigit(bytes[at])) at += 1;
  return at === from ? NO_JSON : at;
};
