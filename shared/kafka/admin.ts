import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, ConfigResourceTypes, Kafka, KafkaJSError } from 'kafkajs';
import { DELAYS } from '../connect/backoff.ts';
import type { KafkaAdmin } from '../deploy/kafka-admin.ts';
import { topicToMake } from './create-topics.ts';

/** kafkajs' administration behind the port; connects at the first call. */
export const createKafkaAdmin = (kafka: Kafka): KafkaAdmin => {
  const admin = kafka.admin();
  let connected: Promise<void> | undefined;
  const connect = async (): Promise<Admin> => {
    connected ??= admin.connect();
    await connected;
    return admin;
  };
  return {
    topics: async () => new Set(await (await connect()).listTopics()),
    async topicConfig(topics, keys) {
      if (topics.length === 0) return new Map();
      const { resources } = await (await connect()).describeConfigs({
        includeSynonyms: false,
        resources: topics.map((name) => ({
          type: TOPIC,
          name,
          configNames: [...keys],
        })),
      });
      return new Map(
        resources.map(({ resourceName, configEntries }) => [
          resourceName,
          Object.fromEntries(
            configEntries.map(({ configName, configValue }) => [configName, configValue]),
          ),
        ]),
      );
    },
    async createTopic({ name, ...topic }) {
      // Answers false, and does not reject, where the topic is there already.
      await (await connect()).createTopics({ topics: [topicToMake(name, topic)] });
    },
    async hasMembers(group) {
      const client = await connect();
      const { groups } = await patiently(() => client.describeGroups([group]));
      return groups.some(({ members }) => members.length > 0);
    },
    async committed(group, topic) {
      const client = await connect();
      const [of] = await patiently(() => client.fetchOffsets({ groupId: group, topics: [topic] }));
      return new Map(
        (of?.partitions ?? [])
          .filter(({ offset }) => Number(offset) >= 0)
          .map(({ partition, offset }) => [partition, offset]),
      );
    },
    async commit(group, topic, offsets) {
      await (await connect()).setOffsets({
        groupId: group,
        topic,
        partitions: [...offsets].map(([partition, offset]) => ({ partition, offset })),
      });
    },
    async close() {
      // Nothing waits for it, and nothing can be done about it.
      await connected?.then(() => admin.disconnect()).catch(() => undefined);
    },
  };
};

/**
 * Asks again where a moment may heal it: a new cluster's first coordinator of groups loads for a while, and
 * kafkajs asks it once.
 */
const patiently = async <T>(
  ask: () => Promise<T>,
  delays: readonly number[] = DELAYS,
): Promise<T> => {
  try {
    return await ask();
  } catch (error) {
    const [delay, ...later] = delays;
    if (delay === undefined || !(error as KafkaJSError).retriable) throw error;
    await sleep(delay);
    return patiently(ask, later);
  }
};

/** Kafka's number for it; what kafkajs has for it can't be imported into a module. */
const TOPIC: ConfigResourceTypes.TOPIC = 2;
