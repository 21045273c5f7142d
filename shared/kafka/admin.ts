import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, ConfigResourceTypes, Kafka, KafkaJSError } from 'kafkajs';
import { DELAYS } from '../connect/backoff.ts';
import type { KafkaAdmin } from '../deploy/kafka-admin.ts';
import { topicToMake } from './create-topics.ts';
import { kafkaAnswer } from './kafka-answer.ts';

/** kafkajs' administration behind the port; connects at the first call. */
export const createKafkaAdmin = (kafka: Kafka): KafkaAdmin => {
  const admin = kafka.admin();
  let connected: Promise<void> | undefined;
  const connect = async (): Promise<Admin> => {
    connected ??= admin.connect();
    await connected;
    return admin;
  };
  const ask = async <T>(question: (client: Admin) => Promise<T>): Promise<T> =>
    kafkaAnswer(connect().then(question));
  return {
    topics: () => ask(async (client) => new Set(await client.listTopics())),
    topicConfig: (name, keys) =>
      ask(async (client) => {
        const { resources } = await client.describeConfigs({
          includeSynonyms: false,
          resources: [{ type: TOPIC, name, configNames: [...keys] }],
        });
        const entries = resources.flatMap(({ configEntries }) => configEntries);
        return Object.fromEntries(
          entries.map(({ configName, configValue }) => [configName, configValue]),
        );
      }),
    createTopic: ({ name, ...topic }) =>
      ask(async (client) => {
        // Answers false, and does not reject, where the topic is there already.
        await client.createTopics({ topics: [topicToMake(name, topic)] });
      }),
    hasMembers: (group) =>
      ask(async (client) => {
        const { groups } = await patiently(() => client.describeGroups([group]));
        return groups.some(({ members }) => members.length > 0);
      }),
    committed: (group, topic) =>
      ask(async (client) => {
        const [of] = await patiently(() =>
          client.fetchOffsets({ groupId: group, topics: [topic] }),
        );
        return new Map(
          (of?.partitions ?? [])
            .filter(({ offset }) => Number(offset) >= 0)
            .map(({ partition, offset }) => [partition, offset]),
        );
      }),
    commit: (group, topic, offsets) =>
      kafkaAnswer(patiently(() => commitOffsets(kafka, group, topic, offsets))),
    async close() {
      // Nothing waits for it, and nothing can be done about it.
      await connected?.then(() => admin.disconnect()).catch(() => undefined);
    },
  };
};

/**
 * Joins a group and commits. kafkajs' own way to set offsets waits for a fetch: five seconds, and for ever
 * where the group does not let us in.
 */
const commitOffsets = async (
  kafka: Kafka,
  groupId: string,
  topic: string,
  offsets: ReadonlyMap<number, string>,
): Promise<void> => {
  const consumer = kafka.consumer({
    groupId,
    // A consumer with nothing to read sleeps for so long, and can't be stopped meanwhile: 5 s by default.
    maxWaitTimeInMs: 100,
    retry: { restartOnFailure: async () => false },
  });
  const crashes: Error[] = [];
  consumer.on(consumer.events.CRASH, ({ payload }) => void crashes.push(payload.error));
  try {
    await consumer.connect();
    await consumer.subscribe({ topic });
    const joined = consumer.run({ autoCommit: false, eachBatch: async () => undefined });
    // Nothing is to be read.
    consumer.pause([{ topic }]);
    await joined;
    for (const crash of crashes) throw crash;
    await consumer.commitOffsets(
      [...offsets].map(([partition, offset]) => ({ topic, partition, offset })),
    );
  } finally {
    await consumer.disconnect();
  }
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
