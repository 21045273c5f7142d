import type { Kafka } from 'kafkajs';
import type { Connector } from '../../shared/config/connector.ts';
import type { ConnectorFolder } from '../../shared/config/files.ts';
import { readConnectors, readKafkaConfig } from '../../shared/config/read-connectors.ts';
import { ConnectError } from '../../shared/connect/errors.ts';
import { connectKafka, connectRecordProducer } from '../../shared/kafka/connect.ts';
import type { RecordProducer } from '../../shared/ports.ts';
import { connectConfigProviders } from '../../shared/providers/connect.ts';
import { readOwnFolder } from '../connector-folders.ts';
import { kafkaWayOut } from '../kafka-error.ts';
import { type Session, UsageError } from '../session.ts';
import { lookAtTopic, type PartitionEnds } from './read-letters.ts';

/** How the dead letter topics are reached. */
export type Reach = {
  readonly folder: ConnectorFolder;
  readonly connectors: readonly Connector[];
  readonly env: Session['env'];
  /** A dead letter topic. Rejects with a ConnectError that says which brokers don't answer, and who named them */
  lookAt(topic: string): Promise<LetterTopic>;
  producerOf(topic: string): Promise<RecordProducer>;
};

/** A dead letter topic as it was when it was looked at; no `ends` where there is none. */
type LetterTopic = {
  readonly kafka: Kafka;
  readonly ends: readonly PartitionEnds[] | undefined;
};

export const openReach = async (brokers: string | undefined, session: Session): Promise<Reach> => {
  const env = { ...session.env, ...(brokers !== undefined && { KAFKA_BROKERS: brokers }) };
  const folder = await readOwnFolder(session);
  const connectors = readConnectors(folder, { env });
  const connectionOf = (topic: string) => {
    const [first] = connectors;
    const connector = connectors.find(({ errors }) => errors.deadLetterTopic === topic) ?? first;
    if (connector === undefined)
      throw new UsageError('no connector files: CONNECTORS_DIR names their folder');
    return readKafkaConfig(folder, connector, env, connectConfigProviders(env));
  };
  return {
    folder,
    connectors,
    env,
    lookAt: async (topic) => {
      const connection = await connectionOf(topic);
      const list = connection.brokers.join(', ');
      session.live(`connecting to ${list} …`);
      const kafka = connectKafka(connection);
      try {
        return { kafka, ends: await lookAtTopic(kafka, topic) };
      } catch (error) {
        const wayOut = kafkaWayOut(error, ` at ${list} (${namedBy(brokers, session)})`);
        throw wayOut === undefined ? error : new ConnectError(wayOut, { cause: error });
      }
    },
    producerOf: async (topic) => connectRecordProducer(await connectionOf(topic)),
  };
};

/** Who says where the brokers are: the one that counts. */
const namedBy = (brokers: string | undefined, { env }: Session): string => {
  if (brokers !== undefined) return '--brokers';
  return env['KAFKA_BROKERS'] ? 'KAFKA_BROKERS' : 'bootstrap.servers';
};

export const topicsOf = (named: readonly string[], { connectors }: Reach): readonly string[] =>
  named.length > 0 ? named : [...new Set(connectors.map(({ errors }) => errors.deadLetterTopic))];
