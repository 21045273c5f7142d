import type { Converter } from './converters/converter.ts';
import { lazy } from './lazy.ts';
import type { SinkRecord, SourceRecord } from './records.ts';
import type { SchemaAndValue, Value } from './value.ts';

/**
 * A key, value or header on its way. It is decoded when somebody first reads it, and once; as long as nobody
 * puts another in its place, its bytes go on as they came.
 */
export type Part = {
  /** The bytes it came with; undefined for what a transform made. */
  readonly bytes: Buffer | null | undefined;
  readonly read: () => SchemaAndValue;
};

/** A header whose value is decoded when it is read. */
export type ConnectHeader = { readonly key: string; readonly value: Part };

/** Where a source says that its record comes from. */
type SourceOrigin = {
  readonly partition: ReadonlyMap<Value, Value>;
  readonly offset: ReadonlyMap<Value, Value>;
};

/** What transforms take and give (Connect's `ConnectRecord`). */
export type ConnectRecord = {
  readonly topic: string;
  readonly partition: number | null;
  /** Null in a source, where a record has no offset yet. */
  readonly offset: number | null;
  readonly timestamp: number | null;
  readonly key: Part;
  readonly value: Part;
  readonly headers: readonly ConnectHeader[];
  /** Null in a sink. */
  readonly origin: SourceOrigin | null;
};

/** The three converters of a connector. */
export type Converters = {
  readonly key: Converter;
  readonly value: Converter;
  readonly header: Converter;
};

/** Bytes with the converter that will decode them if it must be. */
export const encodedPart = (bytes: Buffer | null, { toConnect }: Converter): Part => ({
  bytes,
  read: lazy(() => toConnect(bytes)),
});

/** A value that has no bytes yet. */
export const decodedPart = (data: SchemaAndValue): Part => ({
  bytes: undefined,
  read: () => data,
});

/** A part's bytes: those it came with, or its value converted. */
export const partBytes = (part: Part, { fromConnect }: Converter): Buffer | null =>
  part.bytes === undefined ? fromConnect(part.read()) : part.bytes;

/** A record out of Kafka, nothing of it decoded. Kafka's −1 is no timestamp. */
export const fromSinkRecord = (record: SinkRecord, converters: Converters): ConnectRecord => ({
  topic: record.topic,
  partition: record.partition,
  offset: record.offset,
  timestamp: record.timestamp === -1 ? null : record.timestamp,
  key: encodedPart(record.key, converters.key),
  value: encodedPart(record.value, converters.value),
  headers: record.headers.map(({ key, value }) => ({
    key,
    value: encodedPart(value, converters.header),
  })),
  origin: null,
});

/** The record that goes to Kafka; `timestamp` stands in where the record has none. */
export const toSourceRecord = (
  record: ConnectRecord,
  converters: Converters,
  timestamp: number,
): SourceRecord => ({
  topic: record.topic,
  headers: record.headers.map(({ key, value }) => ({
    key,
    value: partBytes(value, converters.header),
  })),
  key: partBytes(record.key, converters.key),
  value: partBytes(record.value, converters.value),
  timestamp: record.timestamp ?? timestamp,
});
