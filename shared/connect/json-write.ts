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
  type Struct,
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
export const writeJson = (schema: Schema | null, value: Value, rules: JsonRules): string => {
  if (value === null) return nullJson(schema, rules);
  const logical = schema?.name == null ? undefined : LOGICAL[schema.name];
  if (logical !== undefined && schema !== null) return logical(schema, value, rules);
  if (schema === null) return schemalessJson(value, rules);
  return TYPED[schema.type](value, schema, rules);
};

const nullJson = (schema: Schema | null, rules: JsonRules): string => {
  if (schema === null) return 'null';
  if (schema.defaultValue !== null && rules.replaceNullWithDefault)
    return writeJson(schema, schema.defaultValue, rules);
  return schema.optional ? 'null' : refuse('A null for a field that requires a value');
};

const schemalessJson = (value: Exclude<Value, null>, rules: JsonRules): string => {
  if (value instanceof Date || isDecimal(value)) return rules.schemaless(value);
  const type = schemaTypeOf(value);
  return type === undefined
    ? refuse(`${className(value)} has no schema type`)
    : TYPED[type](value, null, rules);
};

type LogicalWriter = (schema: Schema, value: Value, rules: JsonRules) => string;

const ofDate =
  (write: (rules: JsonRules) => (value: Date) => string): LogicalWriter =>
  (schema, value, rules) =>
    value instanceof Date ? write(rules)(value) : wrongType(schema.name ?? '', value);

const LOGICAL: Readonly<Record<string, LogicalWriter>> = {
  [DECIMAL]: (schema, value, rules) =>
    isDecimal(value) ? rules.decimal(value, schema) : wrongType(DECIMAL, value),
  [DATE]: ofDate((rules) => rules.date),
  [TIME]: ofDate((rules) => rules.time),
  [TIMESTAMP]: ofDate((rules) => rules.timestamp),
};

const wrongType = (expected: string, value: Value): never =>
  refuse(`Invalid type for ${expected}: ${className(value)}`);

type TypedWriter = (value: Exclude<Value, null>, schema: Schema | null, rules: JsonRules) => string;

const integerOf =
  (type: 'INT8' | 'INT16' | 'INT32'): TypedWriter =>
  (value) =>
    isSmallNumber(value) && value.type === type ? String(value.value) : wrongType(type, value);

const TYPED: Readonly<Record<SchemaType, TypedWriter>> = {
  INT8: integerOf('INT8'),
  INT16: integerOf('INT16'),
  INT32: integerOf('INT32'),
  INT64: (value) => (typeof value === 'bigint' ? String(value) : wrongType('INT64', value)),
  FLOAT32: (value) =>
    isSmallNumber(value) && value.type === 'FLOAT32'
      ? floatingJson(value.value, floatText)
      : wrongType('FLOAT32', value),
  FLOAT64: (value) =>
    typeof value === 'number' ? floatingJson(value, doubleText) : wrongType('FLOAT64', value),
  BOOLEAN: (value) => (typeof value === 'boolean' ? String(value) : wrongType('BOOLEAN', value)),
  STRING: (value, _, rules) =>
    typeof value === 'string' ? rules.text(value) : wrongType('STRING', value),
  BYTES: (value) =>
    Buffer.isBuffer(value) ? `"${value.toString('base64')}"` : wrongType('BYTES', value),
  ARRAY: (value, schema, rules) =>
    isList(value) ? listJson(schema, value, rules) : wrongType('ARRAY', value),
  MAP: (value, schema, rules) =>
    isMap(value) ? mapJson(schema, value, rules) : wrongType('MAP', value),
  STRUCT: (value, schema, rules) =>
    isStruct(value) && schema !== null
      ? structJson(schema, value, rules)
      : wrongType('STRUCT', value),
};

/** JSON has no infinities; Jackson writes them as text. */
const floatingJson = (value: number, write: (value: number) => string): string =>
  Number.isFinite(value) ? write(value) : `"${value}"`;

const listJson = (schema: Schema | null, list: readonly Value[], rules: JsonRules): string => {
  const elementSchema = schema?.valueSchema ?? null;
  let elements = '';
  for (const element of list)
    elements += `${elements === '' ? '' : ','}${writeJson(elementSchema, element, rules)}`;
  return `[${elements}]`;
};

const mapJson = (schema: Schema | null, map: ValueMap, rules: JsonRules): string => {
  if (!hasTextKeys(schema, map)) return rules.entries(entriesJson(schema, map, rules));
  const valueSchema = schema?.valueSchema ?? null;
  let members = '';
  for (const [key, value] of map)
    members += `${members === '' ? '' : ','}${rules.text(keyText(key))}:${writeJson(valueSchema, value, rules)}`;
  return `{${members}}`;
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

const structJson = (schema: Schema, value: Struct, rules: JsonRules): string => {
  if (!isSameSchema(value.schema, schema)) refuse('Mismatching schema');
  const fields: string[] = [];
  for (const field of schema.fields.values())
    fields.push(
      `${rules.text(field.name)}:${writeJson(field.schema, fieldValue(value, field), rules)}`,
    );
  return `{${fields.join(',')}}`;
};
