import { calendarFields, createTimeZone, hybridFields, UTC } from './calendar.ts';
import {
  DATE_TIME_LETTERS,
  type DateLetter,
  type DateWriter,
  SIMPLE_LETTERS,
} from './java-date-letters.ts';
import { type PatternPart, patternParts } from './java-pattern.ts';
import { refuse } from './refused.ts';

/** Writes a moment (milliseconds) in a time zone. */
export type DateFormatter = (moment: number, timeZone?: string) => string;

/**
 * Java's `DateTimeFormatter.ofPattern` in en_US. What this can't write as Java does is refused: the rest of
 * "expected …" is the error's message.
 */
export const createDateTimeFormatter = (pattern: string): DateFormatter => {
  const parts = patternParts(pattern, 'DateTimeFormatter');
  const brackets = parts.some((part) => part.kind === 'text' && /[[\]{}#]/.test(part.text));
  if (brackets && /[[\]{}#]/.test(pattern.replace(/'[^']*'/g, '')))
    refuse('a DateTimeFormatter pattern without brackets, braces and #');
  return onceAMinute(
    parts,
    composed(
      parts.map((part) => partWriter(part, DATE_TIME_LETTERS, 'DateTimeFormatter')),
      calendarFields,
    ),
  );
};

/** Java's `SimpleDateFormat` in en_US, writing; reading is `createDateParser`'s. */
export const createSimpleDateFormat = (pattern: string): DateFormatter => {
  const parts = patternParts(pattern, 'SimpleDateFormat');
  return onceAMinute(
    parts,
    composed(
      parts.map((part) => partWriter(part, SIMPLE_LETTERS, 'SimpleDateFormat')),
      hybridFields,
    ),
  );
};

const composed = (
  writers: readonly DateWriter[],
  fieldsOf: typeof calendarFields,
): DateFormatter => {
  const zones = new Map([['UTC', UTC]]);
  return (moment, timeZone = 'UTC') => {
    const zone = zones.get(timeZone) ?? createTimeZone(timeZone);
    zones.set(timeZone, zone);
    const fields = fieldsOf(moment, zone);
    let text = '';
    for (const write of writers) text += write(fields);
    return text;
  };
};

/** Letters of seconds and their parts. */
const BELOW_A_MINUTE = 'sSAnN';
const MINUTE = 60_000;
/** From here on every zone is whole minutes away from UTC. */
const WHOLE_MINUTES = Date.UTC(1973, 0);

/** Writes a text once for all records of a minute, where no letter asks for less; they come in about the order of their time. */
const onceAMinute = (parts: readonly PatternPart[], format: DateFormatter): DateFormatter => {
  if (parts.some((part) => part.kind === 'letter' && BELOW_A_MINUTE.includes(part.letter)))
    return format;
  let last = { minute: Number.NaN, timeZone: '', text: '' };
  return (moment, timeZone = 'UTC') => {
    if (moment < WHOLE_MINUTES) return format(moment, timeZone);
    const minute = Math.floor(moment / MINUTE);
    if (last.minute !== minute || last.timeZone !== timeZone)
      last = { minute, timeZone, text: format(moment, timeZone) };
    return last.text;
  };
};

const partWriter = (
  part: PatternPart,
  letters: Readonly<Record<string, DateLetter>>,
  syntax: string,
): DateWriter => {
  if (part.kind === 'text') return () => part.text;
  const letter = letters[part.letter];
  return letter === undefined
    ? refuse(`a ${syntax} pattern without ${part.letter}, which is not known here`)
    : letter(part.count);
};
