/** The only door to Kafka. */
import type { Kafka } from 'kafkajs';
import type { KafkaConnection } from '../config/kafka-connection.ts';
import type { KafkaAdmin } from '../deploy/kafka-admin.ts';
import type { SearchedKafka } from '../deploy/message-search.ts';
import type { RecordProducer } from '../ports.ts';
import { createKafkaAdmin } from './admin.ts';
import { createCluster, createKafka, createKafkaClient } from './client.ts';
import {
  createRecordProducer,
  type OpenableProducer,
  type ProducerOptions,
} from './record-producer.ts';
import { createRecordReader } from './record-reader.ts';

/**
 * A producer of its own connection, opened at the first send. It makes the topics that are missing and
 * its own to make.
 */
export const connectRecordProducer = (
  connection: KafkaConnection,
  options?: ProducerOptions,
): RecordProducer => createProducer(connection, options);

/**
 * A producer that is connected already, so that a cold start's first record does not wait for it;
 * where Kafka is away, it connects at the first send.
 */
export const openRecordProducer = async (
  connection: KafkaConnection,
  options?: ProducerOptions,
): Promise<RecordProducer> => {
  const producer = createProducer(connection, options);
  await producer.open();
  return producer;
};

const createProducer = (
  connection: KafkaConnection,
  options: ProducerOptions | undefined,
): OpenableProducer =>
  createRecordProducer((rotation) => createKafkaClient(connection, rotation), options);

/** A client for consumers and administration: lives long, and tries again as kafkajs does. */
export const connectKafka = (connection: KafkaConnection): Kafka => createKafka(connection);

/** Administration of topics and groups on a client of its own. */
export const connectKafkaAdmin = (connection: KafkaConnection): KafkaAdmin =>
  createKafkaAdmin(createKafka(connection));

/**
 * Enough to come to a broker that is there. Who searches comes again soon: Kafka's own word for what
 * went wrong is worth more than further tries that outlast the question.
 */
const FEW_TRIES = { retries: 2 };

/** Kafka as a message is followed there, on clients of its own. */
export const connectSearchedKafka = (connection: KafkaConnection): SearchedKafka => ({
  admin: createKafkaAdmin(createKafka(connection, { retry: FEW_TRIES })),
  reader: createRecordReader(createCluster(connection, FEW_TRIES)),
});
