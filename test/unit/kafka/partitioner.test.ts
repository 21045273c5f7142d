import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { javaPartitioner } from '../../../shared/kafka/partitioner.ts';

/** Of `UtilsTest.testMurmur2` in Apache Kafka's client. */
const MURMUR2 = [
  { key: '21', hash: -973932308 },
  { key: 'foobar', hash: -790332482 },
  { key: 'a-little-bit-long-string', hash: -985981536 },
  { key: 'a-little-bit-longer-string', hash: -1486304829 },
  { key: 'lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', hash: -58897971 },
  { key: 'abc', hash: 479470107 },
] as const;

/** Primes, so that together they tell hashes apart. */
const COUNTS = [1_009, 1_013, 1_019, 2_003];

/** A record of that key for a topic of so many partitions. */
const aRecord = (key: Buffer | null, partitions: number) => ({
  topic: 'phone-data',
  partitionMetadata: Array.from({ length: partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [1],
    isr: [1],
  })),
  message: { key, value: null },
});

describe('javaPartitioner', () => {
  it.each(MURMUR2)("sends $key where Java's client does", ({ key, hash }) => {
    const choose = javaPartitioner();

    const chosen = COUNTS.map((count) => choose(aRecord(Buffer.from(key), count)));

    expect(chosen).toEqual(COUNTS.map((count) => (hash & 0x7fffffff) % count));
  });

  it('agrees with kafkajs on any key', () => {
    const choose = javaPartitioner();
    const theirs = Partitioners.DefaultPartitioner();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const record = aRecord(Buffer.from(bytes), 1_009);

        expect(choose(record)).toBe(theirs(record));
      }),
    );
  });

  it('spreads records without a key', () => {
    const choose = javaPartitioner();

    const chosen = new Set(Array.from({ length: 20 }, () => choose(aRecord(null, 4))));

    expect(chosen).toEqual(new Set([0, 1, 2, 3]));
  });
});
