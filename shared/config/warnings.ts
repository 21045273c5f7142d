import type { FlatConfig } from '../connect/config-keys.ts';
import { createSimpleDateFormat } from '../connect/java-date-format.ts';
import { RefusedError } from '../connect/refused.ts';
import type {
  ErrorsConfig,
  SinkConnector,
  SinkStatement,
  SourceConnector,
  TopicCreation,
} from './connector.ts';
import type { Entries } from './entries.ts';
import type { Report } from './report.ts';

/** What `errors.tolerance` means here, where Connect would do something else. */
export const warnOfErrors = (errors: ErrorsConfig, entries: Entries, report: Report): void => {
  if (isTrue(entries.get('errors.log.include.messages')?.text))
    report.warning('errors.log.include.messages', {
      found: 'true, which changes nothing',
      expected: 'false: a log names where a record lies, and its dead letter alone holds it',
    });
  if (errors.tolerance === 'none') warnOfNoTolerance(errors, entries, report);
  else if (errors.drop)
    report.warning('connectless.errors.drop', {
      found: 'true: records that can’t be used are lost',
      expected: 'false, which keeps them as dead letters',
    });
  else if (!entries.get('errors.deadletterqueue.topic.name')?.text.trim())
    report.warning('errors.deadletterqueue.topic.name', {
      expected: `a topic for dead letters; without one it is ${errors.deadLetterTopic}`,
    });
};

/** A retried message's records would have two times, so two days and two documents. */
export const warnOfBrokerTime = ({ config }: TopicCreation, report: Report): void => {
  if (config[TIMESTAMP_TYPE] === 'LogAppendTime')
    report.warning(`topic.creation.default.${TIMESTAMP_TYPE}`, {
      found: 'LogAppendTime',
      expected:
        'CreateTime, or a message that is tried again after midnight ends in the next day’s index, too',
    });
};

const TIMESTAMP_TYPE = 'message.timestamp.type';

const isTrue = (text: string | undefined): boolean => text?.trim().toLowerCase() === 'true';

const warnOfNoTolerance = ({ drop }: ErrorsConfig, entries: Entries, report: Report): void => {
  report.warning('errors.tolerance', {
    found: entries.has('errors.tolerance') ? 'none' : 'none, the default',
    expected:
      'all, or a record that can’t be used makes its partition wait (of a source: ends in the failure queue)',
  });
  if (drop)
    report.warning('connectless.errors.drop', {
      found: 'true where nothing is tolerated, so nothing is dropped either',
      expected: 'errors.tolerance=all beside it',
    });
};

const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';
const STRING_CONVERTER = 'org.apache.kafka.connect.storage.StringConverter';
const BYTES_CONVERTER = 'org.apache.kafka.connect.converters.ByteArrayConverter';

/** A source's payloads are bytes, unless a converter of its own has read them. */
export const warnOfWrappedBytes = (
  { converters, statements }: SourceConnector,
  report: Report,
): void => {
  if (statements.every(({ converter }) => converter !== undefined)) return;
  const { className } = converters.value;
  if (className === JSON_CONVERTER)
    report.warning('value.converter', {
      found: 'JsonConverter, which makes a text in base64 of a payload’s bytes',
      expected: 'the payload as it is',
      suggestion: BYTES_CONVERTER,
    });
  if (className === STRING_CONVERTER)
    report.warning('value.converter', {
      found: 'StringConverter, which writes Java’s name of an object for a payload’s bytes',
      expected: 'the payload as it is',
      suggestion: BYTES_CONVERTER,
    });
};

const TIMESTAMP_ROUTER = /^(org\.apache\.kafka\.connect\.transforms\.)?TimestampRouter$/;

/** Whether the record's time gets into its topic, and so into the name of its index. */
export const isRoutedByTime = (transforms: FlatConfig): boolean =>
  Object.values(transforms).some((value) => TIMESTAMP_ROUTER.test(value.trim()));

const TRANSFORM_TYPE = /^transforms\.[^.]+\.type$/;
const ROUTER = /^(org\.apache\.kafka\.connect\.transforms\.)?(Regex|Timestamp)Router$/;

/** A deploy knows a source's topics by its statements, before any record is there to be renamed. */
export const warnOfRoutes = (transforms: FlatConfig, topicKey: string, report: Report): void => {
  for (const [key, type] of Object.entries(transforms))
    if (TRANSFORM_TYPE.test(key) && ROUTER.test(type.trim()))
      report.warning(key, {
        found: `${type}, which gives records topics that a deploy neither makes nor lets the function write`,
        expected: `the topic itself in ${topicKey}`,
      });
};

/** Why a tombstone does not find its document, each with the way out. */
const VAIN_DELETES: readonly {
  readonly asked: (statement: SinkStatement, isRouted: boolean) => boolean;
  readonly what: string;
  readonly expected: string;
}[] = [
  {
    asked: ({ index }, isRouted) =>
      isRouted || index.some((part) => typeof part !== 'string' && part.kind === 'date'),
    what: 'in an index by date, which find documents of their own day alone',
    expected: 'an index without a date',
  },
  {
    asked: ({ id }) => id.parts.length === 0,
    what: 'whose ids are offsets: no tombstone has the id of an earlier document',
    expected: 'an id from the key or a header',
  },
  {
    asked: ({ id }) => id.parts.some(({ kind }) => kind === 'value'),
    what: 'whose ids come from the value, which a tombstone lacks: it is errant',
    expected: 'an id from the key or a header',
  },
];

/** What deletes will not do. */
export const warnOfDeletes = (
  { statements, transforms }: SinkConnector,
  key: string,
  report: Report,
): void => {
  const isRouted = isRoutedByTime(transforms);
  for (const statement of statements.filter(({ tombstones }) => tombstones === 'delete'))
    for (const { asked, what, expected } of VAIN_DELETES)
      if (asked(statement, isRouted))
        report.warning(key, { found: `deletes of topic ${statement.source} ${what}`, expected });
};

const TIMESTAMP_FORMAT = /^transforms\..+\.timestamp\.format$/;
const NEW_YEAR = Date.UTC(2025, 11, 29, 12);

/** `YYYY` in a `TimestampRouter`. */
export const warnOfTransforms = (transforms: FlatConfig, report: Report): void => {
  for (const [key, pattern] of Object.entries(transforms)) {
    if (!TIMESTAMP_FORMAT.test(key) || !pattern.replaceAll(/'[^']*'/g, '').includes('Y')) continue;
    report.warning(key, {
      found: `${pattern}, whose Y is the year of the week: ${formatted(pattern)} on 2025-12-29`,
      expected: 'the calendar year',
      suggestion: pattern.replaceAll('Y', 'y'),
    });
  }
};

const formatted = (pattern: string): string => {
  try {
    return createSimpleDateFormat(pattern)(NEW_YEAR);
  } catch (error) {
    if (error instanceof RefusedError) return 'no date';
    throw error;
  }
};
