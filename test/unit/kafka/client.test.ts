import { Partitioners } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import type { KafkaConnection } from '../../../shared/config/kafka-connection.ts';
import { createKafkaClient, createProducer } from '../../../shared/kafka/client.ts';

/** Of `UtilsTest.testMurmur2` in Apache Kafka's client. */
const MURMUR2 = [
  { key: '21', hash: -973932308 },
  { key: 'foobar', hash: -790332482 },
  { key: 'a-little-bit-long-string', hash: -985981536 },
  { key: 'a-little-bit-longer-string', hash: -1486304829 },
  { key: 'lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', hash: -58897971 },
  { key: 'abc', hash: 479470107 },
] as const;

/** Primes, so that together they tell any two hashes apart. */
const PARTITIONS = [1_009, 1_013, 1_019, 2_003];

describe('the partition of a key', () => {
  it.each(MURMUR2)("of $key is that of Java's client", ({ key, hash }) => {
    const choose = Partitioners.DefaultPartitioner();

    const chosen = PARTITIONS.map((count) =>
      choose({
        topic: 'phone-data',
        partitionMetadata: Array.from({ length: count }, (_, partitionId) => ({
          partitionErrorCode: 0,
          partitionId,
          leader: 1,
          replicas: [1],
          isr: [1],
        })),
        message: { key: Buffer.from(key), value: null },
      }),
    );

    expect(chosen).toEqual(PARTITIONS.map((count) => (hash & 0x7fffffff) % count));
  });
});

describe('the producer', () => {
  it('is not idempotent', () => {
    const connection: KafkaConnection = {
      brokers: ['127.0.0.1:1'],
      clientId: 'test',
      security: { protocol: 'PLAINTEXT' },
    };

    expect(createProducer(createKafkaClient(connection)).isIdempotent()).toBe(false);
  });
});
