import { refuse } from './refused.ts';

/** A part of a Java date pattern: a run of one letter, or text that stands for itself. */
export type PatternPart =
  | { readonly kind: 'letter'; readonly letter: string; readonly count: number }
  | { readonly kind: 'text'; readonly text: string };

/** Java's two formatters, which read four quotes in a row differently. */
export type PatternSyntax = 'SimpleDateFormat' | 'DateTimeFormatter';

const PART: Readonly<Record<PatternSyntax, RegExp>> = {
  SimpleDateFormat: /([A-Za-z])\1*|''|'(?:[^']|'')*'|[^A-Za-z']+|'/g,
  DateTimeFormatter: /([A-Za-z])\1*|'(?:[^']|'')*'|[^A-Za-z']+|'/g,
};

/** Takes a Java date pattern apart. */
export const patternParts = (pattern: string, syntax: PatternSyntax): readonly PatternPart[] =>
  (pattern.match(PART[syntax]) ?? []).map((part) => {
    if (/^[A-Za-z]/.test(part))
      return { kind: 'letter', letter: part.charAt(0), count: part.length };
    if (part === "'") return refuse('a date pattern whose quotes are closed');
    if (part === "''") return { kind: 'text', text: "'" };
    const text = part.startsWith("'") ? part.slice(1, -1).replaceAll("''", "'") : part;
    return { kind: 'text', text };
  });

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

/** A name as Java shortens it in en_US. */
export const shortName = (name: string | undefined): string => (name ?? '').slice(0, 3);

/** Zeros in front up to a width; a minus sign stays first. */
export const padNumber = (value: number, width: number): string => {
  if (Number.isNaN(value)) return refuse('Weeks and days of the year are not known before 1583');
  return value < 0 ? `-${padNumber(-value, width)}` : String(value).padStart(width, '0');
};
