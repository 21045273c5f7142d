import {
  choiceKey,
  REPLACE_NULL_WITH_DEFAULT,
  refuseKey,
  requiredText,
} from '../connect/config-keys.ts';
import { readChecked } from '../connect/read-config.ts';
import { refuse } from '../connect/refused.ts';
import type { Field, Schema } from '../connect/schema.ts';
import { fieldReader, fieldValueOrDefault } from '../connect/struct.ts';
import type { Struct, Value } from '../connect/value.ts';
import { fieldPath } from './field-path.ts';
import { requireFields, requireMap, requireStruct } from './requirements.ts';
import { definePartTransforms } from './transform.ts';

const PURPOSE = 'field extraction';

export const extractField = definePartTransforms({
  className: 'org.apache.kafka.connect.transforms.ExtractField',
  doc: 'Puts a field in the place of the whole; null stays null.',
  keys: {
    field: requiredText('The field, or with V2 the path to it.'),
    'replace.null.with.default': REPLACE_NULL_WITH_DEFAULT,
    'field.syntax.version': choiceKey(
      ['V1', 'V2'],
      'V1',
      'V1: a name at the root. V2: a path with dots, back-ticks around names that have dots.',
      true,
    ),
  },
  create: ({ field, ...config }) => {
    const steps = config['field.syntax.version'] === 'V1' ? [field] : readPath(field);
    const readLast = fieldReader(config['replace.null.with.default']);
    return ({ schema, value }) => {
      if (schema === null) return { schema, value: value === null ? null : mapValue(value, steps) };
      const struct = value === null ? null : requireStruct(value, PURPOSE);
      const last = fieldAt(schema, steps);
      const extracted = struct === null ? null : structValue(struct, steps, readLast);
      return { schema: last.schema, value: extracted };
    };
  },
});

const readPath = (path: string): readonly string[] => {
  const read = readChecked(() => ({ value: fieldPath(path) }), 'field', path);
  return 'value' in read
    ? read.value
    : refuseKey('field', read.faults[0]?.expected ?? 'a path', path);
};

const lastOf = (steps: readonly string[]): string =>
  steps.at(-1) ?? refuse('The path of the field is empty', 'IndexOutOfBoundsException');

const mapValue = (value: Value, steps: readonly string[]): Value => {
  let current: Value = value;
  for (const step of [...steps.slice(0, -1), lastOf(steps)]) {
    if (current === null) return null;
    current = requireMap(current, PURPOSE).get(step) ?? null;
  }
  return current;
};

const fieldAt = (schema: Schema, steps: readonly string[]): Field => {
  let current = schema;
  for (const step of steps.slice(0, -1))
    current = (requireFields(current).get(step) ?? unknownField()).schema;
  return requireFields(current).get(lastOf(steps)) ?? unknownField();
};

const unknownField = (): never =>
  refuse('The schema has no such field', 'IllegalArgumentException');

const structValue = (
  struct: Struct,
  steps: readonly string[],
  readLast: typeof fieldValueOrDefault,
): Value => {
  let current = struct;
  for (const step of steps.slice(0, -1)) {
    const value = fieldValueOrDefault(current, current.schema.fields.get(step));
    if (value === null) return null;
    current = requireStruct(value, PURPOSE);
  }
  return readLast(current, current.schema.fields.get(lastOf(steps)));
};
