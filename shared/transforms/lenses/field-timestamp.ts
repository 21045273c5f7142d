import { type ConfigOf, listKey, textKey } from '../../connect/config-keys.ts';
import type { ConnectRecord } from '../../connect/connect-record.ts';
import type { DateParser } from '../../connect/java-date-parse.ts';
import { createDateTimeParser } from '../../connect/java-date-time-parse.ts';
import { parseInteger } from '../../connect/java-number.ts';
import { refuse } from '../../connect/refused.ts';
import { className, isStruct, type Value } from '../../connect/value.ts';
import { timestampFormat } from '../timestamp-types.ts';
import type { TransformContext } from '../transform.ts';
import { type FieldPath, lensesFieldPath, mapAt, pathRoot, structAt } from './field-path.ts';
import { UNIX_PRECISION_KEY } from './lenses-time.ts';

export const FIELD_KEYS = {
  field: textKey(
    '',
    'Path to the time: of the value, or of the key after _key, or _timestamp; empty for the whole value.',
  ),
  'format.from.pattern': listKey(
    'Patterns of DateTimeFormatter to read text with, one after the other.',
    (patterns) => {
      for (const pattern of patterns) createDateTimeParser(pattern);
    },
  ),
  'unix.precision': UNIX_PRECISION_KEY,
};

/** Reads the moment that a field of a record names; undefined where key or value is null. */
export type FieldTimestamp = (record: ConnectRecord) => number | undefined;

/** A field that is null stands for now, as upstream. */
export const fieldTimestamp = (
  config: ConfigOf<typeof FIELD_KEYS>,
  localToUtc: (local: number) => number,
  { now }: TransformContext,
): FieldTimestamp => {
  const path = lensesFieldPath(config.field);
  if (path.of === 'timestamp') return (record) => record.timestamp ?? now();
  const find = valueFinder(path);
  const patterns = config['format.from.pattern'].map(createDateTimeParser);
  const { unix } = timestampFormat('', 'unix', config['unix.precision']);
  const momentOf = (value: Value): number => {
    if (value === null) return now();
    if (typeof value === 'bigint') return unix.read(value).getTime();
    if (typeof value === 'string') return textMoment(value, patterns, localToUtc);
    return value instanceof Date
      ? value.getTime()
      : refuse(`Expected an epoch, date or text, found ${className(value)}`);
  };
  return (record) => {
    const value = find(record);
    return value === undefined ? undefined : momentOf(value);
  };
};

/** Finds the value that a path names, null where there is none; undefined where key or value is null. */
const valueFinder = (path: FieldPath): ((record: ConnectRecord) => Value | undefined) => {
  const { steps } = path;
  return (record) => {
    const { schema, value } = pathRoot(record, path);
    if (value === null) return undefined;
    if (steps.length === 0) return value;
    if (schema === null) return mapAt(value, steps);
    return isStruct(value)
      ? structAt(value, steps)
      : refuse(`A field of a struct is wanted, found ${className(value)}`);
  };
};

/** Without a pattern, text is a number of milliseconds. */
const textMoment = (
  text: string,
  patterns: readonly DateParser[],
  localToUtc: (local: number) => number,
): number => {
  if (patterns.length === 0) {
    const millis = parseInteger(text, 64);
    return millis === undefined ? refuse('The text is no number of milliseconds') : Number(millis);
  }
  for (const parse of patterns) {
    const local = parse(text);
    if (local !== undefined) return localToUtc(local);
  }
  return refuse('The text is of none of the patterns');
};
