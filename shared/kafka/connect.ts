/** The only door to Kafka. */
import type { Kafka } from 'kafkajs';
import type { KafkaConnection } from '../config/kafka-connection.ts';
import type { KafkaAdmin } from '../deploy/kafka-admin.ts';
import type { RecordReader } from '../deploy/record-reader.ts';
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

/** Records, read without a group, on a client of its own. */
export const connectRecordReader = (connection: KafkaConnection): RecordReader =>
  createRecordReader(createCluster(connection));
