import type { NewTopics } from '../ports.ts';
import type { KafkaClient } from './client.ts';

const CLUSTER_DEFAULT = -1;

/** Makes those of the topics that are ours to make; whoever makes one of them first, it is there then. */
export const createTopics = async (
  topics: readonly string[],
  newTopics: NewTopics,
  { kafka }: Pick<KafkaClient, 'kafka'>,
): Promise<void> => {
  const missing = topics.flatMap((topic) => {
    const made = newTopics(topic);
    if (made === undefined) return [];
    const configEntries = Object.entries(made.config).map(([name, value]) => ({ name, value }));
    return {
      topic,
      numPartitions: made.partitions ?? CLUSTER_DEFAULT,
      replicationFactor: made.replicationFactor ?? CLUSTER_DEFAULT,
      configEntries,
    };
  });
  const admin = kafka.admin({ retry: { retries: 0 } });
  await admin.connect();
  // Leaders come later: the next try of the send looks for them.
  for (const topic of missing) await admin.createTopics({ topics: [topic], waitForLeaders: false });
};
