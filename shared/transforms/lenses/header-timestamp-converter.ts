import { createTimeZone } from '../../connect/calendar.ts';
import { type ConfigOf, choiceKey, intKey, refuseKey, textKey } from '../../connect/config-keys.ts';
import { type ConnectRecord, decodedPart } from '../../connect/connect-record.ts';
import { createDateTimeFormatter } from '../../connect/java-date-format.ts';
import type { DateParser } from '../../connect/java-date-parse.ts';
import { createDateTimeParser } from '../../connect/java-date-time-parse.ts';
import { javaTrim, parseInteger } from '../../connect/java-number.ts';
import { DAY } from '../../connect/logical-types.ts';
import { refuse } from '../../connect/refused.ts';
import type { Schema } from '../../connect/schema.ts';
import { fieldValueOrDefault } from '../../connect/struct.ts';
import { className, type SchemaAndValue, type Value } from '../../connect/value.ts';
import { requireStruct } from '../requirements.ts';
import {
  inferTimestampType,
  schemaTimestampType,
  TIMESTAMP_TYPES,
  type TimestampType,
  timestampFormat,
  timestampTypeSchema,
} from '../timestamp-types.ts';
import { defineTransform } from '../transform.ts';
import { lensesFieldPath, mapAt, pathRoot, structBefore } from './field-path.ts';
import { FIELD_KEYS } from './field-timestamp.ts';
import { LENSES, patternKey, requiredName, rollingWindow, timeZoneKey } from './lenses-time.ts';

const KEYS = {
  ...FIELD_KEYS,
  'header.name': textKey(null, 'The header that the time is put into.'),
  'target.type': choiceKey(TIMESTAMP_TYPES, undefined, 'What to make.'),
  'format.to.pattern': patternKey(null, 'Pattern of DateTimeFormatter to write text with.'),
  'rolling.window.type': choiceKey(
    ['none', 'hours', 'minutes', 'seconds'],
    'none',
    'What a window is measured in.',
  ),
  'rolling.window.size': intKey(null, 'How many of them it has.'),
  'target.timezone': timeZoneKey('Time zone of text, Date and Time.'),
};

type Config = ConfigOf<typeof KEYS>;

export const headerTimestampConverter = defineTransform({
  className: `${LENSES}TimestampConverter`,
  doc: 'Puts a time, found by a path, into a header as text, Unix time, Date, Time or Timestamp.',
  keys: KEYS,
  create: (config) => {
    const header = requiredName('header.name', config['header.name']);
    const target = config['target.type'];
    const schema = timestampTypeSchema(target, true);
    const convert = converter(config);
    const find = finder(config.field);
    return (record) => {
      const found = find(record);
      if (found === undefined) return record;
      const value = decodedPart({ schema, value: convert(found.value, found.schema) });
      return { ...record, headers: [...record.headers, { key: header, value }] };
    };
  },
});

/** Finds the time; undefined where a struct has none, which leaves the record as it is. */
const finder = (field: string) => {
  const path = lensesFieldPath(field);
  const { steps } = path;
  return (record: ConnectRecord): SchemaAndValue | undefined => {
    const root = pathRoot(record, path);
    if (steps.length === 0) return root;
    return root.schema === null ? findInMap(root.value, steps) : findInStruct(root.value, steps);
  };
};

const findInMap = (value: Value, steps: readonly string[]): SchemaAndValue => ({
  schema: null,
  value: value === null ? null : mapAt(value, steps),
});

const findInStruct = (value: Value, steps: readonly string[]): SchemaAndValue | undefined => {
  if (value === null) return undefined;
  const last = structBefore(requireStruct(value, 'converting timestamp formats'), steps);
  const field = last?.schema.fields.get(steps.at(-1) ?? '');
  return last === undefined || field === undefined
    ? undefined
    : { schema: field.schema, value: fieldValueOrDefault(last, field) };
};

const converter = (config: Config): ((value: Value, schema: Schema | null) => Value) => {
  const target = config['target.type'];
  const read = reader(config);
  const write = writer(config);
  const window = windowOf(config);
  return (value, schema) => {
    const type = schema === null ? undefined : schemaTimestampType(schema);
    if (value === null) return null;
    const moment = read[type ?? inferType(value)](value).getTime();
    return write[target](new Date(window(moment)));
  };
};

const windowOf = (config: Config): ((moment: number) => number) => {
  const type = config['rolling.window.type'];
  const size = config['rolling.window.size'];
  if (type === 'none') return (moment) => moment;
  if (size === null) return refuseKey('rolling.window.size', 'a size, since there is a window');
  return rollingWindow(type.toUpperCase() as 'HOURS' | 'MINUTES' | 'SECONDS', size);
};

/** Text that is a number counts as Unix time, where no schema says otherwise. */
const inferType = (value: Value): TimestampType =>
  typeof value === 'string' && parseInteger(value, 64) !== undefined
    ? 'unix'
    : inferTimestampType(value);

const reader = (config: Config): Readonly<Record<TimestampType, (value: Value) => Date>> => {
  const formats = timestampFormat('', 'unix', config['unix.precision']);
  return {
    string: textReader(config['format.from.pattern'].map(createDateTimeParser)),
    unix: (value) =>
      formats.unix.read(typeof value === 'string' ? (parseInteger(value, 64) ?? null) : value),
    Date: formats.Date.read,
    Time: formats.Time.read,
    Timestamp: (value) =>
      (typeof value === 'bigint' ? formats.unix : formats.Timestamp).read(value),
  };
};

/** Reads text by the first pattern that it is of. */
const textReader =
  (patterns: readonly DateParser[]) =>
  (value: Value): Date => {
    if (typeof value !== 'string') return refuse(`Expected text, found ${className(value)}`);
    if (patterns.length === 0)
      return refuse('format.from.pattern is missing, and the time is text');
    for (const parse of patterns) {
      const moment = parse(value);
      if (moment !== undefined) return new Date(moment);
    }
    return refuse('The text is of none of the patterns');
  };

const writer = (config: Config): Readonly<Record<TimestampType, (date: Date) => Value>> => {
  const zone = config['target.timezone'];
  const pattern = config['format.to.pattern'] ?? '';
  const isBlank = javaTrim(pattern) === '';
  if (config['target.type'] === 'string' && isBlank)
    refuseKey('format.to.pattern', 'a pattern, since target.type is string');
  const format = createDateTimeFormatter(pattern);
  const formats = timestampFormat('', 'unix', config['unix.precision']);
  const offsetAt = createTimeZone(zone);
  const local = (date: Date): number => date.getTime() + offsetAt(date.getTime());
  return {
    string: (date) => format(date.getTime(), zone),
    unix: formats.unix.write,
    Date: (date) => new Date(Math.floor(local(date) / DAY) * DAY),
    Time: (date) => new Date(local(date) - Math.floor(local(date) / DAY) * DAY),
    Timestamp: (date) => date,
  };
};
