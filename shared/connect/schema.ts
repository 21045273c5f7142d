import { isSameValue, isStruct, type Value } from './value.ts';

/** Connect's types of values. */
export type SchemaType =
  | 'INT8'
  | 'INT16'
  | 'INT32'
  | 'INT64'
  | 'FLOAT32'
  | 'FLOAT64'
  | 'BOOLEAN'
  | 'STRING'
  | 'BYTES'
  | 'ARRAY'
  | 'MAP'
  | 'STRUCT';

/** One field of a struct's schema; `index` is its place in the struct's values. */
export type Field = { readonly name: string; readonly index: number; readonly schema: Schema };

/** A Connect schema. What is absent is null, as in Connect. */
export type Schema = {
  readonly type: SchemaType;
  readonly optional: boolean;
  readonly defaultValue: Value;
  readonly name: string | null;
  readonly version: number | null;
  readonly doc: string | null;
  readonly parameters: ReadonlyMap<string, string> | null;
  /** Fields by name in their order; empty for every type but STRUCT. */
  readonly fields: ReadonlyMap<string, Field>;
  readonly keySchema: Schema | null;
  readonly valueSchema: Schema | null;
};

const NO_FIELDS: ReadonlyMap<string, Field> = new Map();

/** A schema of a type, required and without anything else where `traits` don't say otherwise. */
export const createSchema = (
  type: SchemaType,
  traits: Partial<Omit<Schema, 'type'>> = {},
): Schema => ({
  type,
  optional: traits.optional ?? false,
  defaultValue: traits.defaultValue ?? null,
  name: traits.name ?? null,
  version: traits.version ?? null,
  doc: traits.doc ?? null,
  parameters: traits.parameters ?? null,
  fields: traits.fields ?? NO_FIELDS,
  keySchema: traits.keySchema ?? null,
  valueSchema: traits.valueSchema ?? null,
});

/** Numbers named schemas as a struct's fields; a name that comes twice is left to `duplicateName`. */
export const createFields = (
  schemas: Iterable<readonly [string, Schema]>,
): ReadonlyMap<string, Field> => {
  const fields = new Map<string, Field>();
  for (const [name, schema] of schemas) fields.set(name, { name, index: fields.size, schema });
  return fields;
};

/** The first name that comes twice: Connect refuses such a struct. */
export const duplicateName = (names: Iterable<string>): string | undefined => {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
};

/** Name, version, doc and parameters: what a changed schema keeps of the one it came from. */
export const schemaBasics = ({
  name,
  version,
  doc,
  parameters,
}: Schema): Pick<Schema, 'name' | 'version' | 'doc' | 'parameters'> => ({
  name,
  version,
  doc,
  parameters: parameters?.size === 0 ? null : parameters,
});

/** Whether two schemas say the same; Connect compares them so, never by identity alone. */
export const isSameSchema = (a: Schema | null, b: Schema | null): boolean => {
  if (a === b) return true;
  if (a === null || b === null) return false;
  return (
    a.type === b.type &&
    a.optional === b.optional &&
    a.name === b.name &&
    a.version === b.version &&
    a.doc === b.doc &&
    isSameValue(a.defaultValue, b.defaultValue, isSameStructs) &&
    sameParameters(a.parameters, b.parameters) &&
    sameFields(a.fields, b.fields) &&
    isSameSchema(a.keySchema, b.keySchema) &&
    isSameSchema(a.valueSchema, b.valueSchema)
  );
};

const isSameStructs = (a: Value, b: Value): boolean =>
  isStruct(a) &&
  isStruct(b) &&
  isSameSchema(a.schema, b.schema) &&
  isSameValue(a.values, b.values, isSameStructs);

const sameParameters = (a: Schema['parameters'], b: Schema['parameters']): boolean => {
  if (a === b) return true;
  if (a === null || b === null || a.size !== b.size) return false;
  return [...a].every(([key, value]) => b.get(key) === value);
};

const sameFields = (a: Schema['fields'], b: Schema['fields']): boolean => {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  return [...a.values()].every((field) => {
    const other = b.get(field.name);
    return other?.index === field.index && isSameSchema(field.schema, other.schema);
  });
};
