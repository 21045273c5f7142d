import { afterAll, beforeAll } from 'vitest';
import type { KafkaServer } from '../../local/servers/kafka.ts';
import { DataError, RetriableError } from '../../shared/connect/errors.ts';
import { connectRecordProducer } from '../../shared/kafka/connect.ts';
import { fakeProducer } from '../support/fakes.ts';
import { createTopic, readTopic } from '../support/kafka-topics.ts';
import { startTestKafka, type TestServer } from '../support/servers.ts';
import { describeRecordProducer } from './record-producer.contract.ts';

let kafka: TestServer<KafkaServer>;
beforeAll(async () => {
  kafka = await startTestKafka();
});
afterAll(() => kafka?.discard());

describeRecordProducer('kafkajs and a real Kafka', async () => ({
  producer: connectRecordProducer({
    brokers: [kafka.address],
    clientId: 'connectless-test',
    security: { protocol: 'PLAINTEXT' },
  }),
  createTopic: (topic) => createTopic(kafka.address, topic),
  read: (topic) => readTopic(kafka.address, topic),
}));

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
