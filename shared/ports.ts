import type { ConnectError, DataError, Stage } from './connect/errors.ts';
import type { SinkRecord, SourceRecord } from './connect/records.ts';
import type { MetricName } from './metrics.ts';

/** Writes records to Kafka. */
export type RecordProducer = {
  /**
   * Resolves when all in-sync replicas have every record, in at most the time that `signal` leaves.
   * Rejects with a `DataError` when Kafka will never take one of them, else with a `RetriableError`;
   * some may be written then.
   */
  send(records: readonly SourceRecord[], signal: AbortSignal): Promise<void>;
};

/** What a topic is made with; the cluster's default where a number is left out. */
export type NewTopic = {
  readonly partitions?: number;
  readonly replicationFactor?: number;
  readonly config: Readonly<Record<string, string>>;
};

/** What a missing topic is to be made with; undefined where it is not the producer's to make. */
export type NewTopics = (topic: string) => NewTopic | undefined;

/** A version that the record brings. Of two writes to one id the greater version stays, whichever comes last. */
export type ExternalVersion = {
  /** `external` refuses an equal version, `external_gte` takes it. */
  readonly type: 'external' | 'external_gte';
  /** Decimal digits, below 2^63: an offset or a header may be more than a JavaScript number holds. */
  readonly number: string;
};

/**
 * One operation on a document. It carries its record, so that no answer is joined to a record by position.
 * What OpenSearch would refuse does not type-check: a create with a version, an update with a pipeline, a
 * delete with a body.
 */
export type IndexDocument = {
  readonly record: SinkRecord;
  readonly index: string;
  readonly id: string;
  readonly routing?: string | undefined;
} & (
  | (Stored & { readonly operation: 'index'; readonly version?: ExternalVersion | undefined })
  | (Stored & { readonly operation: 'create' })
  | {
      readonly operation: 'update';
      /** The fields to change: one JSON object without line breaks. */
      readonly body: Buffer;
      /** Whether a document that is missing becomes the body; else the record is errant. */
      readonly upsert: boolean;
      readonly requireAlias?: boolean | undefined;
    }
  | {
      readonly operation: 'delete';
      readonly body: null;
      readonly version?: ExternalVersion | undefined;
    }
);

type Stored = {
  /** One JSON object without line breaks. */
  readonly body: Buffer;
  /** The ingest pipeline it goes through. */
  readonly pipeline?: string | undefined;
  /** Whether the index must be an alias, so that a missing one is not made as an index. */
  readonly requireAlias?: boolean | undefined;
};

/**
 * What became of one document. `attempts` is how often it was sent.
 *
 * Settled are: `written`; `stale`, where something newer was there already; `duplicate`, where a create
 * found its document; `errant`. An errant document's `type` is OpenSearch's error type: unlike the
 * message it never quotes the record.
 */
export type Outcome = { readonly attempts: number } & (
  | { readonly kind: 'written' | 'stale' | 'duplicate' }
  | { readonly kind: 'retriable'; readonly error: ConnectError }
  | { readonly kind: 'errant'; readonly error: DataError; readonly type: string }
);

/** Writes documents to OpenSearch. */
export type DocumentWriter = {
  /**
   * Answers with an outcome for every document as soon as all are settled or `signal` aborts; documents of
   * one id take effect in their order. Documents are asked for while earlier ones are on their way. Rejects with
   * a `ConnectError` when something of ours is wrong, credentials or rights for one: what was written then is
   * written again at the next delivery.
   */
  write(
    documents: Iterable<IndexDocument>,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<IndexDocument, Outcome>>;
};

/** A record that never will succeed, and why. */
export type ErrantRecord<R extends SourceRecord> = {
  readonly record: R;
  readonly error: DataError;
  /** OpenSearch's error type, where that refused it. */
  readonly type?: string;
};

/** Keeps errant records (Connect's `ErrantRecordReporter`). */
export type ErrantRecordReporter = {
  /** Resolves with those that may not be kept: they are not settled. */
  report<R extends SourceRecord>(
    errant: readonly ErrantRecord<R>[],
    signal: AbortSignal,
  ): Promise<readonly ErrantRecord<R>[]>;
};

/** What the log says of an errant record: where it was and what kind of failure, nothing of what it held. */
export type ErrantEntry = {
  /** `error` where somebody must act. */
  readonly level: 'warn' | 'error';
  readonly message: string;
  readonly connector: string;
  readonly stage: Stage;
  /** The converter, transform or task that failed. */
  readonly class: string;
  /** OpenSearch's error type, where that refused it. */
  readonly type?: string;
  readonly topic: string;
  readonly partition?: number;
  readonly offset?: number;
  /** Why its letter could not be written. */
  readonly reason?: string;
};

/** Tells the log of one errant record. */
export type ErrantLog = (entry: ErrantEntry) => void;

/** Counts what happens, until `publish` sends it. */
export type Metrics = {
  /** Counts and bytes of a topic add up; each time is a value of its own. */
  add(topic: string, metric: MetricName, value: number): void;
  /** Sends what was counted since; nothing where that is nothing. */
  publish(): void;
};
