import type { Kafka } from 'kafkajs';
import type { Connector } from '../../shared/config/connector.ts';
import type { ConnectorFolder } from '../../shared/config/files.ts';
import { readConnectors, readKafkaConfig } from '../../shared/config/read-connectors.ts';
import { connectKafka, connectRecordProducer } from '../../shared/kafka/connect.ts';
import type { RecordProducer } from '../../shared/ports.ts';
import { connectConfigProviders } from '../../shared/providers/connect.ts';
import { readOwnFolder } from '../connector-folders.ts';
import { type Session, UsageError } from '../session.ts';

/** How the dead letter topics are reached. */
export type Reach = {
  readonly folder: ConnectorFolder;
  readonly connectors: readonly Connector[];
  readonly env: Session['env'];
  /** By dead letter topic. */
  kafkaOf(topic: string): Promise<Kafka>;
  producerOf(topic: string): Promise<RecordProducer>;
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
    kafkaOf: async (topic) => connectKafka(await connectionOf(topic)),
    producerOf: async (topic) => connectRecordProducer(await connectionOf(topic)),
  };
};

export const topicsOf = (named: readonly string[], { connectors }: Reach): readonly string[] =>
  named.length > 0 ? named : [...new Set(connectors.map(({ errors }) => errors.deadLetterTopic))];
