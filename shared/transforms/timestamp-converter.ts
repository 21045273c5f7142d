import {
  choiceKey,
  REPLACE_NULL_WITH_DEFAULT,
  refuseKey,
  textKey,
} from '../connect/config-keys.ts';
import { javaTrim } from '../connect/java-number.ts';
import { copyMap } from '../connect/json-object.ts';
import { readChecked } from '../connect/read-config.ts';
import type { Schema } from '../connect/schema.ts';
import { createStruct, fieldReader, type fieldValue } from '../connect/struct.ts';
import type { Struct, Value, ValueMap } from '../connect/value.ts';
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
import { definePartTransforms, type PartTransform } from './transform.ts';

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
    const convert: Convert = (value, type) =>
      value === null ? null : format[target].write(format[type].read(value));
    return field === ''
      ? convertWhole(target, convert)
      : convertField(field, target, convert, fieldReader(config['replace.null.with.default']));
  },
});

/** Makes the target of a time, by the form that it has. */
type Convert = (value: Value, type: TimestampType) => Value;

const convertSchemaless = (value: Value, convert: Convert): Value =>
  value === null ? null : convert(value, inferTimestampType(value));

const convertWhole =
  (target: TimestampType, convert: Convert): PartTransform =>
  ({ schema, value }) =>
    schema === null
      ? { schema, value: convertSchemaless(value, convert) }
      : {
          schema: timestampTypeSchema(target, schema.optional),
          value: convert(value, schemaTimestampType(schema)),
        };

const convertField = (
  field: string,
  target: TimestampType,
  convert: Convert,
  readField: typeof fieldValue,
): PartTransform => {
  const convertedSchema = perSchema((schema) => fieldConverted(schema, field, target));
  const convertedMap = (map: ValueMap): Value =>
    copyMap(map).set(field, convertSchemaless(map.get(field) ?? null, convert));
  const convertedStruct = (struct: Struct, schema: Schema): Value =>
    createStruct(schema, ({ name }) => {
      const original = struct.schema.fields.get(name);
      const before = readField(struct, original);
      return name === field && original !== undefined
        ? convert(before, schemaTimestampType(original.schema))
        : before;
    });
  return ({ schema, value }) => {
    if (schema === null)
      return { schema, value: value === null ? null : convertedMap(requireMap(value, PURPOSE)) };
    const struct = value === null ? null : requireStruct(value, PURPOSE);
    const made = convertedSchema(schema);
    return { schema: made, value: struct === null ? null : convertedStruct(struct, made) };
  };
};

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
