import { DAY } from './logical-types.ts';

/** A day by its year (0 is 1 BC), month (January is 0) and day. */
export type YearMonthDay = { readonly year: number; readonly month: number; readonly day: number };

/** 1582-10-15, the first Gregorian day of Java's calendar; the day before it is October 4. */
const CUTOVER_DAY = -141_427;
/** Days between the start of the Julian day numbers and 1970. */
const EPOCH = 2_440_588;
const CUTOVER_YEAR = 1582;

/** The Julian date of a moment; undefined for a moment of the Gregorian calendar. */
export const julianDate = (moment: number): YearMonthDay | undefined => {
  const epochDay = Math.floor(moment / DAY);
  if (epochDay >= CUTOVER_DAY) return undefined;
  const shifted = epochDay + EPOCH + 32_082;
  const years = Math.floor((4 * shifted + 3) / 1461);
  const days = shifted - Math.floor((1461 * years) / 4);
  const months = Math.floor((5 * days + 2) / 153);
  const next = Math.floor(months / 10);
  return {
    year: years - 4800 + next,
    month: months + 2 - 12 * next,
    day: days - Math.floor((153 * months + 2) / 5) + 1,
  };
};

/** The first moment of a day in Java's GregorianCalendar, which is Julian before the cut-over. */
export const hybridMoment = (date: YearMonthDay, ofYear: boolean): number => {
  const gregorian = Math.floor(new Date(0).setUTCFullYear(date.year, date.month, date.day) / DAY);
  if (date.year > CUTOVER_YEAR && !(gregorian < CUTOVER_DAY)) return gregorian * DAY;
  const julian = julianEpochDay(date);
  const isGregorian = date.year === CUTOVER_YEAR && !ofYear && gregorian >= CUTOVER_DAY;
  return (isGregorian ? gregorian : julian) * DAY;
};

const julianEpochDay = ({ year, month, day }: YearMonthDay): number => {
  const wholeYear = year + Math.floor(month / 12);
  const monthOfYear = ((month % 12) + 12) % 12;
  const before = monthOfYear < 2 ? 1 : 0;
  const years = wholeYear + 4800 - before;
  const months = monthOfYear + 12 * before - 2;
  const days = Math.floor((153 * months + 2) / 5) + 365 * years + Math.floor(years / 4);
  return day + days - 32_083 - EPOCH;
};
