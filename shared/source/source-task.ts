import type { SourceConnector, SourceStatement } from '../config/connector.ts';
import { ConnectError, DataError } from '../connect/errors.ts';
import type { SourceRecord } from '../connect/records.ts';
import type { ErrantRecord, ErrantRecordReporter, RecordProducer } from '../ports.ts';
import type { MqttMessage } from './iot-event.ts';
import { createSourceRecords, rawRecord, type ToSourceRecord } from './source-record.ts';
import { matchesFilter } from './topic-filter.ts';

type SourcePorts = {
  readonly producer: RecordProducer;
  readonly reporter: ErrantRecordReporter;
  /** The clock; only transforms whose name says so look at it. */
  readonly now: () => number;
};

/** The source leg: one message in, a record of each statement of its rule in Kafka. */
export type SourceTask = {
  /** Resolves when every record is acknowledged or kept as a dead letter; rejects otherwise. */
  put(message: MqttMessage, signal: AbortSignal): Promise<void>;
};

export const createSourceTask = (
  connector: SourceConnector,
  { producer, reporter, now }: SourcePorts,
): SourceTask => {
  const toRecord = createSourceRecords(connector, now);
  return {
    async put(message, signal) {
      const errant: ErrantRecord<SourceRecord>[] = [];
      for (const statement of statementsFor(connector.statements, message)) {
        const each = await produce(toRecord, statement, message, producer, signal);
        if (each) errant.push(each);
      }
      // Last: a message that comes again, since another record of it has to wait, writes them then.
      const [lost] = await reporter.report(errant, signal);
      if (lost) throw lost.error;
    },
  };
};

/** Makes a record and produces it; answers with what becomes a letter where that never will succeed. */
const produce = async (
  toRecord: ToSourceRecord,
  statement: SourceStatement,
  message: MqttMessage,
  producer: RecordProducer,
  signal: AbortSignal,
): Promise<ErrantRecord<SourceRecord> | undefined> => {
  let record: SourceRecord | undefined;
  try {
    record = toRecord(statement, message);
    if (record) await producer.send([record], signal);
    return undefined;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const letter = { ...(record ?? rawRecord(statement, message)), value: message.payload };
    return { record: withFilter(letter, statement), error, countedAs: statement.target };
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
const withFilter = (record: SourceRecord, { filter }: SourceStatement): SourceRecord => ({
  ...record,
  headers: [...record.headers, { key: 'mqtt-filter', value: Buffer.from(filter) }],
});
