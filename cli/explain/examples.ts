import type {
  DocumentId,
  IdPart,
  SinkStatement,
  SourceConnector,
  SourceStatement,
} from '../../shared/config/connector.ts';
import { ConnectError } from '../../shared/connect/errors.ts';
import type { SinkRecord, SourceRecord } from '../../shared/connect/records.ts';
import { documentId } from '../../shared/sink/document-id.ts';
import { indexName } from '../../shared/sink/index-name.ts';
import { sourceRecord } from '../../shared/source/source-record.ts';

const DEVICE = 'phone-1';
const MESSAGE_ID = '00000000-0000-4000-8000-000000000001';
const TRACE_ID = '00000000-0000-4000-8000-000000000002';
const PAYLOAD = '{"temperature":21.5}';
const PARTITION = 0;
const OFFSET = 42;

/** The record that a source statement makes of a message of a device. */
export const recordOf = (statement: SourceStatement, now: number): SourceRecord =>
  sourceRecord(statement, {
    id: MESSAGE_ID,
    topic: topicOf(statement.filter),
    filter: statement.filter,
    payload: Buffer.from(PAYLOAD),
    timestamp: now,
    clientId: DEVICE,
    traceId: TRACE_ID,
  });

/** A topic name that a filter matches: the device's name in the place of `+` and `#`. */
const topicOf = (filter: string): string => filter.replaceAll(/[+#]/g, DEVICE);

/** A record as a sink would read it: one that a source makes, where one of them writes that topic. */
export const exampleRecord = (
  topic: string,
  sources: readonly SourceConnector[],
  now: number,
): SinkRecord => {
  const statement = sources
    .flatMap(({ statements }) => statements)
    .find(({ target }) => target === topic);
  const record: SourceRecord = statement
    ? recordOf(statement, now)
    : { topic, key: null, value: Buffer.from(PAYLOAD), headers: [], timestamp: now };
  return { ...record, partition: PARTITION, offset: OFFSET };
};

/** Where that record's document goes, and how it is called. */
export const exampleDocument = (
  { index, id }: SinkStatement,
  record: SinkRecord,
): { readonly indexToday: string; readonly idFrom: string; readonly exampleId: string } => ({
  indexToday: orReason(() => indexName(index, record)),
  idFrom: idSource(id),
  exampleId: orReason(() => documentId(id, record)),
});

const idSource = ({ parts, separator }: DocumentId): string =>
  (parts.length === 0 ? ['topic', 'partition', 'offset'] : parts.map(partSource)).join(separator);

const partSource = (part: IdPart): string =>
  part.kind === 'header' ? `header ${part.name}` : ['record', part.kind, ...part.path].join(' ');

/** An example may lack what a record of theirs has; then it says what. */
const orReason = (make: () => string): string => {
  try {
    return make();
  } catch (error) {
    if (error instanceof ConnectError) return `(${error.message})`;
    throw error;
  }
};
