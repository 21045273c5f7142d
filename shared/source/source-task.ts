import type { SourceStatement } from '../config/connector.ts';
import { ConnectError, DataError } from '../connect/errors.ts';
import type { SourceRecord } from '../connect/records.ts';
import type { ErrantRecordReporter, RecordProducer } from '../ports.ts';
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
    for (const statement of statementsFor(statements, message)) {
      const record = sourceRecord(statement, message);
      try {
        await producer.send([record], signal);
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        await reporter.report([{ record: letterOf(record, statement), error }], signal);
      }
    }
  },
});

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
