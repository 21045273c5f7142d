import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError, RetriableError } from '../../shared/connect/errors.ts';
import type { SourceRecord } from '../../shared/connect/records.ts';
import type { RecordProducer } from '../../shared/ports.ts';

/** A producer, and what its topics hold. */
export type ProducerUnderTest = {
  readonly producer: RecordProducer;
  createTopic(topic: string): Promise<void>;
  /** All records of a topic of one partition, in their order. */
  read(topic: string): Promise<readonly SourceRecord[]>;
};

const signal = () => AbortSignal.timeout(20_000);
/** Above Kafka's default `max.message.bytes`. */
const TOO_LARGE = 1_100_000;

const aRecord = (topic: string, over: Partial<SourceRecord> = {}): SourceRecord => ({
  topic,
  key: Buffer.from('key'),
  value: Buffer.from('value'),
  headers: [],
  timestamp: Date.UTC(2025, 3, 24),
  ...over,
});

/** Of IoT Core's largest payload, and a little more. */
const MAX_BYTES = 131_073;

const aValue = fc
  .tuple(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(MAX_BYTES))
  .map(([pattern, length]) => Buffer.alloc(length, pattern));
const aFew = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
const aHeader = fc.record({
  // kafkajs stumbles over `valueOf` and its like where it reads.
  key: fc.string({ unit: 'binary', maxLength: 20 }).filter((key) => !(key in {})),
  value: fc.option(aFew),
});
const someRecords = fc.array(
  fc.record({
    key: fc.option(fc.oneof(aFew, aValue)),
    value: fc.option(aValue),
    headers: fc.array(aHeader, { maxLength: 5 }),
    timestamp: fc.nat({ max: Date.UTC(2025, 3, 24) }),
  }),
  { maxLength: 10 },
);

/** kafkajs writes headers of one name together. */
const grouped = (records: readonly SourceRecord[]): readonly SourceRecord[] =>
  records.map((record) => ({
    ...record,
    headers: record.headers.toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))),
  }));

/** What every `RecordProducer` does. */
export const describeRecordProducer = (
  name: string,
  connect: () => Promise<ProducerUnderTest>,
): void => {
  describe(`a record producer: ${name}`, () => {
    const fresh = async () => {
      const { producer, createTopic, read } = await connect();
      const topic = `producer-${randomUUID()}`;
      await createTopic(topic);
      return { producer, topic, read: () => read(topic) };
    };

    it('keeps bytes, nulls, headers and time as they are', async () => {
      const { producer, topic, read } = await fresh();
      const records = [
        aRecord(topic, {
          key: Buffer.from([0xff, 0]),
          value: Buffer.from([0, 0xfe]),
          headers: [
            { key: 'a', value: Buffer.from('é') },
            { key: 'a', value: Buffer.from([0xff]) },
            { key: 'b', value: Buffer.alloc(0) },
            { key: 'c', value: null },
          ],
        }),
        aRecord(topic, { key: null, value: null, timestamp: 0 }),
        aRecord(topic, { value: Buffer.alloc(0) }),
      ];

      await producer.send(records, signal());

      expect(await read()).toEqual(records);
    });

    it('writes the bytes that it is given', async () => {
      await fc.assert(
        fc.asyncProperty(someRecords, async (some) => {
          const { producer, topic, read } = await fresh();
          const records = some.map((record) => ({ ...record, topic }));

          await producer.send(records, signal());

          expect(grouped(await read())).toEqual(grouped(records));
        }),
        { numRuns: 15 },
      );
    });

    it('rejects a record that is too large as errant, and goes on with others', async () => {
      const { producer, topic, read } = await fresh();
      const large = aRecord(topic, { value: Buffer.alloc(TOO_LARGE) });

      await expect(producer.send([large], signal())).rejects.toBeInstanceOf(DataError);
      await producer.send([aRecord(topic)], signal());

      expect(await read()).toEqual([aRecord(topic)]);
    });

    it('rejects for a topic that is not there, since it may come', async () => {
      const { producer } = await fresh();

      const sent = producer.send([aRecord(`absent-${randomUUID()}`)], signal());

      await expect(sent).rejects.toBeInstanceOf(RetriableError);
    });

    it('rejects when no time is left', async () => {
      const { producer, topic } = await fresh();

      await expect(producer.send([aRecord(topic)], AbortSignal.abort())).rejects.toBeInstanceOf(
        RetriableError,
      );
    });
  });
};
