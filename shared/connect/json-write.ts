import { doubleText, floatText } from './java-number.ts';
import { JsonObject, Unread } from './json-object.ts';
import {
  appendBytes,
  appendCode,
  appendName,
  appendQuoted,
  appendText,
  type JsonOutput,
} from './json-output.ts';
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

const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;

/** What a writer of JSON may decide. */
export type JsonRules = {
  readonly replaceNullWithDefault: boolean;
  /** Whether texts and numbers that nobody changed are written as they stood, or as Java writes them. */
  readonly keepsSource: boolean;
  /** A logical type whose schema is at hand. */
  readonly decimal: (value: Decimal, schema: Schema) => string;
  readonly date: (value: Date) => string;
  readonly time: (value: Date) => string;
  readonly timestamp: (value: Date) => string;
  /** A value that no schema type has: a Decimal or Date without schema. */
  readonly schemaless: (value: Decimal | Date) => string;
  readonly text: (value: string) => string;
  /** What stands before, between and behind the key and value of an entry whose map has keys that are not text. */
  readonly entry: readonly [before: string, between: string, behind: string];
};

/** Appends a value as JSON, numbers as Java writes them; a struct's fields and a map's entries in their order. */
export const appendJson = (
  output: JsonOutput,
  schema: Schema | null,
  value: Value,
  rules: JsonRules,
): JsonOutput => {
  if (value === null) return appendNull(output, schema, rules);
  if (schema === null) return appendSchemaless(output, value, rules);
  const logical = schema.name === null ? undefined : LOGICAL.get(schema.name);
  if (logical !== undefined) return appendText(output, logical(schema, value, rules));
  if (schema.type === 'ARRAY' && isList(value)) return appendList(output, schema, value, rules);
  if (schema.type === 'MAP' && isMap(value)) return appendMap(output, schema, value, rules);
  if (schema.type === 'STRUCT') return appendStruct(output, schema, value, rules);
  return appendSimple(output, schema.type, value, rules);
};

const appendNull = (output: JsonOutput, schema: Schema | null, rules: JsonRules): JsonOutput => {
  if (schema !== null && schema.defaultValue !== null && rules.replaceNullWithDefault)
    return appendJson(output, schema, schema.defaultValue, rules);
  if (schema?.optional === false) refuse('A null for a field that requires a value');
  return appendText(output, 'null');
};

const appendSchemaless = (
  output: JsonOutput,
  value: Exclude<Value, null>,
  rules: JsonRules,
): JsonOutput => {
  switch (typeof value) {
    case 'string':
      return appendQuoted(output, value, rules.text);
    case 'bigint':
    case 'boolean':
      return appendText(output, String(value));
    case 'number':
      return appendText(output, floatingJson(value, doubleText));
    default:
      if (isMap(value)) return appendMap(output, null, value, rules);
      if (isList(value)) return appendList(output, null, value, rules);
      if (value instanceof Date || isDecimal(value))
        return appendText(output, rules.schemaless(value));
      return appendSimple(output, typeOf(value), value, rules);
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

const appendSimple = (
  output: JsonOutput,
  type: SchemaType,
  value: Exclude<Value, null>,
  rules: JsonRules,
): JsonOutput => {
  const write = SIMPLE[type];
  const json = (write ? write(value, rules) : smallJson(type, value)) ?? wrongType(type, value);
  return appendText(output, json);
};

const smallJson = (type: SchemaType, value: Exclude<Value, null>): string | undefined => {
  if (!isSmallNumber(value) || value.type !== type) return undefined;
  return type === 'FLOAT32' ? floatingJson(value.value, floatText) : String(value.value);
};

/** JSON has no infinities; Jackson writes them as text. */
const floatingJson = (value: number, write: (value: number) => string): string =>
  Number.isFinite(value) ? write(value) : `"${value}"`;

const appendList = (
  output: JsonOutput,
  schema: Schema | null,
  list: readonly Value[],
  rules: JsonRules,
): JsonOutput => {
  const elementSchema = schema?.valueSchema ?? null;
  let separator = OPEN_BRACKET;
  for (const element of list) {
    appendCode(output, separator);
    appendJson(output, elementSchema, element, rules);
    separator = COMMA;
  }
  return appendText(output, list.length === 0 ? '[]' : ']');
};

const appendMap = (
  output: JsonOutput,
  schema: Schema | null,
  map: ValueMap,
  rules: JsonRules,
): JsonOutput => {
  if (rules.keepsSource && map instanceof JsonObject) return appendObject(output, map, rules);
  if (!hasTextKeys(schema, map)) return appendEntries(output, schema, map, rules);
  const valueSchema = schema?.valueSchema ?? null;
  let separator = OPEN_BRACE;
  for (const [key, value] of map) {
    appendName(output, separator, keyText(key), rules.text);
    appendJson(output, valueSchema, value, rules);
    separator = COMMA;
  }
  return appendText(output, map.size === 0 ? '{}' : '}');
};

/** What nobody has read is copied as it stands. */
const appendObject = (output: JsonOutput, object: JsonObject, rules: JsonRules): JsonOutput => {
  let separator = OPEN_BRACE;
  object.forEachMember((member, key) => {
    appendName(output, separator, keyText(key), rules.text);
    separator = COMMA;
    if (member instanceof Unread) appendBytes(output, member.bytes, member.start, member.end);
    else appendJson(output, null, member, rules);
  });
  return appendText(output, object.size === 0 ? '{}' : '}');
};

const appendEntries = (
  output: JsonOutput,
  schema: Schema | null,
  map: ValueMap,
  rules: JsonRules,
): JsonOutput => {
  const [before, between, behind] = rules.entry;
  let separator = OPEN_BRACKET;
  for (const [key, value] of map) {
    appendCode(output, separator);
    appendText(output, before);
    appendJson(output, schema?.keySchema ?? null, key, rules);
    appendText(output, between);
    appendJson(output, schema?.valueSchema ?? null, value, rules);
    appendText(output, behind);
    separator = COMMA;
  }
  return appendText(output, map.size === 0 ? '[]' : ']');
};

const hasTextKeys = (schema: Schema | null, map: ValueMap): boolean => {
  if (schema !== null) return schema.keySchema?.type === 'STRING';
  for (const key of map.keys()) if (typeof key !== 'string') return false;
  return true;
};

const keyText = (key: Value): string => {
  if (key === null) return 'null';
  return typeof key === 'string' ? key : wrongType('STRING', key);
};

const appendStruct = (
  output: JsonOutput,
  schema: Schema,
  value: Value,
  rules: JsonRules,
): JsonOutput => {
  if (!isStruct(value)) return wrongType('STRUCT', value);
  if (!isSameSchema(value.schema, schema)) refuse('Mismatching schema');
  let separator = OPEN_BRACE;
  for (const field of schema.fields.values()) {
    appendName(output, separator, field.name, rules.text);
    appendJson(output, field.schema, fieldValue(value, field), rules);
    separator = COMMA;
  }
  return appendText(output, schema.fields.size === 0 ? '{}' : '}');
};
