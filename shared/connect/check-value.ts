import { refuse } from './refused.ts';
import type { Schema } from './schema.ts';
import { validateValue } from './struct.ts';
import type { Value } from './value.ts';

const FORM =
  'null, boolean, text, number, bigint, Buffer, Date, list, Map or Struct, beside a schema or null';

/** Refuses what a user's own code gives as a value where it is none of Connect's, or not its schema's. */
export const checkValue = (data: unknown): void => {
  const { schema, value } = Object(data) as Readonly<Record<string, unknown>>;
  if (typeof schema !== 'object' || !isValue(value)) refuse(`It gave no value (${FORM})`);
  // A value, as was just looked at; that a schema is one is the compiler's to say.
  if (schema !== null) validateValue(schema as Schema, value as Value, 'value');
};

const PLAIN: ReadonlySet<string> = new Set(['boolean', 'string', 'number', 'bigint']);

const isValue = (value: unknown): value is Value => {
  if (PLAIN.has(typeof value) || value === null) return true;
  if (Array.isArray(value)) return value.every(isValue);
  if (value instanceof Map)
    return [...value].every(([key, entry]) => isValue(key) && isValue(entry));
  return value instanceof Date || Buffer.isBuffer(value) || isTyped(value);
};

/** A struct, a decimal or a small number, as their types say. */
const isTyped = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  if ('values' in value) return 'schema' in value && isValue(value.values);
  if ('unscaled' in value) return typeof value.unscaled === 'bigint';
  return 'value' in value && typeof value.value === 'number';
};
