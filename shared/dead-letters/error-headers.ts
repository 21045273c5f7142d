import type { ErrorsConfig } from '../config/connector.ts';
import type { DataError } from '../connect/errors.ts';
import type { Header, SinkRecord, SourceRecord } from '../connect/records.ts';

/** What the names of all headers begin with that a letter adds. */
export const PREFIX = '__connect.errors.';
/** An operator needs the cause, not a document; in bytes. */
const MAX_MESSAGE = 1024;
const MAX_STACK_TRACE = 8 * 1024;

const COORDINATES = ['topic', 'partition', 'offset'];
const PLACE = ['connector.name', 'task.id', 'stage', 'class.name', 'exception.class.name'];

/**
 * Which context headers are left where a letter is too large with all of them, in the order of the
 * tries: first the message and the stack trace go, then all but the coordinates, then these.
 */
export const HEADERS_LEFT: readonly (readonly string[])[] = [
  [...COORDINATES, ...PLACE],
  COORDINATES,
  [],
];

/**
 * What is appended to an errant record's own headers: Connect's context headers in Connect's order
 * (`DeadLetterQueueReporter`), the stack trace only where it is asked for, then the record's own time in
 * milliseconds, since the letter is dated when it is written. `left` names those that are left.
 */
export const errorHeaders = (
  record: SourceRecord | SinkRecord,
  error: DataError,
  errors: ErrorsConfig,
  left?: readonly string[],
): readonly Header[] => {
  const context = errors.contextHeaders ? contextTexts(record, error, errors) : [];
  return [
    ...context.filter(([name]) => left?.includes(name) ?? true),
    ['record.timestamp', `${record.timestamp}`] as const,
  ].map(([name, text]) => ({ key: PREFIX + name, value: Buffer.from(text) }));
};

const contextTexts = (
  record: SourceRecord | SinkRecord,
  error: DataError,
  { connector, stackTrace }: ErrorsConfig,
): readonly (readonly [string, string])[] => [
  ['topic', record.topic],
  ...('offset' in record
    ? ([
        ['partition', `${record.partition}`],
        ['offset', `${record.offset}`],
      ] as const)
    : []),
  ['connector.name', connector],
  ['task.id', '0'],
  ['stage', error.stage],
  ['class.name', error.at],
  ['exception.class.name', error.name],
  ['exception.message', cut(error.message, MAX_MESSAGE)],
  ...(stackTrace
    ? ([['exception.stacktrace', cut(stackTraceOf(error), MAX_STACK_TRACE)]] as const)
    : []),
];

/** Its own and those of its causes, as Java prints them. */
const stackTraceOf = ({ stack = '', cause }: Error): string =>
  cause instanceof Error ? `${stack}\nCaused by: ${stackTraceOf(cause)}` : stack;

const cut = (text: string, most: number): string =>
  Buffer.byteLength(text) <= most
    ? text
    : new TextDecoder().decode(Buffer.from(text).subarray(0, most), { stream: true });
