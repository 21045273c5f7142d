import { refuse } from '../connect/refused.ts';
import {
  createFields,
  createSchema,
  duplicateName,
  type Field,
  type Schema,
  schemaBasics,
} from '../connect/schema.ts';
import {
  className,
  isMap,
  isStruct,
  type Struct,
  type Value,
  type ValueMap,
} from '../connect/value.ts';

/** The map that a value without schema must be. */
export const requireMap = (value: Value, purpose: string): ValueMap =>
  isMap(value) ? value : refuse(`Without schema ${purpose} needs a Map, found ${className(value)}`);

/** The struct that a value with schema must be. */
export const requireStruct = (value: Value, purpose: string): Struct =>
  isStruct(value)
    ? value
    : refuse(`With schema ${purpose} needs a Struct, found ${className(value)}`);

/** The fields of a schema that must be a struct's. */
export const requireFields = (schema: Schema): ReadonlyMap<string, Field> =>
  schema.type === 'STRUCT'
    ? schema.fields
    : refuse(`A schema of type ${schema.type} has no fields`);

/** A struct's schema with other fields; of the old one name, version, doc and parameters stay. */
export const structLike = (
  schema: Schema,
  fields: readonly (readonly [string, Schema])[],
  traits: Partial<Schema> = {},
): Schema => {
  const names = fields.map(([name]) => name);
  if (names.includes('')) refuse('A field has no name');
  if (duplicateName(names) !== undefined) refuse('Two fields have one name');
  return createSchema('STRUCT', {
    ...schemaBasics(schema),
    ...traits,
    fields: createFields(fields),
  });
};

/** Computes something of a schema once: records of a topic share theirs. */
export const perSchema = <T>(compute: (schema: Schema) => T): ((schema: Schema) => T) => {
  const known = new WeakMap<Schema, { readonly value: T }>();
  return (schema) => {
    const entry = known.get(schema) ?? { value: compute(schema) };
    known.set(schema, entry);
    return entry.value;
  };
};

/** Java's `String.split` by a character: empty parts at the end are gone. */
export const splitBy = (text: string, separator: string): readonly string[] => {
  const parts = text.split(separator);
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
};
