import type { ErrorsConfig } from '../config/connector.ts';
import type { Stage } from '../connect/errors.ts';
import type { SinkRecord, SourceRecord } from '../connect/records.ts';
import type { MetricName } from '../metrics.ts';
import type {
  ErrantLog,
  ErrantRecord,
  ErrantRecordReporter,
  Metrics,
  RecordProducer,
} from '../ports.ts';
import { createDeadLetterQueue, type KeepLetters, type Lost } from './dead-letter-queue.ts';
import { originOf } from './letter.ts';
import { keepTolerated } from './tolerance.ts';

type ReporterPorts = {
  readonly producer: RecordProducer;
  readonly now: () => number;
  readonly log: ErrantLog;
  readonly metrics: Metrics;
};

/** Keeps errant records as the connector's `errors.tolerance` says, logs a line for each and counts them. */
export const createErrantRecordReporter = (
  errors: ErrorsConfig,
  { producer, now, log, metrics }: ReporterPorts,
): ErrantRecordReporter => {
  const { keep, kept } = policyOf(errors, producer, now);
  return {
    async report(errant, signal) {
      const failed = await keep(errant, signal);
      const waiting = new Set(failed.map((each) => each.errant));
      for (const each of errant)
        if (!waiting.has(each)) {
          log(entryOf(kept, each, errors));
          count(kept, each, metrics);
        }
      for (const each of firstOfOrigin(failed))
        log(entryOf(lostFate(each), each.errant, errors, each.reason));
      for (const each of failed) count(lostFate(each), each.errant, metrics);
      return [...waiting];
    },
  };
};

/** What the log and the metrics say of a record. */
type Fate = {
  readonly level: 'warn' | 'error';
  readonly message: string;
  readonly metrics: readonly MetricName[];
  /** Whether the class of its error is counted as well. */
  readonly isSettled: boolean;
};

const KEPT: Fate = {
  level: 'warn',
  message: 'errant record',
  metrics: ['RecordsErrant'],
  isSettled: true,
};
const DROPPED: Fate = {
  level: 'warn',
  message: 'errant record dropped',
  metrics: ['RecordsErrant', 'RecordsDropped'],
  isSettled: true,
};
const NOT_TOLERATED: Fate = {
  level: 'error',
  message: 'errant record not tolerated',
  metrics: ['RecordsNotTolerated'],
  isSettled: false,
};
const NOT_WRITTEN: Fate = {
  level: 'error',
  message: 'dead letter not written',
  metrics: ['DeadLetterFailures'],
  isSettled: false,
};

/** What was tried has a reason. */
const lostFate = ({ reason }: Lost<SourceRecord>): Fate => (reason ? NOT_WRITTEN : NOT_TOLERATED);

type Policy = { readonly keep: KeepLetters; readonly kept: Fate };

const policyOf = (errors: ErrorsConfig, producer: RecordProducer, now: () => number): Policy =>
  errors.drop
    ? { keep: keepTolerated(errors, dropAll), kept: DROPPED }
    : { keep: keepTolerated(errors, createDeadLetterQueue(errors, producer, now)), kept: KEPT };

const dropAll: KeepLetters = async () => [];

/** A partition waits for its first alone: the others come again, and may then be told of. */
const firstOfOrigin = <R extends SourceRecord>(lost: readonly Lost<R>[]): readonly Lost<R>[] => [
  ...new Map(lost.toReversed().map((each) => [originOf(each.errant.record), each])).values(),
];

const entryOf = (
  { level, message }: Fate,
  { record, error, type }: ErrantRecord<SourceRecord | SinkRecord>,
  { connector }: ErrorsConfig,
  reason?: Error,
): Parameters<ErrantLog>[0] => ({
  level,
  message,
  connector,
  stage: error.stage,
  class: error.at,
  ...(type !== undefined && { type }),
  topic: record.countedAs ?? record.topic,
  ...('offset' in record && { partition: record.partition, offset: record.offset }),
  ...(reason && { reason: reason.message }),
});

const count = (
  fate: Fate,
  { record, error, type }: ErrantRecord<SourceRecord>,
  metrics: Metrics,
): void => {
  const topic = record.countedAs ?? record.topic;
  for (const name of fate.metrics) metrics.add(topic, name, 1);
  if (!fate.isSettled) return;
  metrics.add(topic, type === undefined ? BY_STAGE[error.stage] : 'ErrantRefusals', 1);
};

const BY_STAGE: Readonly<Record<Stage, MetricName>> = {
  KEY_CONVERTER: 'ErrantConversions',
  HEADER_CONVERTER: 'ErrantConversions',
  VALUE_CONVERTER: 'ErrantConversions',
  TRANSFORMATION: 'ErrantTransformations',
  TASK_PUT: 'ErrantDocuments',
  KAFKA_PRODUCE: 'ErrantProduces',
};
