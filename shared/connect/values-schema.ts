import type { Schema, SchemaType } from './schema.ts';
import type { SchemaAndValue } from './value.ts';

/** Numbers, each of which holds those before it as far as Connect cares. */
const WIDER: readonly SchemaType[] = ['INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'FLOAT64'];

/**
 * The schema that all elements of a list share: undefined where none has one or where two have nothing
 * in common (Connect's `SchemaMerger`).
 */
export const commonSchema = (elements: readonly (SchemaAndValue | null)[]): Schema | undefined => {
  let common: Schema | undefined;
  for (const element of elements) {
    const schema = element?.schema;
    if (schema === null || schema === undefined) continue;
    common = common === undefined ? schema : mergeSchemas(common, schema);
    if (common === undefined) return undefined;
  }
  return common;
};

/** Of one type, the later schema stands for both; of two numbers the wider. */
const mergeSchemas = (previous: Schema, next: Schema): Schema | undefined => {
  if (previous.type === next.type) return next;
  const before = WIDER.indexOf(previous.type);
  const after = WIDER.indexOf(next.type);
  if (before < 0 || after < 0) return undefined;
  return before > after ? previous : next;
};
