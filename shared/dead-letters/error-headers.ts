import type { ErrorsConfig } from '../config/connector.ts';
import type { DataError } from '../connect/errors.ts';
import type { Header, SinkRecord, SourceRecord } from '../connect/records.ts';

const PREFIX = '__connect.errors.';
/** An operator needs the cause, not a document; in bytes. */
const MAX_MESSAGE = 1024;

/**
 * What is appended to an errant record's own headers: Connect's context headers in Connect's order
 * (`DeadLetterQueueReporter`), without a stack trace, then the record's own time in milliseconds,
 * since the letter is dated when it is written.
 */
export const errorHeaders = (
  record: SourceRecord | SinkRecord,
  error: DataError,
  { connector, contextHeaders }: ErrorsConfig,
): readonly Header[] => {
  const context = contextHeaders
    ? [
        header('topic', record.topic),
        ...('offset' in record
          ? [header('partition', `${record.partition}`), header('offset', `${record.offset}`)]
          : []),
        header('connector.name', connector),
        header('task.id', '0'),
        header('stage', error.stage),
        header('class.name', error.at),
        header('exception.class.name', error.name),
        header('exception.message', cut(error.message)),
      ]
    : [];
  return [...context, header('record.timestamp', `${record.timestamp}`)];
};

const header = (name: string, text: string): Header => ({
  key: PREFIX + name,
  value: Buffer.from(text),
});

const cut = (text: string): string =>
  Buffer.byteLength(text) <= MAX_MESSAGE
    ? text
    : new TextDecoder().decode(Buffer.from(text).subarray(0, MAX_MESSAGE), { stream: true });
