/** The only door to Kafka. */
import type { Kafka } from 'kafkajs';
import type { KafkaConnection } from '../config/kafka-connection.ts';
import type { RecordProducer } from '../ports.ts';
import { createKafka, createKafkaClient } from './client.ts';
import { createRecordProducer } from './record-producer.ts';

/** A producer of its own connection, opened at the first send. */
export const connectRecordProducer = (connection: KafkaConnection): RecordProducer =>
  createRecordProducer((rotation) => createKafkaClient(connection, rotation));

/** A client for consumers and administration: lives long, and tries again as kafkajs does. */
export const connectKafka = (connection: KafkaConnection): Kafka => createKafka(connection);
