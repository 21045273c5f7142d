import type {
  DocumentId,
  IdPart,
  SinkConnector,
  SinkStatement,
  SourceConnector,
  SourceStatement,
} from '../../shared/config/connector.ts';
import { ConnectError } from '../../shared/connect/errors.ts';
import type { SinkRecord, SourceRecord } from '../../shared/connect/records.ts';
import { toDocuments } from '../../shared/sink/to-documents.ts';
import type { MqttMessage } from '../../shared/source/iot-event.ts';
import { createSourceRecords, rawRecord } from '../../shared/source/source-record.ts';
import { targetTopic } from '../../shared/source/target-topic.ts';

const DEVICE = 'phone-1';
const MESSAGE_ID = '00000000-0000-4000-8000-000000000001';
const TRACE_ID = '00000000-0000-4000-8000-000000000002';
const PAYLOAD = '{"temperature":21.5}';
const PARTITION = 0;
const OFFSET = 42;

/** The record that a source makes of a message of a device; without key where it would refuse the example. */
export const recordOf = (
  source: SourceConnector,
  statement: SourceStatement,
  now: number,
): SourceRecord => {
  const message: MqttMessage = {
    id: MESSAGE_ID,
    topic: topicOf(statement.filter),
    filter: statement.filter,
    payload: Buffer.from(PAYLOAD),
    timestamp: now,
    clientId: DEVICE,
    traceId: TRACE_ID,
    userProperties: Object.fromEntries(source.userProperties.map((name) => [name, ['x']])),
  };
  const { record } = createSourceRecords(source, () => now)(statement, message);
  return record ?? rawRecord(statement, message);
};

/** A topic name that a filter matches: the device's name in the place of `+` and `#`. */
const topicOf = (filter: string): string => filter.replaceAll(/[+#]/g, DEVICE);

/** A record as a sink would read it: one that a source makes, where one of them writes that topic. */
export const exampleRecord = (
  topic: string,
  sources: readonly SourceConnector[],
  now: number,
): SinkRecord => {
  const [record] = sources.flatMap((source) =>
    source.statements
      .filter(({ target, filter }) => targetTopic(target, topicOf(filter)) === topic)
      .map((statement) => recordOf(source, statement, now)),
  );
  return { ...(record ?? bareRecord(topic, now)), partition: PARTITION, offset: OFFSET };
};

const bareRecord = (topic: string, timestamp: number): SourceRecord => ({
  topic,
  key: Buffer.from(DEVICE),
  value: Buffer.from(PAYLOAD),
  headers: [],
  timestamp,
});

/** Where that record's document goes by a statement, and how it is called; each, or why it can't be said. */
export const exampleDocument = (
  sink: SinkConnector,
  statement: SinkStatement,
  record: SinkRecord,
): { readonly indexToday: string; readonly idFrom: string; readonly exampleId: string } => ({
  indexToday:
    indexPattern(sink, statement, record.timestamp) ??
    example(sink, { ...statement, id: OF_COORDINATES, write: PLAIN }, record, 'index'),
  idFrom: idSource(statement.id),
  exampleId: example(
    sink,
    { ...statement, index: ['example'], write: plainly(statement) },
    record,
    'id',
  ),
});

/** What every record has. */
const OF_COORDINATES: DocumentId = { parts: [], separator: '-' };
const PLAIN: SinkStatement['write'] = { operation: 'index' };

/** Whether an empty id is refused depends on the operation; a version that the example lacks is not asked for. */
const plainly = ({ write }: SinkStatement): SinkStatement['write'] =>
  write.operation === 'update' ? write : PLAIN;

/** An example may lack what a record of theirs has; then it says what. */
const example = (
  sink: SinkConnector,
  { routing: _, ...statement }: SinkStatement,
  record: SinkRecord,
  part: 'index' | 'id',
): string => {
  const documents = toDocuments({ ...sink, statements: [statement] }, () => record.timestamp);
  try {
    return documents(record)[0]?.[part] ?? '(dropped by a transform)';
  } catch (error) {
    if (error instanceof ConnectError) return `(${error.message})`;
    throw error;
  }
};

/** `<value site>_2025-04-24`, where the record names the index. */
const indexPattern = (
  { indexTime }: SinkConnector,
  { index, source }: SinkStatement,
  time: number,
): string | undefined => {
  const texts = index.map((part) => {
    if (typeof part === 'string') return part;
    if (part.kind === 'date') return part.format(time, indexTime.zone);
    return part.kind === 'topic' ? part.name(source) : `<${partSource(part)}>`;
  });
  return texts.some((text) => text.startsWith('<')) ? texts.join('') : undefined;
};

const idSource = ({ parts, separator }: DocumentId): string =>
  (parts.length === 0 ? ['topic', 'partition', 'offset'] : parts.map(partSource)).join(separator);

const partSource = (part: IdPart): string => {
  switch (part.kind) {
    case 'header':
      return `header ${part.name}`;
    case 'plain key':
      return 'record key';
    default:
      return ['record', part.kind, ...part.path].join(' ');
  }
};
