import { calendarFields, createTimeZone } from '../../connect/calendar.ts';
import { choiceKey, refuseKey, requiredText, textKey } from '../../connect/config-keys.ts';
import { createDateTimeFormatter, type DateFormatter } from '../../connect/java-date-format.ts';
import { defineTransform, type TransformDefinition } from '../transform.ts';
import {
  LENSES,
  patternKey,
  ROLLING_KEYS,
  requiredName,
  rollingWindow,
  timeZoneKey,
  withTextHeader,
} from './lenses-time.ts';

const KEYS = {
  'header.name': textKey(null, "The header's name."),
  'value.type': choiceKey(
    ['epoch', 'format'],
    'format',
    'Milliseconds, or text by a pattern.',
    true,
  ),
  format: patternKey(
    null,
    'Pattern of DateTimeFormatter; ISO 8601 without zone where it is missing.',
  ),
  timezone: timeZoneKey('Time zone of the text.'),
};

/** Java's ISO_LOCAL_DATE_TIME: no fraction that is zero, and no zero at its end. */
const isoLocal = createDateTimeFormatter("yyyy-MM-dd'T'HH:mm:ss.SSS");
const isoLocalDateTime: DateFormatter = (moment, zone) =>
  isoLocal(moment, zone).replace(/\.0+$|(?<=\.\d*[1-9])0+$/, '');

/** How the value is written; milliseconds have no time zone. */
const writer = (config: {
  readonly 'value.type': 'epoch' | 'format';
  readonly format: string | null;
  readonly timezone: string;
}): ((moment: number) => string) => {
  if (config['value.type'] === 'epoch') {
    if (config.timezone !== 'UTC')
      refuseKey('timezone', 'UTC, since value.type is epoch', config.timezone);
    return String;
  }
  const format = config.format === null ? isoLocalDateTime : createDateTimeFormatter(config.format);
  return (moment) => format(moment, config.timezone);
};

const PARTS = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'] as const;

export const wallclock: readonly TransformDefinition[] = [
  defineTransform({
    className: `${LENSES}InsertWallclock`,
    doc: 'Adds a header with the clock.',
    keys: KEYS,
    create: (config, { now }) => {
      const name = requiredName('header.name', config['header.name']);
      const write = writer(config);
      return (record) => withTextHeader(record, name, write(now()));
    },
  }),
  defineTransform({
    className: `${LENSES}InsertRollingWallclock`,
    doc: "Adds a header with the start of the clock's window.",
    keys: { ...KEYS, ...ROLLING_KEYS },
    create: (config, { now }) => {
      const name = requiredName('header.name', config['header.name']);
      const write = writer(config);
      const window = rollingWindow(config['rolling.window.type'], config['rolling.window.size']);
      return (record) => withTextHeader(record, name, write(window(now())));
    },
  }),
  defineTransform({
    className: `${LENSES}InsertWallclockDateTimePart`,
    doc: "Adds a header with a part of the clock's time, as a number without zeros in front.",
    keys: {
      'header.name': requiredText("The header's name."),
      'date.time.part': choiceKey(PARTS, undefined, 'The part.', true),
      timezone: timeZoneKey('Time zone of the part.'),
    },
    create: (config, { now }) => {
      const zone = createTimeZone(config.timezone);
      const part = config['date.time.part'].toLowerCase() as Lowercase<(typeof PARTS)[number]>;
      return (record) =>
        withTextHeader(record, config['header.name'], String(calendarFields(now(), zone)[part]));
    },
  }),
];
