import { julianDate } from './calendar-hybrid.ts';
import { DAY } from './logical-types.ts';

/** A moment taken apart in a time zone, the way Java's patterns name its parts (en_US: weeks start on Sunday). */
export type CalendarFields = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** Sunday is 0. */
  readonly weekday: number;
  readonly dayOfYear: number;
  readonly weekYear: number;
  readonly weekOfYear: number;
  readonly weekOfMonth: number;
  /** Seconds east of UTC; not whole minutes before time zones were agreed on. */
  readonly offsetSeconds: number;
};

/** A time zone: its offset to UTC at a moment, in milliseconds. */
export type TimeZone = (moment: number) => number;

export const UTC: TimeZone = () => 0;

/** Takes a moment apart. */
export const calendarFields = (moment: number, zone = UTC): CalendarFields => {
  const offset = zone(moment);
  const local = new Date(moment + offset);
  const year = local.getUTCFullYear();
  const day = local.getUTCDate();
  const weekday = local.getUTCDay();
  return {
    year,
    month: local.getUTCMonth() + 1,
    day,
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    millisecond: local.getUTCMilliseconds(),
    weekday,
    dayOfYear: dayOfYear(local),
    ...weekFields(local),
    weekOfMonth: Math.floor((day - 1 + ((weekday - day + 36) % 7)) / 7) + 1,
    offsetSeconds: offset / 1000,
  };
};

/**
 * The moment of a local time, given as if it were UTC. Java's rule where the clocks change: the earlier of two
 * moments, and a time that is left out moves on by what was left out.
 */
export const zonedToUtc = (local: number, zone: TimeZone): number => {
  const before = local - zone(local - DAY);
  const after = local - zone(local + DAY);
  const isBefore = before + zone(before) === local;
  const isAfter = after + zone(after) === local;
  return isBefore || !isAfter ? before : after;
};

const UNKNOWN = {
  dayOfYear: Number.NaN,
  weekYear: Number.NaN,
  weekOfYear: Number.NaN,
  weekOfMonth: Number.NaN,
};

/**
 * The same in Java's GregorianCalendar, which is Julian before 1582-10-15. Weeks and days of the year are
 * not known of those years, nor of 1582: what writes them refuses NaN.
 */
export const hybridFields = (moment: number, zone = UTC): CalendarFields => {
  const fields = calendarFields(moment, zone);
  if (fields.year > 1582) return fields;
  const julian = julianDate(moment + fields.offsetSeconds * 1000);
  if (julian === undefined) return { ...fields, ...UNKNOWN };
  return { ...fields, ...julian, month: julian.month + 1, ...UNKNOWN };
};

/** Week 1 is the one with January 1, so a week belongs to the year of its Saturday. */
const weekFields = (local: Date): { weekYear: number; weekOfYear: number } => {
  const saturday = new Date(local.getTime() + (6 - local.getUTCDay()) * DAY);
  return {
    weekYear: saturday.getUTCFullYear(),
    weekOfYear: Math.floor((dayOfYear(saturday) - 1) / 7) + 1,
  };
};

const dayOfYear = (local: Date): number =>
  Math.floor((local.getTime() - firstOfYear(local.getUTCFullYear())) / DAY) + 1;

/** `Date.UTC` takes years below 100 for the 1900s. */
const firstOfYear = (year: number): number => new Date(0).setUTCFullYear(year, 0, 1);

/** The time zone of a name that `Intl` knows; making one is slow, using it is not. */
export const createTimeZone = (name: string): TimeZone => {
  if (name === 'UTC') return UTC;
  const format = localFormat(name);
  return (moment) => {
    const parts = new Map(
      format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
    );
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const day = new Date(0).setUTCFullYear(part('year'), part('month') - 1, part('day'));
    const time = ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000;
    return day + time - Math.floor(moment / 1000) * 1000;
  };
};

const localFormat = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

/** Whether `Intl` knows a time zone by this name. */
export const isTimeZone = (name: string): boolean => {
  try {
    localFormat(name);
    return true;
  } catch {
    return false;
  }
};
