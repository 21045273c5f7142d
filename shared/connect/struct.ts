import { DATE, DECIMAL, TIME, TIMESTAMP } from './logical-types.ts';
import { refuse } from './refused.ts';
import { type Field, isSameSchema, type Schema } from './schema.ts';
import {
  className,
  isList,
  isMap,
  type Struct,
  type Value,
  type ValueMap,
  type ValueType,
  valueType,
} from './value.ts';

/** The value types that a logical name stands for. */
const LOGICAL_VALUE: ReadonlyMap<string, ValueType> = new Map(
  Object.entries<ValueType>({
    [DECIMAL]: 'DECIMAL',
    [DATE]: 'DATE',
    [TIME]: 'DATE',
    [TIMESTAMP]: 'DATE',
  }),
);

/**
 * Makes a struct of its fields' values. Each must fit its field's schema; undefined leaves the field unset,
 * which Connect checks when the struct is converted, not before.
 */
export const createStruct = (schema: Schema, read: (field: Field) => Value | undefined): Struct => {
  const values: Value[] = [];
  for (const field of schema.fields.values()) {
    const value = read(field);
    if (value !== undefined) validateValue(field.schema, value, field.name);
    values.push(value ?? null);
  }
  return { type: 'STRUCT', schema, values };
};

/** A struct's value of a field; null where it has no such field. */
export const fieldValue = (struct: Struct, field: Field | undefined): Value =>
  field === undefined ? null : (struct.values[field.index] ?? null);

/** The same, a null replaced by its schema's default. */
export const fieldValueOrDefault = (struct: Struct, field: Field | undefined): Value =>
  fieldValue(struct, field) ?? field?.schema.defaultValue ?? null;

/** Which of the two a transform reads: `replace.null.with.default`. */
export const fieldReader = (replaceNullWithDefault: boolean): typeof fieldValue =>
  replaceNullWithDefault ? fieldValueOrDefault : fieldValue;

/** Refuses a value that its schema does not describe (Connect's `ConnectSchema.validateValue`). */
export const validateValue = (schema: Schema, value: Value, location: string): void => {
  if (value === null) {
    if (!schema.optional) refuse(`Invalid value: null used for required ${location}`);
    return;
  }
  const found = valueType(value);
  const expected = LOGICAL_VALUE.get(schema.name ?? '') ?? schema.type;
  if (found !== expected)
    refuse(`Invalid value for ${location}: ${className(value)} where ${schema.type} is expected`);
  validateParts(schema, value, location);
};

const validateParts = (schema: Schema, value: Value, location: string): void => {
  if (schema.type === 'STRUCT') validateStruct(schema, value as Struct);
  else if (schema.type === 'ARRAY' && isList(value)) validateElements(schema, value, location);
  else if (schema.type === 'MAP' && isMap(value)) validateEntries(schema, value, location);
};

const validateElements = (schema: Schema, list: readonly Value[], location: string): void => {
  for (const element of list)
    validateValue(schema.valueSchema ?? noSchema(location), element, `element of ${location}`);
};

const validateEntries = (schema: Schema, map: ValueMap, location: string): void => {
  for (const [key, value] of map) {
    validateValue(schema.keySchema ?? noSchema(location), key, `key of ${location}`);
    validateValue(schema.valueSchema ?? noSchema(location), value, `value of ${location}`);
  }
};

const noSchema = (location: string): never => refuse(`No schema defined for a part of ${location}`);

const validateStruct = (schema: Schema, struct: Struct): void => {
  if (!isSameSchema(struct.schema, schema)) refuse('Struct schemas do not match');
  for (const field of struct.schema.fields.values()) {
    const value = fieldValue(struct, field);
    if (value !== null || field.schema.defaultValue === null)
      validateValue(field.schema, value, field.name);
  }
};
