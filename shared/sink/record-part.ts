import { isUtf8 } from 'node:buffer';
import type { RecordPart } from '../config/connector.ts';
import { javaText } from '../connect/java-text.ts';
import { parseJson } from '../connect/json-parse.ts';
import { lastHeader } from '../connect/records.ts';
import { refuse } from '../connect/refused.ts';
import { fieldValue } from '../connect/struct.ts';
import { isList, isMap, isStruct, type Value } from '../connect/value.ts';
import type { PipedRecord } from './sink-pipeline.ts';

/**
 * What a record holds at a place, as text: a header's as it is, a number's and a boolean's as Java writes them.
 *
 * Refuses what is missing, null, or no primitive.
 */
export const partText = (part: RecordPart, piped: PipedRecord): string => {
  if (part.kind === 'header') return headerText(part.name, piped);
  const value = partValue(part, piped);
  if (value === undefined || value === null) return refuse(`no ${placeText(part)}`);
  if (isMap(value) || isList(value) || isStruct(value))
    return refuse(`the ${placeText(part)} is no text, number or boolean`);
  return Buffer.isBuffer(value) ? utf8Text(value, placeText(part)) : javaText(value);
};

type FieldPart = Exclude<RecordPart, { kind: 'header' }>;

/** The value at a path of the key or of the document; undefined where there is none. Numbers are Connect's. */
const partValue = ({ kind, path }: FieldPart, piped: PipedRecord): Value | undefined => {
  const root = kind === 'key' ? piped.key.read().value : piped.json();
  const start =
    path.length > 0 && (typeof root === 'string' || Buffer.isBuffer(root)) ? jsonOf(root) : root;
  return path.reduce<Value | undefined>(fieldOf, start);
};

/** Text with fields is JSON. */
const jsonOf = (text: string | Buffer): Value | undefined => {
  try {
    return parseJson(Buffer.from(text as string));
  } catch {
    return undefined;
  }
};

const fieldOf = (value: Value | undefined, name: string): Value | undefined => {
  if (isMap(value ?? null)) return (value as ReadonlyMap<Value, Value>).get(name);
  return value !== undefined && isStruct(value)
    ? fieldValue(value, value.schema.fields.get(name))
    : undefined;
};

/** A header's text as it is, whatever the header converter would make of it. Refuses one that is missing or no UTF-8. */
export const headerText = (name: string, { record: { headers } }: PipedRecord): string => {
  const value = lastHeader(headers, name)?.value;
  return value ? utf8Text(value, `header ${name}`) : refuse(`no header ${name}`);
};

const utf8Text = (bytes: Buffer, place: string): string =>
  isUtf8(bytes) ? bytes.toString() : refuse(`the ${place} is not UTF-8`);

const placeText = (part: RecordPart): string =>
  part.kind === 'header'
    ? `header ${part.name}`
    : [part.kind, part.path.join('.')].join(' ').trim();
