import type { SourceStatement } from '../config/connector.ts';
import { ConnectError, DataError } from '../connect/errors.ts';
import type { SourceRecord } from '../connect/records.ts';
import type { ErrantRecord, ErrantRecordReporter, RecordProducer } from '../ports.ts';
import type { MqttMessage } from './iot-event.ts';
import { sourceRecord } from './source-record.ts';
import { matchesFilter } from './topic-filter.ts';

type SourcePorts = {
  readonly producer: RecordProducer;
  readonly reporter: ErrantRecordReporter;
};

/** The source leg: one message in, a record of each statement of its rule in Kafka. */
export type SourceTask = {
  /** Resolves when every record is acknowledged or kept as a dead letter; rejects otherwise. */
  put(message: MqttMessage, signal: AbortSignal): Promise<void>;
};

export const createSourceTask = (
  statements: readonly SourceStatement[],
  { producer, reporter }: SourcePorts,
): SourceTask => ({
  async put(message, signal) {
    const errant: ErrantRecord<SourceRecord>[] = [];
    for (const statement of statementsFor(statements, message)) {
      const record = sourceRecord(statement, message);
      const error = await refusal(producer, record, signal);
      if (error) errant.push({ record: letterOf(record, statement), error });
    }
    // Last: a message that comes again, since another record of it has to wait, writes them then.
    const [lost] = await reporter.report(errant, signal);
    if (lost) throw lost.error;
  },
});

/** Produces a record; answers with the reason where Kafka will never take it. */
const refusal = async (
  producer: RecordProducer,
  record: SourceRecord,
  signal: AbortSignal,
): Promise<DataError | undefined> => {
  try {
    await producer.send([record], signal);
    return undefined;
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
};

/** The statements of the rule that fired, so that overlapping filters never double a record. */
const statementsFor = (
  statements: readonly SourceStatement[],
  { filter, topic }: MqttMessage,
): readonly SourceStatement[] => {
  const chosen = statements.filter((statement) =>
    filter === undefined ? matchesFilter(statement.filter, topic) : statement.filter === filter,
  );
  if (chosen.length === 0)
    throw new ConnectError(`no statement has the filter ${filter ?? `of topic ${topic}`}`);
  return chosen;
};

/** A letter also says which filter its message came by, so that it can be replayed. */
const letterOf = (record: SourceRecord, { filter }: SourceStatement): SourceRecord => ({
  ...record,
  headers: [...record.headers, { key: 'mqtt-filter', value: Buffer.from(filter) }],
});
