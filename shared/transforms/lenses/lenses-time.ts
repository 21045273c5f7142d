import { isTimeZone } from '../../connect/calendar.ts';
import {
  type ConfigKey,
  choiceKey,
  intKey,
  refuseKey,
  textKey,
} from '../../connect/config-keys.ts';
import { type ConnectRecord, decodedPart } from '../../connect/connect-record.ts';
import { createDateTimeFormatter } from '../../connect/java-date-format.ts';
import { refuse } from '../../connect/refused.ts';
import { createSchema } from '../../connect/schema.ts';
import { UNIX_PRECISIONS } from '../timestamp-types.ts';

/** The package of Lenses' transforms. */
export const LENSES = 'io.lenses.connect.smt.header.';

/** Java takes GMT for a time zone that it doesn't know; here that is a fault. */
export const timeZoneKey = (doc: string): ConfigKey<string> =>
  textKey('UTC', doc, (name) => {
    if (!isTimeZone(name)) refuse('the name of a time zone');
  });

export const UNIX_PRECISION_KEY = choiceKey(
  UNIX_PRECISIONS,
  'milliseconds',
  'The unit of numbers that are times.',
);

const WINDOW_MILLIS = { HOURS: 3_600_000, MINUTES: 60_000, SECONDS: 1000 } as const;
type WindowType = keyof typeof WINDOW_MILLIS;
const MOST: Readonly<Record<WindowType, number>> = { HOURS: 24, MINUTES: 60, SECONDS: 60 };

/** Takes a moment back to where its window starts. */
export type RollingWindow = (moment: number) => number;

export const ROLLING_KEYS = {
  'rolling.window.type': choiceKey(
    ['HOURS', 'MINUTES', 'SECONDS'],
    'MINUTES',
    'What the window is measured in.',
    true,
  ),
  'rolling.window.size': intKey(15, 'How many of them it has.'),
};

export const rollingWindow = (type: WindowType, size: number): RollingWindow => {
  if (size <= 0 || size > MOST[type])
    refuseKey('rolling.window.size', `a number from 1 to ${MOST[type]}`, String(size));
  const unit = WINDOW_MILLIS[type];
  return (moment) => {
    const seconds = Math.floor(moment / 1000) % ((unit / 1000) * size);
    return Math.floor((moment - seconds * 1000) / unit) * unit;
  };
};

const STRING = createSchema('STRING');

/** A record with one more header of text. */
export const withTextHeader = (
  record: ConnectRecord,
  key: string,
  value: string,
): ConnectRecord => ({
  ...record,
  headers: [...record.headers, { key, value: decodedPart({ schema: STRING, value }) }],
});

/** A key that must be there; Lenses checks it itself, so an empty one is wrong too. */
export const requiredName = (key: string, value: string | null): string =>
  value === null || value === '' ? refuseKey(key, 'a name') : value;

/** A pattern's formatter under its key. */
export const patternKey = <D extends string | null>(
  defaultValue: D,
  doc: string,
): ConfigKey<string | D> =>
  textKey(defaultValue, doc, (pattern) => {
    createDateTimeFormatter(pattern);
  });
