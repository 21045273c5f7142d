import { refuseKey } from '../../connect/config-keys.ts';
import type { ConnectRecord } from '../../connect/connect-record.ts';
import { timestampSchema } from '../../connect/logical-types.ts';
import { refuse } from '../../connect/refused.ts';
import { fieldValue, fieldValueOrDefault } from '../../connect/struct.ts';
import { isStruct, type SchemaAndValue, type Struct, type Value } from '../../connect/value.ts';
import { requireMap, splitBy } from '../requirements.ts';

/** Where a time is: in the key, the value, or it is the record's own. */
export type FieldPath = {
  readonly of: 'key' | 'value' | 'timestamp';
  readonly steps: readonly string[];
};

const PREFIXES: Readonly<Record<string, FieldPath['of']>> = {
  _key: 'key',
  _value: 'value',
  _timestamp: 'timestamp',
};

/** Reads a path such as `_key.a.b`; without prefix it is one of the value. */
export const lensesFieldPath = (path: string): FieldPath => {
  const steps = splitBy(path === '' ? '_value' : path, '.');
  const of = PREFIXES[(steps[0] ?? '').toLowerCase()];
  if (of === undefined) return { of: 'value', steps };
  if (of === 'timestamp' && steps.length > 1) refuseKey('field', '_timestamp without a path', path);
  return { of, steps: steps.slice(1) };
};

/** What a path starts from. */
export const pathRoot = (record: ConnectRecord, { of }: FieldPath): SchemaAndValue => {
  if (of !== 'timestamp') return record[of].read();
  const { timestamp } = record;
  return { schema: timestampSchema(), value: timestamp === null ? null : BigInt(timestamp) };
};

/** The value at the end of a path through maps. */
export const mapAt = (value: Value, steps: readonly string[]): Value => {
  let current = requireMap(value, 'extracting a field');
  for (const step of steps.slice(0, -1))
    current = requireMap(current.get(step) ?? null, 'extracting a field');
  return current.get(steps.at(-1) ?? '') ?? null;
};

/** The last struct of a path; undefined where one on the way is null. */
export const structBefore = (struct: Struct, steps: readonly string[]): Struct | undefined => {
  let current = struct;
  for (const step of steps.slice(0, -1)) {
    const field = current.schema.fields.get(step);
    if (field?.schema.type !== 'STRUCT')
      return refuse(`${step} is not a struct's field that is a struct`);
    const next = fieldValue(current, field);
    if (!isStruct(next)) return undefined;
    current = next;
  }
  return current;
};

/** The value at the end of a path through structs; null where the field is missing. */
export const structAt = (struct: Struct, steps: readonly string[]): Value => {
  const last = structBefore(struct, steps);
  if (last === undefined) return null;
  return fieldValueOrDefault(last, last.schema.fields.get(steps.at(-1) ?? ''));
};
