import { hybridMoment } from './calendar-hybrid.ts';
import { DAY } from './logical-types.ts';
import { refuse } from './refused.ts';

/** What has been read so far; a later part of the same kind wins, as in Java's calendar. */
export type Reading = {
  year: number;
  isBeforeChrist: boolean;
  month: number;
  day: number;
  dayOf: 'month' | 'year';
  hourOfDay: number | undefined;
  hourOfHalf: number | undefined;
  afternoon: boolean | undefined;
  /** Whether the last hour or half that was read is of a day of twelve hours. */
  halves: boolean;
  minute: number;
  second: number;
  millisecond: number;
  offset: number;
};

/** What nothing says otherwise: the first moment of 1970. */
export const emptyReading = (): Reading => ({
  year: 1970,
  isBeforeChrist: false,
  month: 0,
  day: 1,
  dayOf: 'month',
  hourOfDay: undefined,
  hourOfHalf: undefined,
  afternoon: undefined,
  halves: false,
  minute: 0,
  second: 0,
  millisecond: 0,
  offset: 0,
});

/** The moment that was read, what overflows carried on as Java's lenient calendar does. */
export const momentOf = (reading: Reading): number => {
  const { month, day, dayOf } = reading;
  const year = reading.isBeforeChrist ? 1 - reading.year : reading.year;
  const seconds = (hourOf(reading) * 60 + reading.minute) * 60 + reading.second;
  const time = seconds * 1000 + reading.millisecond;
  const days = Math.floor(time / DAY);
  const ofYear = dayOf === 'year';
  const date = hybridMoment({ year, month: ofYear ? 0 : month, day: day + days }, ofYear);
  const moment = date + time - days * DAY - reading.offset;
  return Number.isNaN(moment) || Math.abs(moment) > 8.64e15
    ? refuse('The date is outside of the years that dates have here')
    : moment;
};

/** An hour of a half day counts against an hour of the day only with its half, and if read later. */
const hourOf = ({ hourOfDay, hourOfHalf, afternoon, halves }: Reading): number => {
  const complete = hourOfHalf !== undefined && afternoon !== undefined && halves;
  if (hourOfDay !== undefined && !complete) return hourOfDay;
  return (hourOfHalf ?? 0) + (afternoon === true ? 12 : 0);
};
