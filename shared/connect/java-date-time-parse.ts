import type { DateParser } from './java-date-parse.ts';
import { type FieldName, type Fields, resolveFields, setField } from './java-date-time-fields.ts';
import { MONTHS, type PatternPart, patternParts, shortName, WEEKDAYS } from './java-pattern.ts';
import { refuse } from './refused.ts';

/** Reads one part at a place; answers with the place behind it, or undefined. */
type PartReader = (text: string, at: number, fields: Fields) => number | undefined;
type Letter = (count: number, followingDigits: number) => PartReader;

/**
 * Java's `LocalDateTime.parse` with a `DateTimeFormatter` (SMART) in en_US, as a moment of UTC: the whole text
 * must be of the pattern, day and time must be there, an offset is read and has no say.
 */
export const createDateTimeParser = (pattern: string): DateParser => {
  const parts = patternParts(pattern, 'DateTimeFormatter');
  const readers = parts.map((part, index) =>
    partReader(part, digitsBehind(parts.slice(index + 1))),
  );
  return (text) => {
    const fields: Fields = new Map();
    let at: number | undefined = 0;
    for (const read of readers) {
      at = read(text, at, fields);
      if (at === undefined) return undefined;
    }
    return at === text.length ? resolveFields(fields) : undefined;
  };
};

/** How many digits the parts that touch take for themselves: a year before them leaves them theirs. */
const digitsBehind = (parts: readonly PatternPart[]): number => {
  let digits = 0;
  for (const part of parts) {
    const isFixed = part.kind === 'letter' && part.count === 2 && 'MLdHhKkms'.includes(part.letter);
    if (!isFixed) return digits;
    digits += 2;
  }
  return digits;
};

const partReader = (part: PatternPart, followingDigits: number): PartReader => {
  if (part.kind === 'text') {
    if (/[[\]{}#]/.test(part.text)) return refuse('a date pattern without brackets, braces and #');
    return (text, at) => (text.startsWith(part.text, at) ? at + part.text.length : undefined);
  }
  const letter = LETTERS[part.letter];
  return letter === undefined
    ? refuse(`a date pattern for reading without ${part.letter}, which is not known here`)
    : letter(part.count, followingDigits);
};

const number =
  (name: FieldName, shift = 0): Letter =>
  (count) => {
    if (count > 2)
      return refuse(`a date pattern without a letter ${count} times that stands twice at most`);
    return digits(name, count === 2 ? /\d{2}/y : /\d{1,19}/y, shift);
  };

const digits =
  (name: FieldName, expression: RegExp, shift = 0): PartReader =>
  (text, at, fields) => {
    expression.lastIndex = at;
    const match = expression.exec(text);
    if (match === null) return undefined;
    return setField(fields, name, Number(match[0]) + shift) ? at + match[0].length : undefined;
  };

const year: Letter = (count, followingDigits) => {
  if (count === 2) return digits('year', /\d{2}/y, 2000);
  if (followingDigits > 0)
    return digits('year', new RegExp(`\\d{${count},19}(?=\\d{${followingDigits}})`, 'y'));
  // A year that is longer than its letters needs a sign, from four letters on.
  const exact = `\\d{${count}}(?!\\d)|[+]\\d{${count + 1},9}`;
  return digits(
    'year',
    new RegExp(count < 4 ? `-?\\d{${count},9}` : `(?:${exact}|-\\d{${count},9})`, 'y'),
  );
};

const name =
  (field: FieldName, names: readonly string[], first: number): Letter =>
  (count) =>
  (text, at, fields) => {
    const written = count >= 4 ? names : names.map(shortName);
    const index = written.findIndex((one) => text.startsWith(one, at));
    if (index < 0) return undefined;
    return setField(fields, field, index + first) ? at + (written[index] ?? '').length : undefined;
  };

const month: Letter = (count, following) =>
  count <= 2 ? number('month')(count, following) : name('month', MONTHS, 1)(count, following);

const fraction: Letter = (count) => (text, at, fields) => {
  const match = new RegExp(`\\d{${count}}`, 'y');
  match.lastIndex = at;
  const found = match.exec(text)?.[0];
  if (found === undefined) return undefined;
  return setField(fields, 'nano', Number(found.padEnd(9, '0'))) ? at + count : undefined;
};

const OFFSETS: Readonly<Record<number, RegExp>> = {
  1: /[+-]\d{2}(?:\d{2})?/y,
  2: /[+-]\d{4}/y,
  3: /[+-]\d{2}:\d{2}/y,
};

const offset =
  (zero: boolean): Letter =>
  (count) => {
    const expression = OFFSETS[count] ?? refuse('a date pattern for reading with at most XXX');
    return (text, at) => {
      if (zero && text[at] === 'Z') return at + 1;
      expression.lastIndex = at;
      return expression.test(text) ? expression.lastIndex : undefined;
    };
  };

const LETTERS: Readonly<Record<string, Letter>> = {
  y: year,
  u: year,
  M: month,
  L: month,
  d: number('day'),
  D: (count) => digits('dayOfYear', count === 3 ? /\d{3}/y : /\d{1,3}/y),
  E: name('weekday', WEEKDAYS, 0),
  H: number('hour'),
  h: number('hourOfHalf'),
  a: name('half', ['AM', 'PM'], 0),
  m: number('minute'),
  s: number('second'),
  S: fraction,
  X: offset(true),
  x: offset(false),
  Z: () => offset(false)(2, 0),
};
