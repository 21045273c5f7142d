import type { SinkRecord } from '../connect/records.ts';

/**
 * Kafka's records as far as `verify` is told of them; read without a group, so that Kafka remembers nobody.
 * Each rejects with a ForbiddenError where the login lacks the right, as a KafkaAdmin does.
 */
export type RecordReader = {
  /** The next offset to be written of each partition; no partitions where there is no such topic. */
  ends(topic: string): Promise<ReadonlyMap<number, number>>;
  /**
   * Some megabytes of a partition from an offset on, at least a record where there is one; none where
   * there is none yet.
   */
  read(topic: string, partition: number, offset: number): Promise<readonly SinkRecord[]>;
  /** At once, whatever is on its way. */
  close(): void;
};
