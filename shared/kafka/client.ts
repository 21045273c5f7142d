import { Kafka, type KafkaConfig, logLevel, type Producer, type RetryOptions } from 'kafkajs';
import Cluster from 'kafkajs/src/cluster/index.js';
import type { KafkaConnection } from '../config/kafka-connection.ts';
import { javaPartitioner } from './partitioner.ts';
import { patchKafkaJs } from './patches.ts';
import { clientSecurity } from './security.ts';
import { createSocketPool, type SocketPool } from './socket-pool.ts';

patchKafkaJs();

/** A kafkajs client whose sockets can be dropped at once. */
export type KafkaClient = { readonly kafka: Kafka } & Pick<SocketPool, 'isBroken' | 'drop'>;

const CONNECTION_TIMEOUT = 5_000;
/** kafkajs' defaults, named: it has others where `NODE_ENV` is `test`, as it may be for whoever calls us. */
const RETRY = {
  initialRetryTime: 300,
  maxRetryTime: 30_000,
  factor: 0.2,
  multiplier: 2,
  retries: 5,
} as const satisfies RetryOptions;
const NO_RETRIES = { retries: 0 };

/** kafkajs' configuration; 1 s to connect, its default, is too short for TLS and IAM from a cold start. */
export const kafkaConfig = (
  connection: KafkaConnection,
  retry: RetryOptions = {},
): Omit<KafkaConfig, 'brokers'> & { readonly brokers: string[] } => ({
  clientId: connection.clientId,
  brokers: [...connection.brokers],
  ...clientSecurity(connection.security),
  connectionTimeout: CONNECTION_TIMEOUT,
  retry: { ...RETRY, ...retry },
  logLevel: logLevel.NOTHING,
});

/** kafkajs for a connection. */
export const createKafka = (
  connection: KafkaConnection,
  { retry, ...options }: Partial<KafkaConfig> = {},
): Kafka => new Kafka({ ...kafkaConfig(connection, retry), ...options });

/** A cluster whose sockets can be dropped at once. */
export type ClusterClient = { readonly cluster: Cluster } & Pick<SocketPool, 'drop'>;

/**
 * What kafkajs has below its consumers, which can't read without a group: a member would need the right
 * to the group, wait for its rebalance, and leave it behind.
 */
export const createCluster = (
  connection: KafkaConnection,
  retry: RetryOptions = {},
): ClusterClient => {
  const { socketFactory, drop } = createSocketPool({ mayReconnect: true });
  const config = kafkaConfig(connection, retry);
  const cluster = new Cluster({
    ...config,
    logger: new Kafka(config).logger(),
    enforceRequestTimeout: true,
    allowAutoTopicCreation: false,
    socketFactory,
  });
  return { cluster, drop };
};

/**
 * Makes a client on the bootstrap servers, `rotation` of them moved to the end: with its own
 * retries off, kafkajs never leaves a dead first one. Retries and time limits are ours: kafkajs'
 * retries outlive an invocation, its time limits don't cover a SASL exchange and wake up ten times a second.
 */
export const createKafkaClient = (connection: KafkaConnection, rotation = 0): KafkaClient => {
  const { socketFactory, isBroken, drop } = createSocketPool();
  const start = rotation % connection.brokers.length;
  const brokers = [...connection.brokers.slice(start), ...connection.brokers.slice(0, start)];
  const kafka = createKafka(
    { ...connection, brokers },
    {
      enforceRequestTimeout: false,
      retry: NO_RETRIES,
      socketFactory,
    },
  );
  return { kafka, isBroken, drop };
};

/**
 * A producer that is not idempotent: kafkajs gives the sequence number of an abandoned send to the
 * next one, and the broker then drops that one as a duplicate. A copy carries its message id instead
 * and ends in the same document.
 */
export const createProducer = ({ kafka }: KafkaClient): Producer =>
  kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: javaPartitioner,
    idempotent: false,
    retry: NO_RETRIES,
  });
