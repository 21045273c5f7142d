import { emptyReading, momentOf, type Reading } from './java-date-reading.ts';
import { doubleToInt } from './java-number.ts';
import { MONTHS, type PatternPart, patternParts, shortName, WEEKDAYS } from './java-pattern.ts';
import { refuse } from './refused.ts';

/** Reads a moment, in milliseconds; undefined where the text is not of the pattern. */
export type DateParser = (text: string) => number | undefined;

/** Reads one part at a place; answers with the place behind it, or undefined. */
type PartReader = (text: string, at: number, reading: Reading) => number | undefined;
type Letter = (count: number, exact: boolean) => PartReader;

/** Java takes the hundred years around now for years of two digits; a clock has no say here. */
const FIRST_TWO_DIGIT_YEAR = 1946;

/**
 * `SimpleDateFormat.parse` of a pattern in UTC, lenient as Java's is: a 13th month is the next January, what
 * follows the pattern is not looked at. Patterns whose reading needs week fields are refused.
 */
export const createDateParser = (pattern: string): DateParser => {
  const parts = patternParts(pattern, 'SimpleDateFormat');
  requireDay(parts);
  const readers = parts.map((part, index) => partReader(part, parts[index + 1]));
  return (text) => {
    const reading = emptyReading();
    let at: number | undefined = 0;
    for (const read of readers) {
      at = read(text, at, reading);
      if (at === undefined) return undefined;
    }
    return at === 0 ? undefined : momentOf(reading);
  };
};

/** Java makes a date of a weekday alone; here a day of a month or year must be there, or no weekday. */
const requireDay = (parts: readonly PatternPart[]): void => {
  const letters = parts.map((part) => (part.kind === 'letter' ? part.letter : ''));
  const hasWeekday = letters.some((letter) => letter === 'E' || letter === 'u');
  if (hasWeekday && !letters.some((letter) => letter === 'd' || letter === 'D'))
    refuse('a date pattern for reading that has d or D beside E or u');
};

const partReader = (part: PatternPart, next: PatternPart | undefined): PartReader => {
  if (part.kind === 'text')
    return (text, at) => (text.startsWith(part.text, at) ? at + part.text.length : undefined);
  const letter = LETTERS[part.letter];
  if (letter === undefined)
    return refuse(`a date pattern for reading without ${part.letter}, which is not known here`);
  const read = letter(part.count, isNumeric(next));
  // Java passes over spaces and tabs in front of every part that is not text.
  return (text, at, reading) => {
    if (skipSpace(text, at) >= text.length) return undefined;
    return read(text, at, reading);
  };
};

/** Whether digits of the next part may touch: then a part takes as many as it has letters. */
const isNumeric = (part: PatternPart | undefined): boolean => {
  if (part?.kind !== 'letter') return false;
  if (part.letter === 'M' || part.letter === 'L') return part.count <= 2;
  return !'GEazZX'.includes(part.letter);
};

const skipSpace = (text: string, at: number): number => {
  let index = at;
  while (text[index] === ' ' || text[index] === '\t') index += 1;
  return index;
};

const NUMBER = /(-?\d+)(?:E(-?\d{1,4}))?/y;

type Found = { readonly value: number; readonly end: number; readonly source: string };

/** Reads an integer as Java's number format does, exponent included. */
const readNumber = (text: string, at: number): Found | undefined => {
  NUMBER.lastIndex = skipSpace(text, at);
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const [, digits = '0', exponent = '0'] = match;
  return { value: intValue(digits, Number(exponent)), end: NUMBER.lastIndex, source: match[0] };
};

/** The low 32 bits of a number of 64, while one beyond or with a fraction is held at the ends of 32. */
const intValue = (digits: string, exponent: number): number => {
  const value = Number(`${digits}e${exponent}`);
  if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 63) return doubleToInt(value);
  const scale = 10n ** BigInt(Math.abs(exponent));
  const exact = exponent < 0 ? BigInt(digits) / scale : BigInt(digits) * scale;
  return Number(BigInt.asIntN(32, exact));
};

const number =
  (set: (reading: Reading, value: number, source: string) => void): Letter =>
  (count, exact) =>
  (text, at, reading) => {
    if (exact && at + count > text.length) return undefined;
    const found = readNumber(exact ? text.slice(0, at + count) : text, at);
    if (found === undefined) return undefined;
    set(reading, found.value, found.source);
    return found.end;
  };

const year: Letter = (count, exact) =>
  number((reading, value, source) => {
    reading.year = count <= 2 && /^\d\d$/.test(source) ? fullYear(value) : value;
  })(count, exact);

const fullYear = (twoDigits: number): number => {
  const century = FIRST_TWO_DIGIT_YEAR - (FIRST_TWO_DIGIT_YEAR % 100);
  return century + twoDigits + (twoDigits < FIRST_TWO_DIGIT_YEAR % 100 ? 100 : 0);
};

/** Names are read in full or shortened, in any case, and the longest that fits is taken. */
const name =
  (names: readonly string[], set: (reading: Reading, index: number) => void): Letter =>
  () =>
  (text, at, reading) => {
    const rest = text.slice(at).toLowerCase();
    const found = names.findIndex((full) => rest.startsWith(full.toLowerCase()));
    const short = names.findIndex((full) => rest.startsWith(shortName(full).toLowerCase()));
    const index = found >= 0 ? found : short;
    if (index < 0) return undefined;
    set(reading, index);
    return at + (found >= 0 ? (names[index] ?? '') : shortName(names[index])).length;
  };

const monthNumber = number((reading, value) => setMonth(reading, value - 1));
const monthName = name(MONTHS, (reading, index) => setMonth(reading, index));
const setMonth = (reading: Reading, month: number): void => {
  reading.month = month;
};
const month: Letter = (count, exact) =>
  count <= 2 ? monthNumber(count, exact) : monthName(count, exact);

const setDay = (reading: Reading, day: number, dayOf: Reading['dayOf']): void => {
  reading.day = day;
  reading.dayOf = dayOf;
};

const hourOfDay = (zero?: number): Letter =>
  number((reading, value) => {
    reading.hourOfDay = value === zero ? 0 : value;
    reading.halves = false;
  });

const hourOfHalf = (zero?: number): Letter =>
  number((reading, value) => {
    reading.hourOfHalf = value === zero ? 0 : value;
    reading.halves = true;
  });

const halfDay = name(['AM', 'PM'], (reading, index) => {
  reading.afternoon = index === 1;
  reading.halves = true;
});

const ISO_OFFSETS = [/Z|[+-]\d\d/y, /Z|[+-]\d\d\d\d/y, /Z|[+-]\d\d:\d\d/y];
const RFC_OFFSET = /[+-]\d\d\d\d|GMT[+-]\d\d?:\d\d|GMT(?![+-])|UTC/iy;

const offset =
  (expression: RegExp): PartReader =>
  (text, at, reading) => {
    const start = skipSpace(text, at);
    expression.lastIndex = start;
    const match = expression.exec(text);
    if (match === null) return undefined;
    const minutes = offsetMinutes(match[0]);
    if (minutes === undefined) return undefined;
    reading.offset = minutes * 60_000;
    return start + match[0].length;
  };

const offsetMinutes = (text: string): number | undefined => {
  const [, sign, hours, minutes = '0'] = /([+-])(\d\d?):?(\d\d)?$/.exec(text) ?? [];
  if (hours === undefined) return 0;
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const total = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -total : total;
};

const LETTERS: Readonly<Record<string, Letter>> = {
  G: name(['AD', 'BC'], (reading, index) => {
    reading.isBeforeChrist = index === 1;
  }),
  y: year,
  M: month,
  L: month,
  D: number((reading, value) => setDay(reading, value, 'year')),
  d: number((reading, value) => setDay(reading, value, 'month')),
  E: name(WEEKDAYS, () => undefined),
  u: number(() => undefined),
  a: halfDay,
  H: hourOfDay(),
  k: hourOfDay(24),
  K: hourOfHalf(),
  h: hourOfHalf(12),
  m: number((reading, value) => {
    reading.minute = value;
  }),
  s: number((reading, value) => {
    reading.second = value;
  }),
  S: number((reading, value) => {
    reading.millisecond = value;
  }),
  z: () => offset(RFC_OFFSET),
  Z: () => offset(RFC_OFFSET),
  X: (count) => offset(ISO_OFFSETS[count - 1] ?? refuse('a date pattern with at most XXX')),
};
