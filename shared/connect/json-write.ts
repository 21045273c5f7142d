import { doubleText, floatText } from './java-number.ts';
import { DATE, DECIMAL, TIME, TIMESTAMP } from './logical-types.ts';
import { refuse } from './refused.ts';
import { isSameSchema, type Schema, type SchemaType } from './schema.ts';
import { fieldValue } from './struct.ts';
import {
  className,
  type Decimal,
  isDecimal,
  isList,
  isMap,
  isSmallNumber,
  isStruct,
  schemaTypeOf,
  type Value,
  type ValueMap,
} from './value.ts';

/** What a writer of JSON may decide. */
export type JsonRules = {
  readonly replaceNullWithDefault: boolean;
  /** A logical type whose schema is at hand. */
  readonly decimal: (value: Decimal, schema: Schema) => string;
  readonly date: (value: Date) => string;
  readonly time: (value: Date) => string;
  readonly timestamp: (value: Date) => string;
  /** A value that no schema type has: a Decimal or Date without schema. */
  readonly schemaless: (value: Decimal | Date) => string;
  readonly text: (value: string) => string;
  /** The entries of a map whose keys are not text, keys and values as JSON. */
  readonly entries: (entries: readonly (readonly [string, string])[]) => string;
};

/** Text in quotes. Most text needs no escapes, and to see that is quicker than to look for them. */
export const quoteJson = (text: string): string =>
  isPlain(text) ? `"${text}"` : JSON.stringify(text);

/** No quote, backslash, control character or part of a surrogate pair. */
const isPlain = (text: string): boolean => {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x22 || code === 0x5c || (code & 0xf800) === 0xd800) return false;
  }
  return true;
};

/** Writes a value as JSON, numbers as Java writes them; a struct's fields and a map's entries in their order. */
export const writeJson = (schema: Schema | null, value: Value, rules: JsonRules): string =>
  appendJson('', schema, value, rules);

/** Text before the value, and the value. One text that grows is quicker than many that are joined. */
const appendJson = (
  text: string,
  schema: Schema | null,
  value: Value,
  rules: JsonRules,
): string => {
  if (value === null) return text + nullJson(schema, rules);
  if (schema === null) return appendSchemaless(text, value, rules);
  const logical = schema.name === null ? undefined : LOGICAL.get(schema.name);
  if (logical !== undefined) return text + logical(schema, value, rules);
  if (schema.type === 'ARRAY' && isList(value)) return appendList(text, schema, value, rules);
  if (schema.type === 'MAP' && isMap(value)) return appendMap(text, schema, value, rules);
  if (schema.type === 'STRUCT') return appendStruct(text, schema, value, rules);
  return text + simpleJson(schema.type, value, rules);
};

const nullJson = (schema: Schema | null, rules: JsonRules): string => {
  if (schema === null) return 'null';
  if (schema.defaultValue !== null && rules.replaceNullWithDefault)
    return writeJson(schema, schema.defaultValue, rules);
  return schema.optional ? 'null' : refuse('A null for a field that requires a value');
};

const appendSchemaless = (text: string, value: Exclude<Value, null>, rules: JsonRules): string => {
  switch (typeof value) {
    case 'string':
      return text + rules.text(value);
    case 'bigint':
    case 'boolean':
      return text + String(value);
    case 'number':
      return text + floatingJson(value, doubleText);
    default:
      if (isMap(value)) return appendMap(text, null, value, rules);
      if (isList(value)) return appendList(text, null, value, rules);
      if (value instanceof Date || isDecimal(value)) return text + rules.schemaless(value);
      return text + simpleJson(typeOf(value), value, rules);
  }
};

const typeOf = (value: Value): SchemaType =>
  schemaTypeOf(value) ?? refuse(`${className(value)} has no schema type`);

type LogicalWriter = (schema: Schema, value: Value, rules: JsonRules) => string;

const ofDate =
  (write: (rules: JsonRules) => (value: Date) => string): LogicalWriter =>
  (schema, value, rules) =>
    value instanceof Date ? write(rules)(value) : wrongType(schema.name ?? '', value);

const LOGICAL: ReadonlyMap<string, LogicalWriter> = new Map(
  Object.entries<LogicalWriter>({
    [DECIMAL]: (schema, value, rules) =>
      isDecimal(value) ? rules.decimal(value, schema) : wrongType(DECIMAL, value),
    [DATE]: ofDate((rules) => rules.date),
    [TIME]: ofDate((rules) => rules.time),
    [TIMESTAMP]: ofDate((rules) => rules.timestamp),
  }),
);

const wrongType = (expected: string, value: Value): never =>
  refuse(`Invalid type for ${expected}: ${className(value)}`);

type SimpleWriter = (value: Exclude<Value, null>, rules: JsonRules) => string | undefined;

/** How values of a type are written; undefined where a value is not of it. */
const SIMPLE: Readonly<Partial<Record<SchemaType, SimpleWriter>>> = {
  INT64: (value) => (typeof value === 'bigint' ? String(value) : undefined),
  FLOAT64: (value) => (typeof value === 'number' ? floatingJson(value, doubleText) : undefined),
  STRING: (value, rules) => (typeof value === 'string' ? rules.text(value) : undefined),
  BOOLEAN: (value) => (typeof value === 'boolean' ? String(value) : undefined),
  BYTES: (value) => (Buffer.isBuffer(value) ? `"${value.toString('base64')}"` : undefined),
};

const simpleJson = (type: SchemaType, value: Exclude<Value, null>, rules: JsonRules): string => {
  const write = SIMPLE[type];
  return (write ? write(value, rules) : smallJson(type, value)) ?? wrongType(type, value);
};

const smallJson = (type: SchemaType, value: Exclude<Value, null>): string | undefined => {
  if (!isSmallNumber(value) || value.type !== type) return undefined;
  return type === 'FLOAT32' ? floatingJson(value.value, floatText) : String(value.value);
};

/** JSON has no infinities; Jackson writes them as text. */
const floatingJson = (value: number, write: (value: number) => string): string =>
  Number.isFinite(value) ? write(value) : `"${value}"`;

const appendList = (
  before: string,
  schema: Schema | null,
  list: readonly Value[],
  rules: JsonRules,
): string => {
  const elementSchema = schema?.valueSchema ?? null;
  let text = `${before}[`;
  let separator = '';
  for (const element of list) {
    text = appendJson(text + separator, elementSchema, element, rules);
    separator = ',';
  }
  return `${text}]`;
};

const appendMap = (
  before: string,
  schema: Schema | null,
  map: ValueMap,
  rules: JsonRules,
): string => {
  if (!hasTextKeys(schema, map)) return before + rules.entries(entriesJson(schema, map, rules));
  const valueSchema = schema?.valueSchema ?? null;
  let text = `${before}{`;
  let separator = '';
  for (const [key, value] of map) {
    text = appendJson(`${text}${separator}${rules.text(keyText(key))}:`, valueSchema, value, rules);
    separator = ',';
  }
  return `${text}}`;
};

const entriesJson = (
  schema: Schema | null,
  map: ValueMap,
  rules: JsonRules,
): readonly (readonly [string, string])[] =>
  [...map].map(([key, value]) => [
    writeJson(schema?.keySchema ?? null, key, rules),
    writeJson(schema?.valueSchema ?? null, value, rules),
  ]);

const hasTextKeys = (schema: Schema | null, map: ValueMap): boolean => {
  if (schema !== null) return schema.keySchema?.type === 'STRING';
  for (const key of map.keys()) if (typeof key !== 'string') return false;
  return true;
};

const keyText = (key: Value): string => {
  if (key === null) return 'null';
  return typeof key === 'string' ? key : wrongType('STRING', key);
};

const appendStruct = (before: string, schema: Schema, value: Value, rules: JsonRules): string => {
  if (!isStruct(value)) return wrongType('STRUCT', value);
  if (!isSameSchema(value.schema, schema)) refuse('Mismatching schema');
  let text = `${before}{`;
  let separator = '';
  for (const field of schema.fields.values()) {
    const name = rules.text(field.name);
    text = appendJson(`${text}${separator}${name}:`, field.schema, fieldValue(value, field), rules);
    separator = ',';
  }
  return `${text}}`;
};
