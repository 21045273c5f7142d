import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { DataError, RetriableError } from '../../shared/connect/errors.ts';
import { createErrantRecordReporter } from '../../shared/dead-letters/errant-record-reporter.ts';
import { fakeMetrics, fakeProducer } from '../support/fakes.ts';
import { createTopic, readTopic } from '../support/kafka-topics.ts';
import { producerAt } from '../support/produced.ts';
import { aSinkRecord } from '../support/records.ts';
import { sharedKafka } from '../support/shared-servers.ts';
import { describeRecordProducer } from './record-producer.contract.ts';

let kafka: string;
beforeAll(async () => {
  kafka = await sharedKafka();
});

describeRecordProducer('kafkajs and a real Kafka', async () => ({
  producer: producerAt([kafka]),
  createTopic: (topic) => createTopic(kafka, topic),
  read: (topic) => readTopic(kafka, topic),
}));

describe('an errant record reporter on a real Kafka', () => {
  const start = async () => {
    const deadLetterTopic = `letters-${randomUUID()}`;
    await createTopic(kafka, deadLetterTopic, 3);
    const { report } = createErrantRecordReporter(
      {
        connector: 'sink',
        tolerance: 'all',
        tolerates: { refused: false, invalid: false },
        deadLetterTopic,
        contextHeaders: true,
        drop: false,
        stackTrace: false,
      },
      {
        producer: producerAt([kafka]),
        now: Date.now,
        log: () => undefined,
        metrics: fakeMetrics(),
      },
    );
    const error = new DataError('VALUE_CONVERTER', 'document', 'the value is not JSON');
    const errant = (sizes: readonly number[]) =>
      sizes.map((size, offset) => ({
        record: aSinkRecord({ offset, partition: offset % 3, value: Buffer.alloc(size) }),
        error,
      }));
    return { report, errant, read: () => readTopic(kafka, deadLetterTopic) };
  };
  const signal = () => AbortSignal.timeout(30_000);

  it('keeps more letters than a broker takes as one batch', async () => {
    const { report, errant, read } = await start();

    expect(await report(errant(Array(1_000).fill(1_500)), signal())).toEqual([]);
    expect(await read()).toHaveLength(1_000);
  });

  it('keeps the others when one letter is too large, each once', async () => {
    const { report, errant, read } = await start();
    const letters = errant([10, 10, 10, 10, 1_048_576, 10, 10, 10, 10]);

    const lost = await report(letters, signal());

    expect(lost.map(({ record }) => record.offset)).toEqual([4, 7]);
    expect(await read()).toHaveLength(7);
  });

  it.each([
    { size: 1_048_300, left: ['topic', 'partition', 'offset', 'record.timestamp'] },
    { size: 1_048_400, left: ['record.timestamp'] },
  ])(
    'keeps a letter of $size bytes with the headers for which there is room',
    async ({ size, left }) => {
      const { report, errant, read } = await start();

      const lost = await report(errant([10, size, 10]), signal());

      const large = (await read()).filter(({ value }) => value?.length === size);
      expect(lost).toEqual([]);
      expect(await read()).toHaveLength(3);
      expect(large.map(({ headers }) => headers.map(({ key }) => key))).toEqual([
        ['message-id', ...left.map((name) => `__connect.errors.${name}`)],
      ]);
    },
  );
});

describeRecordProducer('the fake', async () => {
  const topics = new Set<string>();
  const producer = fakeProducer(({ topic, value }) => {
    if (!topics.has(topic)) return new RetriableError('no such topic');
    if ((value?.length ?? 0) > 1_048_576)
      return new DataError('KAFKA_PRODUCE', 'fake', 'MESSAGE_TOO_LARGE');
    return undefined;
  });
  return {
    producer,
    createTopic: async (topic) => {
      topics.add(topic);
    },
    read: async (topic) => producer.log.filter((record) => record.topic === topic),
  };
});
