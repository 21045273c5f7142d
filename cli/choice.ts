import { InvalidArgumentError } from 'commander';

/** A span of time; both ends in milliseconds since the epoch, `since` in it and `until` not. */
export type Span = { readonly since?: number; readonly until?: number };

/** Whether a time lies in a span. */
export const isWithin = (time: number, { since, until }: Span): boolean =>
  (since === undefined || time >= since) && (until === undefined || time < until);

const AGO = /^(\d+)(s|m|h|d)$/;
const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
/** A date, or a date and time; without a zone it is UTC, as everything is that we print. */
const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * A time as the command line takes it: `2h` ago, or ISO.
 *
 * @throws InvalidArgumentError, which commander tells with the option's name
 */
export const parseTime = (text: string): number => {
  const [, number, unit = ''] = AGO.exec(text) ?? [];
  if (number !== undefined) return Date.now() - Number(number) * (UNITS[unit] ?? 0);
  const [, clock, , , zone] = ISO.exec(text) ?? [];
  const time = ISO.test(text) ? Date.parse(clock && !zone ? `${text}Z` : text) : Number.NaN;
  if (Number.isNaN(time))
    throw new InvalidArgumentError(
      'It takes an age (90s, 30m, 2h, 7d) or a time (2025-04-24T12:00Z).',
    );
  return time;
};

/** @throws InvalidArgumentError, which commander tells with the option's name */
export const parseCount = (text: string): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value > 0 && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('It takes a whole number from 1.');
};

/** `2025-04-24 12:00:00Z` */
export const timeText = (time: number): string =>
  Number.isFinite(time) && Math.abs(time) < 8.64e15
    ? new Date(time)
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, 'Z')
    : 'no time';
