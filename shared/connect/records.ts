/** A Kafka record header. Names may repeat; the value's bytes are as they are. */
export type Header = { readonly key: string; readonly value: Buffer | null };

/** A record on its way into Kafka. `timestamp` in milliseconds since the epoch. */
export type SourceRecord = {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly Header[];
  readonly timestamp: number;
  /** The partition it must go to; absent where its key chooses. */
  readonly kafkaPartition?: number;
  /** What metrics and the log have for its topic, where a message may name that: it may be anything. */
  readonly countedAs?: string;
};

/** A record that came out of Kafka, with its coordinates. A null value is a tombstone. */
export type SinkRecord = SourceRecord & {
  readonly partition: number;
  readonly offset: number;
};

/** The name of a record's partition, as an MSK event's `records` has it. */
export const partitionName = ({ topic, partition }: SinkRecord): string => `${topic}-${partition}`;

/** Where a record lies: the only thing of it that logs and errors may name. */
export const coordinates = (record: SinkRecord): string =>
  `${partitionName(record)}@${record.offset}`;

/** The last header of a name, as Connect's `lastWithName`. */
export const lastHeader = (headers: readonly Header[], key: string): Header | undefined => {
  for (let i = headers.length - 1; i >= 0; i--) if (headers[i]?.key === key) return headers[i];
  return undefined;
};
