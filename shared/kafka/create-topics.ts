import type { ITopicConfig } from 'kafkajs';
import type { NewTopic, NewTopics } from '../ports.ts';
import type { KafkaClient } from './client.ts';

/** Kafka's word for it in a request. */
const CLUSTER_DEFAULT = -1;

/** A topic to be made, as kafkajs takes it. */
export const topicToMake = (
  topic: string,
  { partitions, replicationFactor, config }: NewTopic,
): ITopicConfig => ({
  topic,
  numPartitions: partitions ?? CLUSTER_DEFAULT,
  replicationFactor: replicationFactor ?? CLUSTER_DEFAULT,
  configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
});

/** Makes those of the topics that are ours to make; whoever makes one of them first, it is there then. */
export const createTopics = async (
  topics: readonly string[],
  newTopics: NewTopics,
  { kafka }: Pick<KafkaClient, 'kafka'>,
): Promise<void> => {
  const missing = topics.flatMap((topic) => {
    const made = newTopics(topic);
    return made ? topicToMake(topic, made) : [];
  });
  const admin = kafka.admin({ retry: { retries: 0 } });
  await admin.connect();
  // Leaders come later: the next try of the send looks for them.
  for (const topic of missing) await admin.createTopics({ topics: [topic], waitForLeaders: false });
};
