import type { SourceConnector, SourceStatement } from '../config/connector.ts';
import { DataError } from '../connect/errors.ts';
import type { SourceRecord } from '../connect/records.ts';
import { isTopicName } from '../connect/topic-name.ts';
import type { ErrantRecord, ErrantRecordReporter, Metrics, RecordProducer } from '../ports.ts';
import type { MqttMessage } from './iot-event.ts';
import { createSourceRecords, type ToSourceRecord } from './source-record.ts';
import { createStatementChoice } from './statement-choice.ts';

type SourcePorts = {
  readonly producer: RecordProducer;
  readonly reporter: ErrantRecordReporter;
  /** The clock; only transforms whose name says so look at it. */
  readonly now: () => number;
  readonly metrics: Pick<Metrics, 'add'>;
};

/** The source leg: one message in, a record of each statement of its rule in Kafka. */
export type SourceTask = {
  /**
   * Resolves when every record is acknowledged or kept as a dead letter, or when every statement's
   * `WITHREGEX` declines the message; rejects otherwise.
   */
  put(message: MqttMessage, signal: AbortSignal): Promise<void>;
};

export const createSourceTask = (
  connector: SourceConnector,
  { producer, reporter, now, metrics }: SourcePorts,
): SourceTask => {
  const toRecord = createSourceRecords(connector, now);
  const statementsFor = createStatementChoice(connector.statements);
  return {
    async put(message, signal) {
      const errant: ErrantRecord<SourceRecord>[] = [];
      const statements = statementsFor(message);
      // By its filter: topics may be as many as devices.
      if (statements.length === 0) metrics.add(message.filter ?? NO_FILTER, 'MessagesDeclined', 1);
      for (const statement of statements) {
        const each = await produce(toRecord, statement, message, producer, signal);
        if (each) errant.push(each);
      }
      // Last: a message that comes again, since another record of it has to wait, writes them then.
      const [lost] = await reporter.report(errant, signal);
      if (lost) throw withoutCause(lost.error);
    },
  };
};

/** A runtime prints causes as well, and one may quote the record. */
const withoutCause = ({ stage, at, message }: DataError): DataError =>
  new DataError(stage, at, message);

const NO_FILTER = 'no filter';

/** Makes a record and produces it; answers with what becomes a letter where that never will succeed. */
const produce = async (
  toRecord: ToSourceRecord,
  statement: SourceStatement,
  message: MqttMessage,
  producer: RecordProducer,
  signal: AbortSignal,
): Promise<ErrantRecord<SourceRecord> | undefined> => {
  const { record, error } = toRecord(statement, message);
  if (record === undefined) return undefined;
  const refusal = error ?? (await refusalOf(record, producer, signal));
  if (refusal === undefined) return undefined;
  const letter = { ...record, value: message.payload };
  return { record: withFilter(letter, statement), error: refusal };
};

/** Produces a record; answers with why Kafka never will take it, where that is so. */
const refusalOf = async (
  record: SourceRecord,
  producer: RecordProducer,
  signal: AbortSignal,
): Promise<DataError | undefined> => {
  try {
    await producer.send([withLegalTopic(record)], signal);
    return undefined;
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
};

/** Kafka's answer to an illegal name would say the same, but not kafkajs' to an empty one. */
const withLegalTopic = (record: SourceRecord): SourceRecord => {
  if (isTopicName(record.topic)) return record;
  throw new DataError('KAFKA_PRODUCE', 'kafkajs', 'Kafka takes no topic of this name');
};

/** A letter also says which filter its message came by, so that it can be replayed. */
const withFilter = (record: SourceRecord, { filter }: SourceStatement): SourceRecord => ({
  ...record,
  headers: [...record.headers, { key: 'mqtt-filter', value: Buffer.from(filter) }],
});
