import { nodeToInt } from './json-coerce.ts';
import { jsonBytes } from './json-output.ts';
import { jsonToConnect } from './json-to-connect.ts';
import { appendJson, type JsonRules } from './json-write.ts';
import { refuse } from './refused.ts';
import {
  createFields,
  createSchema,
  duplicateName,
  type Schema,
  type SchemaType,
} from './schema.ts';
import { validateValue } from './struct.ts';
import { isList, isMap, type Value, type ValueMap } from './value.ts';

/** JsonConverter's names of the types. */
const JSON_NAMES: Readonly<Record<SchemaType, string>> = {
  BOOLEAN: 'boolean',
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  FLOAT32: 'float',
  FLOAT64: 'double',
  BYTES: 'bytes',
  STRING: 'string',
  ARRAY: 'array',
  MAP: 'map',
  STRUCT: 'struct',
};

const TYPES: ReadonlyMap<Value, SchemaType> = new Map(
  Object.entries(JSON_NAMES).map(([type, name]) => [name, type as SchemaType]),
);

/** Reads a schema from its JSON; null stands for no schema. */
export const readSchema = (node: Value, replaceNull: boolean): Schema | null => {
  if (node === null) return null;
  const json: ValueMap = isMap(node) ? node : new Map();
  const type = TYPES.get(json.get('type') ?? null);
  if (type === undefined) return refuse("A schema has no known 'type'");
  const bare = createSchema(type, { ...parts(type, json, replaceNull), ...traits(json) });
  const given = json.get('default');
  if (given === undefined) return bare;
  const defaultValue = jsonToConnect(bare, given, replaceNull);
  if (type === 'STRUCT' && defaultValue !== null) refuse('A struct can have no default in JSON');
  validateValue(bare, defaultValue, 'default');
  return { ...bare, defaultValue };
};

const parts = (type: SchemaType, json: ValueMap, replaceNull: boolean): Partial<Schema> => {
  const inner = (key: string): Schema =>
    readSchema(json.get(key) ?? null, replaceNull) ??
    refuse(`A schema of type ${JSON_NAMES[type]} has no '${key}'`);
  if (type === 'ARRAY') return { valueSchema: inner('items') };
  if (type === 'MAP') return { keySchema: inner('keys'), valueSchema: inner('values') };
  return type === 'STRUCT' ? { fields: readFields(json.get('fields') ?? null, replaceNull) } : {};
};

const readFields = (node: Value, replaceNull: boolean): Schema['fields'] => {
  if (!isList(node)) return refuse("A struct's schema has no array 'fields'");
  const fields = node.map((field): [string, Schema] => {
    const name = isMap(field) ? field.get('field') : undefined;
    if (typeof name !== 'string' || name === '') return refuse("A struct's field has no name");
    return [name, readSchema(field, replaceNull) ?? refuse("A struct's field has no schema")];
  });
  if (duplicateName(fields.map(([name]) => name)) !== undefined)
    refuse('A struct has two fields of one name');
  return createFields(fields);
};

/** What is of another type than it should be counts as absent, but for parameters. */
const traits = (json: ValueMap): Partial<Schema> => {
  const text = (key: string): string | null => {
    const value = json.get(key);
    return typeof value === 'string' ? value : null;
  };
  const version = json.get('version') ?? null;
  return {
    optional: json.get('optional') === true,
    name: text('name'),
    version: typeof version === 'bigint' ? nodeToInt(version, 32) : null,
    doc: text('doc'),
    parameters: readParameters(json.get('parameters') ?? null),
  };
};

const readParameters = (node: Value): Schema['parameters'] => {
  if (!isMap(node) || node.size === 0) return null;
  const parameters = new Map<string, string>();
  for (const [key, value] of node) {
    if (typeof value !== 'string') return refuse('A schema has parameters that are not text');
    parameters.set(String(key), value);
  }
  return parameters;
};

/** Writes a schema as JsonConverter does; a struct's field has its name last. */
export const schemaJson = (schema: Schema | null, rules: JsonRules, field?: string): string => {
  if (schema === null) return 'null';
  const members = [
    `"type":"${JSON_NAMES[schema.type]}"`,
    ...partsJson(schema, rules),
    `"optional":${schema.optional}`,
    ...(schema.name === null ? [] : [`"name":${rules.text(schema.name)}`]),
    ...(schema.version === null ? [] : [`"version":${schema.version}`]),
    ...(schema.doc === null ? [] : [`"doc":${rules.text(schema.doc)}`]),
    ...(schema.parameters === null
      ? []
      : [`"parameters":${parametersJson(schema.parameters, rules)}`]),
    ...(schema.defaultValue === null ? [] : [`"default":${defaultJson(schema, rules)}`]),
    ...(field === undefined ? [] : [`"field":${rules.text(field)}`]),
  ];
  return `{${members.join(',')}}`;
};

const defaultJson = (schema: Schema, rules: JsonRules): string =>
  jsonBytes((output) => appendJson(output, schema, schema.defaultValue, rules)).toString();

const partsJson = (schema: Schema, rules: JsonRules): readonly string[] => {
  const { type, keySchema, valueSchema, fields } = schema;
  if (type === 'ARRAY') return [`"items":${schemaJson(valueSchema, rules)}`];
  if (type === 'MAP')
    return [`"keys":${schemaJson(keySchema, rules)}`, `"values":${schemaJson(valueSchema, rules)}`];
  if (type !== 'STRUCT') return [];
  const members = [...fields.values()].map(({ name, schema }) => schemaJson(schema, rules, name));
  return [`"fields":[${members.join(',')}]`];
};

const parametersJson = (parameters: ReadonlyMap<string, string>, rules: JsonRules): string =>
  `{${[...parameters].map(([key, value]) => `${rules.text(key)}:${rules.text(value)}`).join(',')}}`;
