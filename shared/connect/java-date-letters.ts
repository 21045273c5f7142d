import type { CalendarFields } from './calendar.ts';
import { MONTHS, padNumber, shortName, WEEKDAYS } from './java-pattern.ts';
import { refuse } from './refused.ts';

/** Writes one part of a pattern. */
export type DateWriter = (fields: CalendarFields) => string;

/** What a letter writes that stands so many times. */
export type DateLetter = (count: number) => DateWriter;

const padded =
  (field: (fields: CalendarFields) => number): DateLetter =>
  (count) =>
  (fields) =>
    padNumber(field(fields), count);

/** DateTimeFormatter is strict about how often a letter stands. */
const atMost =
  (most: number, letter: DateLetter): DateLetter =>
  (count) =>
    count > most ? tooOften(most, count) : letter(count);

const tooOften = (most: number, count: number): never =>
  refuse(`a pattern with at most ${most} of a letter that stands ${count} times`);

const twelve = ({ hour }: CalendarFields): number => (hour % 12 === 0 ? 12 : hour % 12);
const monthName = ({ month }: CalendarFields): string => MONTHS[month - 1] ?? '';
const weekdayName = ({ weekday }: CalendarFields): string => WEEKDAYS[weekday] ?? '';
const halfDay: DateLetter = () => (fields) => (fields.hour < 12 ? 'AM' : 'PM');
const lastTwo = (year: number): string => padNumber(Math.abs(year) % 100, 2);
const quarter = ({ month }: CalendarFields): number => Math.ceil(month / 3);
const milliOfDay = (fields: CalendarFields): number =>
  ((fields.hour * 60 + fields.minute) * 60 + fields.second) * 1000 + fields.millisecond;

const simpleYear =
  (year: (fields: CalendarFields) => number): DateLetter =>
  (count) =>
  (fields) =>
    count === 2 ? lastTwo(year(fields)) : padNumber(year(fields), count);

/** From four letters on, a year that is longer than they are gets a sign. */
const dateTimeYear =
  (year: (fields: CalendarFields) => number): DateLetter =>
  (count) =>
  (fields) => {
    const value = year(fields);
    if (count === 2) return lastTwo(value);
    const text = padNumber(value, count);
    return count >= 4 && text.length > count && value > 0 ? `+${text}` : text;
  };

const nameOrNumber =
  (
    name: (fields: CalendarFields) => string,
    number: (fields: CalendarFields) => number,
  ): DateLetter =>
  (count) =>
  (fields) => {
    if (count < 3) return padNumber(number(fields), count);
    const full = name(fields);
    return count === 4 ? full : count === 5 ? full.slice(0, 1) : shortName(full);
  };

const month = nameOrNumber(monthName, (fields) => fields.month);
const simpleMonth: DateLetter = (count) => month(Math.min(count, 4));
const weekday: DateLetter = nameOrNumber(weekdayName, (fields) => fields.weekday + 1);

/** An offset's digits, two of each. */
type OffsetDigits = { readonly hours: string; readonly minutes: string; readonly seconds: string };
type OffsetForm = (digits: OffsetDigits) => string;

const hoursMinutes: OffsetForm = ({ hours, minutes }) => hours + minutes;
const unlessZero = (digits: string, separator = ''): string =>
  digits === '00' ? '' : separator + digits;

/** How `X` and `x` write an offset that is not Z, by how often they stand: once, twice, to five times. */
const OFFSET_FORMS: readonly OffsetForm[] = [
  ({ hours, minutes }) => hours + unlessZero(minutes),
  hoursMinutes,
  ({ hours, minutes }) => `${hours}:${minutes}`,
  ({ hours, minutes, seconds }) => hours + minutes + unlessZero(seconds),
  ({ hours, minutes, seconds }) => `${hours}:${minutes}${unlessZero(seconds, ':')}`,
];

const offsetDigits = (seconds: number): OffsetDigits => ({
  hours: padNumber(Math.floor(seconds / 3600), 2),
  minutes: padNumber(Math.floor((seconds / 60) % 60), 2),
  seconds: padNumber(Math.floor(seconds % 60), 2),
});

const signedOffset =
  (form: OffsetForm): DateWriter =>
  ({ offsetSeconds }) =>
    (offsetSeconds < 0 ? '-' : '+') + form(offsetDigits(Math.abs(offsetSeconds)));

const isoOffset =
  (forms: readonly OffsetForm[]): DateLetter =>
  (count) =>
    signedOffset(forms[count - 1] ?? tooOften(forms.length, count));

/** `X` writes zero as Z, `x` does not. */
const orZ =
  (letter: DateLetter): DateLetter =>
  (count) => {
    const write = letter(count);
    return (fields) => (fields.offsetSeconds === 0 ? 'Z' : write(fields));
  };

const rfcOffset: DateLetter = () => signedOffset(hoursMinutes);
const simpleZone: DateLetter = (count) => (fields) => {
  if (fields.offsetSeconds !== 0) return refuse('A zone name is known of UTC only');
  return count >= 4 ? 'Coordinated Universal Time' : 'UTC';
};

/** The letters of SimpleDateFormat. */
export const SIMPLE_LETTERS: Readonly<Record<string, DateLetter>> = {
  G: () => (fields) => (fields.year > 0 ? 'AD' : 'BC'),
  y: simpleYear(({ year }) => (year > 0 ? year : 1 - year)),
  Y: simpleYear((fields) => fields.weekYear),
  M: simpleMonth,
  L: simpleMonth,
  w: padded((fields) => fields.weekOfYear),
  W: padded((fields) => fields.weekOfMonth),
  D: padded((fields) => fields.dayOfYear),
  d: padded((fields) => fields.day),
  F: padded((fields) => Math.floor((fields.day - 1) / 7) + 1),
  E: (count) => weekday(count >= 4 ? 4 : 3),
  u: padded((fields) => (fields.weekday === 0 ? 7 : fields.weekday)),
  a: halfDay,
  H: padded((fields) => fields.hour),
  k: padded((fields) => (fields.hour === 0 ? 24 : fields.hour)),
  K: padded((fields) => fields.hour % 12),
  h: padded(twelve),
  m: padded((fields) => fields.minute),
  s: padded((fields) => fields.second),
  S: padded((fields) => fields.millisecond),
  z: simpleZone,
  Z: rfcOffset,
  X: orZ(isoOffset(OFFSET_FORMS.slice(0, 3))),
};

/** The letters of DateTimeFormatter. */
export const DATE_TIME_LETTERS: Readonly<Record<string, DateLetter>> = {
  G: atMost(5, (count) => (fields) => era(fields.year > 0, count)),
  // Java takes more than ten, and fails when it writes them.
  y: atMost(
    10,
    dateTimeYear(({ year }) => (year > 0 ? year : 1 - year)),
  ),
  u: atMost(
    10,
    dateTimeYear(({ year }) => year),
  ),
  Y: atMost(
    10,
    dateTimeYear(({ weekYear }) => weekYear),
  ),
  M: atMost(5, month),
  L: atMost(5, month),
  Q: atMost(5, (count) => (fields) => quarterText(quarter(fields), count)),
  q: atMost(5, (count) => (fields) => quarterText(quarter(fields), count)),
  w: atMost(
    2,
    padded((fields) => fields.weekOfYear),
  ),
  W: atMost(
    1,
    padded((fields) => fields.weekOfMonth),
  ),
  D: atMost(
    3,
    padded((fields) => fields.dayOfYear),
  ),
  d: atMost(
    2,
    padded((fields) => fields.day),
  ),
  E: atMost(5, (count) => weekday(Math.max(count, 3))),
  e: atMost(5, weekday),
  c: atMost(5, (count) => (count === 2 ? refuse('a pattern without cc') : weekday(count))),
  a: atMost(1, halfDay),
  H: atMost(
    2,
    padded((fields) => fields.hour),
  ),
  k: atMost(
    2,
    padded((fields) => (fields.hour === 0 ? 24 : fields.hour)),
  ),
  K: atMost(
    2,
    padded((fields) => fields.hour % 12),
  ),
  h: atMost(2, padded(twelve)),
  m: atMost(
    2,
    padded((fields) => fields.minute),
  ),
  s: atMost(
    2,
    padded((fields) => fields.second),
  ),
  S: atMost(
    9,
    (count) => (fields) => padNumber(fields.millisecond, 3).padEnd(9, '0').slice(0, count),
  ),
  A: padded(milliOfDay),
  n: padded((fields) => fields.millisecond * 1_000_000),
  N: padded((fields) => milliOfDay(fields) * 1_000_000),
  X: orZ(isoOffset(OFFSET_FORMS)),
  x: isoOffset(OFFSET_FORMS),
  Z: atMost(3, rfcOffset),
};

const era = (common: boolean, count: number): string => {
  if (count === 5) return common ? 'A' : 'B';
  if (count === 4) return common ? 'Anno Domini' : 'Before Christ';
  return common ? 'AD' : 'BC';
};

const ORDINALS = ['1st', '2nd', '3rd', '4th'];

const quarterText = (value: number, count: number): string => {
  if (count === 4) return `${ORDINALS[value - 1]} quarter`;
  if (count === 3) return `Q${value}`;
  return count === 5 ? String(value) : padNumber(value, count);
};
