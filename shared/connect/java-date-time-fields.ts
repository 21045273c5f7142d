import { DAY } from './logical-types.ts';
import { refuse } from './refused.ts';

/** The fields of a text, each with the range that Java holds it to. */
const RANGES = {
  year: [-999_999_999, 999_999_999],
  month: [1, 12],
  day: [1, 31],
  dayOfYear: [1, 366],
  // 24 is the midnight that ends the day.
  hour: [0, 24],
  hourOfHalf: [1, 12],
  half: [0, 1],
  minute: [0, 59],
  second: [0, 59],
  nano: [0, 999_999_999],
  weekday: [0, 6],
} as const;
export type FieldName = keyof typeof RANGES;
export type Fields = Map<FieldName, number>;

/** Java refuses a field that is read twice with two values. */
export const setField = (fields: Fields, name: FieldName, value: number): boolean => {
  const known = fields.get(name);
  fields.set(name, value);
  return known === undefined || known === value;
};

/** The moment that fields say; undefined where they say none, or contradict each other. */
export const resolveFields = (fields: Fields): number | undefined => {
  if (![...fields].every(isInRange)) return undefined;
  const day = resolveDay(fields);
  const time = resolveTime(fields);
  if (day === undefined || time === undefined) return undefined;
  if (time > DAY || !isOnWeekday(day, fields.get('weekday'))) return undefined;
  return Number.isNaN(day)
    ? refuse('A date is outside of the years that dates have here')
    : day + time;
};

const isInRange = ([field, value]: readonly [FieldName, number]): boolean => {
  const [least, most] = RANGES[field];
  return value >= least && value <= most;
};

const isOnWeekday = (day: number, weekday: number | undefined): boolean =>
  weekday === undefined || weekday === new Date(day).getUTCDay();

const resolveDay = (fields: Fields): number | undefined => {
  const year = fields.get('year');
  if (year === undefined) return undefined;
  const dayOfYear = fields.get('dayOfYear');
  const month = fields.get('month');
  const day = fields.get('day');
  if (month === undefined || day === undefined)
    return dayOfYear === undefined ? undefined : wholeDay(year, dayOfYear);
  const last = new Date(new Date(0).setUTCFullYear(year, month, 0)).getUTCDate();
  return new Date(0).setUTCFullYear(year, month - 1, Math.min(day, last));
};

const wholeDay = (year: number, dayOfYear: number): number | undefined => {
  const moment = new Date(0).setUTCFullYear(year, 0, dayOfYear);
  return new Date(moment).getUTCFullYear() === year ? moment : undefined;
};

const FINER = ['minute', 'second', 'nano'] as const;

/** What is finer than what is there counts as zero; nothing in between may be missing. */
const resolveTime = (fields: Fields): number | undefined => {
  const parts = [resolveHour(fields), ...FINER.map((name) => fields.get(name))];
  const [hour, minute = 0, second = 0, nano = 0] = parts;
  if (hour === undefined || hasGap(parts)) return undefined;
  return ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(nano / 1_000_000);
};

const resolveHour = (fields: Fields): number | undefined => {
  const half = fields.get('half');
  const hourOfHalf = fields.get('hourOfHalf');
  const ofHalf =
    half === undefined || hourOfHalf === undefined ? undefined : (hourOfHalf % 12) + half * 12;
  return fields.get('hour') ?? ofHalf;
};

const hasGap = (parts: readonly (number | undefined)[]): boolean => {
  const first = parts.indexOf(undefined);
  return first >= 0 && parts.slice(first).some((part) => part !== undefined);
};
