import type { ErrorsConfig } from '../config/connector.ts';
import { ConnectError, DataError } from '../connect/errors.ts';
import { partitionName, type SinkRecord, type SourceRecord } from '../connect/records.ts';
import type {
  ErrantEntry,
  ErrantLog,
  ErrantRecord,
  ErrantRecordReporter,
  RecordProducer,
} from '../ports.ts';
import { errorHeaders } from './error-headers.ts';
import { chunksOf } from './letter-chunks.ts';

/** Keeps errant records as the connector's `errors.tolerance` says. */
export const createErrantRecordReporter = (
  errors: ErrorsConfig,
  { producer, now, log }: ReporterPorts,
): ErrantRecordReporter =>
  errors.tolerance === 'none'
    ? keepNone
    : logging(deadLetterQueue(errors, producer, now), errors, log);

type ReporterPorts = {
  readonly producer: RecordProducer;
  readonly now: () => number;
  readonly log: ErrantLog;
};

/** Says a line for each record that is kept, once it is. */
const logging = (
  { report }: ErrantRecordReporter,
  { connector }: ErrorsConfig,
  log: ErrantLog,
): ErrantRecordReporter => ({
  async report(errant, signal) {
    const lost = new Set(await report(errant, signal));
    for (const each of errant) if (!lost.has(each)) log(entryOf(each, connector));
    return [...lost];
  },
});

const entryOf = (
  { record, error }: ErrantRecord<SourceRecord | SinkRecord>,
  connector: string,
): ErrantEntry => ({
  level: 'warn',
  message: 'errant record',
  connector,
  stage: error.stage,
  class: error.at,
  topic: record.topic,
  ...('offset' in record && { partition: record.partition, offset: record.offset }),
});

/** Tolerates nothing: the records stay unsettled. */
const keepNone: ErrantRecordReporter = { report: async (errant) => errant };

/** A letter on its way, and what it is for. */
type Letter<R extends SourceRecord> = {
  readonly errant: ErrantRecord<R>;
  readonly record: SourceRecord;
};

/**
 * Writes a letter for each: original bytes and headers, then what went wrong. The letter is dated
 * when it is written, since Kafka deletes or refuses one that carries an old or future record's time.
 *
 * One that Kafka refuses keeps its partition waiting, so no later letter of that partition is written:
 * its record comes again, and would write it again each time.
 */
const deadLetterQueue = (
  errors: ErrorsConfig,
  producer: RecordProducer,
  now: () => number,
): ErrantRecordReporter => ({
  async report<R extends SourceRecord>(errant: readonly ErrantRecord<R>[], signal: AbortSignal) {
    const letters = errant.map((each) => ({ errant: each, record: letterOf(each, errors, now()) }));
    const lost: Letter<R>[] = [];
    for (const chunk of chunksOf(letters, ({ record }) => record)) {
      const waiting = new Set(lost.map(originOf));
      const due = chunk.filter((letter) => !waiting.has(originOf(letter)));
      const kept = new Set(await send(producer, due, signal));
      lost.push(...chunk.filter((letter) => !kept.has(letter)));
    }
    return lost.map((letter) => letter.errant);
  },
});

/** Sends letters together, and where one of them is refused each alone; answers with those kept. */
const send = async <R extends SourceRecord>(
  producer: RecordProducer,
  letters: readonly Letter<R>[],
  signal: AbortSignal,
): Promise<readonly Letter<R>[]> => {
  const refusal = await trySend(producer, letters, signal);
  if (refusal === undefined) return letters;
  if (!(refusal instanceof DataError) || letters.length === 1) return [];
  const kept: Letter<R>[] = [];
  const waiting = new Set<string>();
  for (const letter of letters) {
    if (waiting.has(originOf(letter))) continue;
    if (await trySend(producer, [letter], signal)) waiting.add(originOf(letter));
    else kept.push(letter);
  }
  return kept;
};

/** Answers with the reason why any of them may not be kept. */
const trySend = async (
  producer: RecordProducer,
  letters: readonly Letter<SourceRecord>[],
  signal: AbortSignal,
): Promise<ConnectError | undefined> => {
  if (letters.length === 0) return undefined;
  try {
    await producer.send(
      letters.map(({ record }) => record),
      signal,
    );
    return undefined;
  } catch (error) {
    if (error instanceof ConnectError) return error;
    throw error;
  }
};

const letterOf = (
  { record, error }: ErrantRecord<SourceRecord>,
  errors: ErrorsConfig,
  now: number,
): SourceRecord => ({
  topic: errors.deadLetterTopic,
  key: record.key,
  value: record.value,
  headers: [...record.headers, ...errorHeaders(record, error, errors)],
  timestamp: now,
});

/** What a letter that is not kept lets wait: its record's partition; at the source, its message. */
const originOf = ({ errant: { record } }: Letter<SourceRecord | SinkRecord>): string =>
  'offset' in record ? partitionName(record) : '';
