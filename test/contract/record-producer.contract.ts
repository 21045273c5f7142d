import { randomUUID } from 'node:crypto';
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
          ],
        }),
        aRecord(topic, { key: null, value: null, timestamp: 0 }),
        aRecord(topic, { value: Buffer.alloc(0) }),
      ];

      await producer.send(records, signal());

      expect(await read()).toEqual(records);
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
