import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import type { KafkaConnection } from '../config/kafka-connection.ts';
import { stopIdleTimer } from './idle-timer.ts';
import { clientSecurity } from './security.ts';
import { createSocketPool } from './socket-pool.ts';

stopIdleTimer();

/** A kafkajs client whose sockets can be dropped at once. */
export type KafkaClient = { readonly kafka: Kafka; drop(): void };

const CONNECTION_TIMEOUT = 5_000;
const REQUEST_TIMEOUT = 10_000;

/** A client for consumers and administration: lives long, and tries again as kafkajs does. */
export const connectKafka = ({ brokers, clientId, ...connection }: KafkaConnection): Kafka =>
  new Kafka({
    clientId,
    brokers: [...brokers],
    ...clientSecurity(connection),
    connectionTimeout: CONNECTION_TIMEOUT,
    logLevel: logLevel.NOTHING,
  });

/**
 * Makes a client on the bootstrap servers, `rotation` of them moved to the end: with its own
 * retries off, kafkajs never leaves a dead first one.
 *
 * Retries are ours (kafkajs' outlive an invocation); 1 s to connect, its default, is too short for
 * TLS and IAM from a cold start.
 */
export const createKafkaClient = (connection: KafkaConnection, rotation = 0): KafkaClient => {
  const pool = createSocketPool();
  const { brokers, clientId } = connection;
  const start = rotation % brokers.length;
  const kafka = new Kafka({
    clientId,
    brokers: [...brokers.slice(start), ...brokers.slice(0, start)],
    ...clientSecurity(connection),
    connectionTimeout: CONNECTION_TIMEOUT,
    requestTimeout: REQUEST_TIMEOUT,
    retry: { retries: 0 },
    socketFactory: pool.socketFactory,
    logLevel: logLevel.NOTHING,
  });
  return { kafka, drop: pool.drop };
};

/**
 * A producer that is not idempotent: kafkajs gives the sequence number of an abandoned send to the
 * next one, and the broker then drops that one as a duplicate. A copy carries its message id instead
 * and ends in the same document.
 */
export const createProducer = ({ kafka }: KafkaClient): Producer =>
  kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    idempotent: false,
    retry: { retries: 0 },
  });
