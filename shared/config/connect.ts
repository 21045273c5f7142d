import type {
  ErrorsConfig,
  FunctionConfig,
  IndexTime,
  MappingConfig,
  TopicCreation,
} from './connector.ts';
import { type Entries, textsOf, withoutPrefix } from './entries.ts';
import type { CONNECT_SINK_KEYS, CONNECT_SOURCE_KEYS, ERROR_KEYS } from './keys/connect.ts';
import type { OWN_KEYS, OWN_SINK_KEYS } from './keys/connectless.ts';
import type { Reading, Values } from './read-rows.ts';
import type { Report } from './report.ts';
import { checkTopic } from './topic-names.ts';

const ILLEGAL_IN_TOPIC = /[^a-zA-Z0-9._-]/g;

/** Connect's `errors.*`, for both legs. */
export const readErrors = (
  values: Values<typeof ERROR_KEYS & typeof OWN_KEYS>,
  connector: string,
): ErrorsConfig => ({
  connector,
  tolerance: values['errors.tolerance'],
  tolerates: { refused: false, invalid: false },
  deadLetterTopic:
    values['errors.deadletterqueue.topic.name'] ||
    `${connector.replaceAll(ILLEGAL_IN_TOPIC, '-')}-dead-letters`,
  contextHeaders: values['errors.deadletterqueue.context.headers.enable'],
  drop: values['connectless.errors.drop'],
  stackTrace: values['connectless.errors.stacktrace'],
});

/**
 * Refuses a dead letter topic that Kafka would refuse, and one that the connector itself reads or
 * writes, as Connect does (`SinkConnectorConfig`): each letter would make another.
 */
export const checkDeadLetters = (
  { deadLetterTopic }: ErrorsConfig,
  own: readonly string[],
  report: Report,
): void => {
  checkTopic(DEAD_LETTERS, deadLetterTopic, report);
  if (own.includes(deadLetterTopic))
    report.error(DEAD_LETTERS, {
      found: deadLetterTopic,
      expected: 'a topic that the connector does not itself read or write',
    });
};

const DEAD_LETTERS = 'errors.deadletterqueue.topic.name';

/** What a connector's function is to have. */
export const readFunction = (values: Values<typeof OWN_KEYS>): FunctionConfig => {
  const {
    'connectless.memory.mb': memoryMb,
    'connectless.timeout.seconds': timeoutSeconds,
    'connectless.concurrency': concurrency,
  } = values;
  return {
    ...(memoryMb !== null && { memoryMb }),
    ...(timeoutSeconds !== null && { timeoutSeconds }),
    ...(concurrency !== null && { concurrency }),
  };
};

/** Some 250 KB of phones' messages, one `_bulk` request. */
const BATCH_SIZE = 1_000;
/** Lambda's own limit. */
const LARGEST_BATCH = 10_000;
/** Ten pollers share one event poller unit: up to there, more of them cost nothing more. */
const POLLERS = 10;
const MOST_POLLERS = 2_000;

type SinkValues = Reading<typeof CONNECT_SINK_KEYS & typeof OWN_SINK_KEYS>;

/** What the mapping of a sink's topics is to have: our own keys before Connect's. */
export const readMapping = (
  reading: SinkValues,
  name: string,
  bulkRecords: number,
): MappingConfig => {
  const { values, entries } = reading;
  const asked =
    values['connectless.batch.size'] ?? values['consumer.override.max.poll.records'] ?? BATCH_SIZE;
  return {
    ...readMode(reading),
    batchSize: Math.min(asked, bulkRecords, LARGEST_BATCH),
    windowSeconds: values['connectless.batch.window.seconds'],
    pollers: readPollers(reading),
    consumerGroup:
      values['connectless.consumer.group'] ??
      values['consumer.override.group.id'] ??
      `connect-${name}`,
    start: readStart(
      entries.has('connectless.consumer.start')
        ? values['connectless.consumer.start']
        : values['consumer.override.auto.offset.reset'],
    ),
  };
};

const readPollers = ({ values, entries, report }: SinkValues): MappingConfig['pollers'] => {
  const min = values['connectless.pollers.min'];
  const tasks = entries.has('tasks.max') ? values['tasks.max'] : POLLERS;
  const max = Math.min(values['connectless.pollers.max'] ?? Math.max(tasks, min), MOST_POLLERS);
  if (min > max)
    report.error('connectless.pollers.min', {
      found: String(min),
      expected: `${max} at most, as connectless.pollers.max says`,
    });
  return { min, max };
};

const readMode = ({
  values,
  entries,
}: SinkValues): Pick<MappingConfig, 'mode' | 'failureBucket' | 'secretArn'> => {
  const secretArn = values['connectless.mapping.secret.arn'];
  const failureBucket = values['connectless.mapping.failure.bucket'];
  return {
    ...(entries.has('connectless.mapping.mode') && { mode: values['connectless.mapping.mode'] }),
    ...(failureBucket !== null && { failureBucket }),
    ...(secretArn !== null && { secretArn }),
  };
};

/** The time that names an index by its date. The wall clock breaks a promise: a record read again goes elsewhere. */
export const readIndexTime = ({ values, report }: Reading<typeof OWN_SINK_KEYS>): IndexTime => {
  const of = values['connectless.index.time'];
  if (of === 'ingest')
    report.warning('connectless.index.time', {
      found: of,
      expected: 'record, or a record that is read again on another day makes a second document',
    });
  const [start = '', end = ''] = values['connectless.index.window'].split('/');
  return {
    of,
    zone: values['connectless.index.timezone'],
    window: { start: Date.parse(start), end: Date.parse(end) },
  };
};

/** `none` fails on Connect where a group has no offsets; a mapping has to begin somewhere. */
const readStart = (text: string): MappingConfig['start'] => {
  if (text === 'latest') return text;
  return text === 'earliest' || text === 'none' ? 'earliest' : new Date(text);
};

const DEFAULT_CREATION = 'topic.creation.default.';
const NUMBERS = ['partitions', 'replication.factor'];
/** Those that are no configuration of a topic. */
const OF_CREATION = new Set([...NUMBERS, 'include', 'exclude']);

/**
 * What the topics of a source are to be made with; -1 is the cluster's default. As in Connect, missing
 * topics are made where the file has both numbers and the worker doesn't forbid it.
 */
export const readTopicCreation = (
  values: Values<typeof CONNECT_SOURCE_KEYS>,
  entries: Entries,
): TopicCreation => {
  const partitions = values['topic.creation.default.partitions'] ?? -1;
  const replicationFactor = values['topic.creation.default.replication.factor'] ?? -1;
  const config = [...withoutPrefix(entries, DEFAULT_CREATION)].filter(
    ([key]) => !OF_CREATION.has(key),
  );
  const asked = NUMBERS.every((name) => entries.has(DEFAULT_CREATION + name));
  return {
    byFunction: asked && values['topic.creation.enable'],
    ...(partitions > 0 && { partitions }),
    ...(replicationFactor > 0 && { replicationFactor }),
    config: textsOf(new Map(config)),
  };
};
