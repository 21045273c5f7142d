import { documentJson } from '../connect/document-json.ts';
import { javaText } from '../connect/java-text.ts';
import { parseJson } from '../connect/json-parse.ts';
import { refuse } from '../connect/refused.ts';
import { isList, isMap, type SchemaAndValue, type Value, valueType } from '../connect/value.ts';

/**
 * A key as Lenses' sinks look into it: text is JSON where it can be read as such, and else text; bytes must be
 * JSON; structs, maps and lists are the JSON that would be written of them. Throws a `RefusedError` where it has no such form.
 */
export const keyTree = (key: SchemaAndValue): Value => {
  const { value } = key;
  if (typeof value === 'string') return textTree(value);
  if (Buffer.isBuffer(value))
    return isJson(value.toString()) ? parseJson(value) : refuse('it is not JSON');
  if (value instanceof Date) return refuse('it is a date');
  return NESTED.has(valueType(value)) ? parseJson(documentJson(key, 'lenses')) : value;
};

const NESTED = new Set(['STRUCT', 'MAP', 'ARRAY']);

/** What JSON can begin with: no other text is worth an attempt, which costs more when it fails. */
const JSON_START = /^[\s{["\-0-9tfn]/;

const textTree = (text: string): Value => (isJson(text) ? parseJson(Buffer.from(text)) : text);

/** Kafka's own reading takes 007 for a number, and what follows a value for nothing; as ids these are texts. */
const isJson = (text: string): boolean => {
  if (!JSON_START.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/**
 * The text of what stands at a path in JSON: text as it is, numbers as Java writes them (1e3 is 1000.0), `true`,
 * `false` and `null`. Throws a `RefusedError` where nothing stands there, an object or a list, or where the path
 * leads through a list (`PrimaryKeyExtractor`).
 */
export const leafText = (tree: Value, path: readonly string[]): string => {
  let value = tree;
  for (const step of path) {
    if (!isMap(value)) return refuse(`${step} is not in an object`);
    value = value.get(step) ?? missingUnlessNull(value.has(step), step);
  }
  if (isMap(value)) return refuse('an object stands there');
  if (isList(value)) return refuse('a list stands there');
  return value === null ? 'null' : javaText(value);
};

const missingUnlessNull = (isThere: boolean, step: string): null =>
  isThere ? null : refuse(`there is no ${step}`);

/** What stands at a JSON pointer (RFC 6901); undefined where nothing does. */
export const valueAt = (tree: Value, pointer: string): Value | undefined => {
  let value: Value | undefined = tree;
  for (const step of pointer.split('/').slice(1)) value = child(value, unescaped(step));
  return value;
};

const child = (value: Value | undefined, step: string): Value | undefined => {
  if (value === undefined) return undefined;
  if (isMap(value)) return value.get(step);
  return isList(value) && INDEX.test(step) ? value[Number(step)] : undefined;
};

const INDEX = /^(0|[1-9]\d*)$/;

const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');
