import { createSimpleDateFormat, type DateFormatter } from '../connect/java-date-format.ts';
import { createDateParser, type DateParser } from '../connect/java-date-parse.ts';
import { javaTrim } from '../connect/java-number.ts';
import {
  DATE,
  DAY,
  dateSchema,
  TIME,
  TIMESTAMP,
  timeSchema,
  timestampFromMillis,
  timestampSchema,
} from '../connect/logical-types.ts';
import { RefusedError, refuse } from '../connect/refused.ts';
import { createSchema, type Schema } from '../connect/schema.ts';
import { className, type Value } from '../connect/value.ts';

/** The forms of a time that TimestampConverter knows. */
export const TIMESTAMP_TYPES = ['string', 'unix', 'Date', 'Time', 'Timestamp'] as const;
export type TimestampType = (typeof TIMESTAMP_TYPES)[number];

export const UNIX_PRECISIONS = ['nanoseconds', 'microseconds', 'milliseconds', 'seconds'] as const;
type UnixPrecision = (typeof UNIX_PRECISIONS)[number];

/** How each form is read from a value, and written. */
export type TimestampFormat = Readonly<
  Record<
    TimestampType,
    { readonly read: (value: Value) => Date; readonly write: (date: Date) => Value }
  >
>;

const LONG_MAX = 2n ** 63n - 1n;
const LONG_MIN = -(2n ** 63n);

/** A unit as so many of it in a millisecond, or so many milliseconds in it. */
const UNITS: Readonly<
  Record<UnixPrecision, { readonly perMilli: bigint; readonly millis: bigint }>
> = {
  nanoseconds: { perMilli: 1_000_000n, millis: 1n },
  microseconds: { perMilli: 1_000n, millis: 1n },
  milliseconds: { perMilli: 1n, millis: 1n },
  seconds: { perMilli: 1n, millis: 1_000n },
};

export const timestampFormat = (
  pattern: string,
  target: TimestampType,
  precision: UnixPrecision,
): TimestampFormat => {
  const blank = javaTrim(pattern) === '';
  const { perMilli, millis } = UNITS[precision];
  const readDate = (value: Value): Date =>
    value instanceof Date ? value : refuse(`Expected a java.util.Date, found ${className(value)}`);
  return {
    string: textFormat(
      blank ? undefined : createSimpleDateFormat(pattern),
      blank ? undefined : parserOf(pattern, target),
    ),
    unix: {
      read: (value) =>
        typeof value === 'bigint'
          ? timestampFromMillis((value * millis) / perMilli)
          : refuse(`Expected Unix timestamp to be a Long, found ${className(value)}`),
      write: (date) => saturated((BigInt(date.getTime()) * perMilli) / millis),
    },
    Date: { read: readDate, write: (date) => new Date(date.getTime() - timeOfDay(date)) },
    Time: { read: readDate, write: (date) => new Date(timeOfDay(date)) },
    Timestamp: { read: readDate, write: (date) => date },
  };
};

/** A pattern that is only written need not be one that can be read. */
const parserOf = (pattern: string, target: TimestampType): DateParser => {
  try {
    return createDateParser(pattern);
  } catch (error) {
    if (!(error instanceof RefusedError) || target !== 'string') throw error;
    return () => refuse('Text in this format can be written, not read');
  }
};

const textFormat = (
  format: DateFormatter | undefined,
  parse: DateParser | undefined,
): TimestampFormat['string'] => ({
  read: (value) => {
    if (typeof value !== 'string')
      return refuse(`Expected string timestamp to be a String, found ${className(value)}`);
    if (parse === undefined)
      return refuse('There is no format to read text with', 'NullPointerException');
    const moment = parse(value);
    return moment === undefined ? refuse('The text is not of the format') : new Date(moment);
  },
  write: (date) => format?.(date.getTime()) ?? null,
});

const timeOfDay = (date: Date): number => ((date.getTime() % DAY) + DAY) % DAY;

/** Java's TimeUnit holds at the ends of a long. */
const saturated = (value: bigint): bigint =>
  value > LONG_MAX ? LONG_MAX : value < LONG_MIN ? LONG_MIN : value;

const SCHEMAS: Readonly<Record<TimestampType, (optional: boolean) => Schema>> = {
  string: (optional) => createSchema('STRING', { optional }),
  unix: (optional) => createSchema('INT64', { optional }),
  Date: dateSchema,
  Time: timeSchema,
  Timestamp: timestampSchema,
};

export const timestampTypeSchema = (type: TimestampType, optional: boolean): Schema =>
  SCHEMAS[type](optional);

/** The form that a schema says. */
export const schemaTimestampType = ({ name, type }: Schema): TimestampType => {
  if (name === TIMESTAMP) return 'Timestamp';
  if (name === DATE) return 'Date';
  if (name === TIME) return 'Time';
  if (type === 'STRING') return 'string';
  return type === 'INT64'
    ? 'unix'
    : refuse(`A schema of type ${type} is none of a time`, 'ConnectException');
};

/** The form that a value without schema has by itself. */
export const inferTimestampType = (value: Value): TimestampType => {
  if (value instanceof Date) return 'Timestamp';
  if (typeof value === 'bigint') return 'unix';
  return typeof value === 'string'
    ? 'string'
    : refuse(`TimestampConverter does not support ${className(value)}`);
};
