import { createTimeZone, zonedToUtc } from '../../connect/calendar.ts';
import { type ConfigKeys, type ConfigOf, refuseKey, textKey } from '../../connect/config-keys.ts';
import type { ConnectRecord } from '../../connect/connect-record.ts';
import { createDateTimeFormatter } from '../../connect/java-date-format.ts';
import { patternParts } from '../../connect/java-pattern.ts';
import { timestampFromMillis } from '../../connect/logical-types.ts';
import { refuse } from '../../connect/refused.ts';
import { defineTransform, type TransformContext, type TransformDefinition } from '../transform.ts';
import { FIELD_KEYS, fieldTimestamp } from './field-timestamp.ts';
import {
  LENSES,
  patternKey,
  ROLLING_KEYS,
  type RollingWindow,
  rollingWindow,
  timeZoneKey,
  withTextHeader,
} from './lenses-time.ts';

/** The headers in the order in which they are added, with their patterns. */
const HEADERS = {
  year: 'yyyy',
  month: 'MM',
  day: 'dd',
  hour: 'HH',
  minute: 'mm',
  second: 'ss',
  date: 'yyyy-MM-dd',
} as const;

const HEADER_KEYS = {
  'header.prefix.name': textKey('', "What the headers' names begin with."),
  'year.format': patternKey(HEADERS.year, 'Pattern of the header year.'),
  'month.format': patternKey(HEADERS.month, 'Pattern of the header month.'),
  'day.format': patternKey(HEADERS.day, 'Pattern of the header day.'),
  'hour.format': patternKey(HEADERS.hour, 'Pattern of the header hour.'),
  'minute.format': patternKey(HEADERS.minute, 'Pattern of the header minute.'),
  'second.format': patternKey(HEADERS.second, 'Pattern of the header second.'),
  'date.format': patternKey(HEADERS.date, 'Pattern of the header date.'),
  timezone: timeZoneKey('Time zone of the headers.'),
  locale: textKey('en', 'Language of names; only English is known here.'),
};

type Config = ConfigOf<typeof HEADER_KEYS>;

/** What is read of the record; undefined where there is no time in it. */
type Moment = (record: ConnectRecord) => number | undefined;

const addHeaders = (config: Config, moment: Moment) => {
  const zone = config.timezone;
  const formats = Object.keys(HEADERS).map((name) => {
    const key = `${name}.format` as `${keyof typeof HEADERS}.format`;
    requireLocale(config[key], key, config.locale);
    return [config['header.prefix.name'] + name, createDateTimeFormatter(config[key])] as const;
  });
  return (record: ConnectRecord): ConnectRecord => {
    const at = moment(record);
    if (at === undefined) return refuse('There is no time in the record');
    const time = timestampFromMillis(at).getTime();
    return formats.reduce(
      (before, [key, format]) => withTextHeader(before, key, format(time, zone)),
      record,
    );
  };
};

/** Java's locale "en" has weeks that start on Monday, en_US on Sunday: week letters are refused, as are other languages' names. */
const requireLocale = (pattern: string, key: string, locale: string): void => {
  const letters = patternParts(pattern, 'DateTimeFormatter').flatMap((part) =>
    part.kind === 'letter' ? [part] : [],
  );
  if (letters.some(({ letter }) => 'YwWec'.includes(letter)))
    refuseKey(key, 'a pattern without week letters', pattern);
  const hasNames = letters.some(
    ({ letter, count }) => 'EaG'.includes(letter) || ('MLQq'.includes(letter) && count > 2),
  );
  if (hasNames && locale !== 'en') refuseKey('locale', 'en, since a pattern has names', locale);
};

/** Makes a row of its keys and where its moment comes from. */
const define = <K extends ConfigKeys & typeof HEADER_KEYS>(
  name: string,
  doc: string,
  keys: K,
  momentOf: (config: ConfigOf<K>, context: TransformContext) => Moment,
): TransformDefinition =>
  defineTransform({
    className: LENSES + name,
    doc: `Adds headers year, month, day, hour, minute, second and date of ${doc}.`,
    keys,
    // ConfigOf of a K that extends the headers' keys has the headers' values.
    create: (config, context) => addHeaders(config as unknown as Config, momentOf(config, context)),
  });

const windowOf = (config: ConfigOf<typeof ROLLING_KEYS>): RollingWindow =>
  rollingWindow(config['rolling.window.type'], config['rolling.window.size']);

const rolled =
  (moment: Moment, window: RollingWindow): Moment =>
  (record) => {
    const at = moment(record);
    return at === undefined ? undefined : window(at);
  };

const ofField = (
  config: ConfigOf<typeof FIELD_KEYS> & Pick<Config, 'timezone'>,
  context: TransformContext,
): Moment => {
  const zone = createTimeZone(config.timezone);
  return fieldTimestamp(config, (local) => zonedToUtc(local, zone), context);
};

const ofRecord =
  ({ now }: TransformContext): Moment =>
  ({ timestamp }) =>
    timestamp ?? now();

const ROLLING = { ...HEADER_KEYS, ...ROLLING_KEYS };

export const timestampHeaders: readonly TransformDefinition[] = [
  define('InsertWallclockHeaders', 'the clock', HEADER_KEYS, (_, { now }) => now),
  define(
    'InsertRecordTimestampHeaders',
    "the record's time, else of the clock",
    HEADER_KEYS,
    (_, context) => ofRecord(context),
  ),
  define('InsertFieldTimestampHeaders', 'a field', { ...HEADER_KEYS, ...FIELD_KEYS }, ofField),
  define('InsertRollingWallclockHeaders', "the clock's window", ROLLING, (config, { now }) =>
    rolled(now, windowOf(config)),
  ),
  define(
    'InsertRollingRecordTimestampHeaders',
    "the window of the record's time",
    ROLLING,
    (config, context) => rolled(ofRecord(context), windowOf(config)),
  ),
  define(
    'InsertRollingFieldTimestampHeaders',
    "the window of a field's time",
    { ...ROLLING, ...FIELD_KEYS },
    (config, context) => rolled(ofField(config, context), windowOf(config)),
  ),
];
