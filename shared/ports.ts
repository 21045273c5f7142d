import type { ConnectError, DataError } from './connect/errors.ts';
import type { SinkRecord, SourceRecord } from './connect/records.ts';

/** Writes records to Kafka. */
export type RecordProducer = {
  /**
   * Resolves when all in-sync replicas have every record, in at most the time that `signal` leaves.
   * Rejects with a `DataError` when Kafka will never take one of them, else with a `RetriableError`;
   * some may be written then.
   */
  send(records: readonly SourceRecord[], signal: AbortSignal): Promise<void>;
};

/** One document to write. It carries its record, so that no answer is joined to a record by position. */
export type IndexDocument = {
  readonly record: SinkRecord;
  readonly index: string;
  readonly id: string;
  /** One JSON object without line breaks. */
  readonly body: Buffer;
};

/** What became of one document. */
export type Outcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'retriable'; readonly error: ConnectError }
  | { readonly kind: 'errant'; readonly error: DataError };

/** Writes documents to OpenSearch. */
export type DocumentWriter = {
  /**
   * Answers with an outcome for every document; documents of one id take effect in their order.
   * Rejects with a `ConnectError` when nothing can be said of any record: credentials or rights are missing.
   */
  write(
    documents: readonly IndexDocument[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<IndexDocument, Outcome>>;
};

/** A record that never will succeed, and why. */
export type ErrantRecord<R extends SourceRecord> = {
  readonly record: R;
  readonly error: DataError;
};

/** Keeps errant records (Connect's `ErrantRecordReporter`). */
export type ErrantRecordReporter = {
  /** Resolves with those that may not be kept: they are not settled. */
  report<R extends SourceRecord>(
    errant: readonly ErrantRecord<R>[],
    signal: AbortSignal,
  ): Promise<readonly ErrantRecord<R>[]>;
};
