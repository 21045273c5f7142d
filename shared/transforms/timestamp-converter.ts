import {
  choiceKey,
  REPLACE_NULL_WITH_DEFAULT,
  refuseKey,
  textKey,
} from '../connect/config-keys.ts';
import { javaTrim } from '../connect/java-number.ts';
import { readChecked } from '../connect/read-config.ts';
import type { Schema } from '../connect/schema.ts';
import { createStruct, fieldReader } from '../connect/struct.ts';
import type { Value } from '../connect/value.ts';
import { perSchema, requireFields, requireMap, requireStruct, structLike } from './requirements.ts';
import {
  inferTimestampType,
  schemaTimestampType,
  TIMESTAMP_TYPES,
  type TimestampFormat,
  type TimestampType,
  timestampFormat,
  timestampTypeSchema,
  UNIX_PRECISIONS,
} from './timestamp-types.ts';
import { definePartTransforms } from './transform.ts';

const PURPOSE = 'converting timestamp formats';

export const timestampConverter = definePartTransforms({
  className: 'org.apache.kafka.connect.transforms.TimestampConverter',
  doc: 'Converts a time between text, Unix time, Date, Time and Timestamp, in UTC.',
  keys: {
    field: textKey('', 'The field; empty for the whole.'),
    'target.type': choiceKey(TIMESTAMP_TYPES, undefined, 'What to make.'),
    format: textKey('', 'A pattern of SimpleDateFormat, for text that is read or written.'),
    'unix.precision': choiceKey(UNIX_PRECISIONS, 'milliseconds', 'The unit of Unix times.'),
    'replace.null.with.default': REPLACE_NULL_WITH_DEFAULT,
  },
  create: ({ field, ...config }) => {
    const target = config['target.type'];
    const format = readFormat(config.format, target, config['unix.precision']);
    const readField = fieldReader(config['replace.null.with.default']);
    const convert = (value: Value, type: TimestampType): Value =>
      value === null ? null : format[target].write(format[type].read(value));
    const converted = perSchema((schema) => fieldConverted(schema, field, target));
    return ({ schema, value }) => {
      if (schema === null) {
        if (value === null || field === '')
          return {
            schema,
            value: value === null ? null : convert(value, inferTimestampType(value)),
          };
        const map = new Map(requireMap(value, PURPOSE));
        const before = map.get(field) ?? null;
        map.set(field, before === null ? null : convert(before, inferTimestampType(before)));
        return { schema, value: map };
      }
      if (field === '')
        return {
          schema: timestampTypeSchema(target, schema.optional),
          value: convert(value, schemaTimestampType(schema)),
        };
      const struct = value === null ? null : requireStruct(value, PURPOSE);
      const made = converted(schema);
      if (struct === null) return { schema: made, value: null };
      const changed = createStruct(made, ({ name }) => {
        const original = struct.schema.fields.get(name);
        const before = readField(struct, original);
        return name === field && original !== undefined
          ? convert(before, schemaTimestampType(original.schema))
          : before;
      });
      return { schema: made, value: changed };
    };
  },
});

const readFormat = (
  pattern: string,
  target: TimestampType,
  precision: (typeof UNIX_PRECISIONS)[number],
): TimestampFormat => {
  if (target === 'string' && javaTrim(pattern) === '')
    refuseKey('format', 'a pattern of SimpleDateFormat, since target.type is string');
  const read = readChecked(
    () => ({ value: timestampFormat(pattern, target, precision) }),
    'format',
    pattern,
  );
  return 'value' in read
    ? read.value
    : refuseKey('format', read.faults[0]?.expected ?? 'a pattern', pattern);
};

const fieldConverted = (schema: Schema, name: string, target: TimestampType): Schema => {
  const fields = [...requireFields(schema).values()].map((field): [string, Schema] => [
    field.name,
    field.name === name ? timestampTypeSchema(target, field.schema.optional) : field.schema,
  ]);
  return structLike(schema, fields, { optional: schema.optional });
};
