import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import type { Connector } from '../shared/config/connector.ts';
import { timeText } from './choice.ts';

/** How long a topic keeps records; without an end where it is -1. */
type Retention = { readonly ms: number; readonly from: string };

/** Asks for a topic's. */
export type RetentionOf = (topic: string) => Promise<Retention>;

const DAY = 86_400_000;

/** Kafka's own, where nobody says another one. */
const DEFAULT: Retention = {
  ms: 7 * DAY,
  from: 'Kafka’s default; the topic’s own is not known here',
};

/** What the connector files say of the topics that they make. */
export const retentionInFiles =
  (connectors: readonly Connector[]): RetentionOf =>
  async (topic) => {
    const ms = connectors
      .filter((connector) => connector.kind === 'source')
      .filter(({ statements }) => statements.some(({ target }) => target === topic))
      .map(({ topicCreation }) => topicCreation.config['retention.ms'])
      .find((value) => value !== undefined);
    return ms === undefined ? DEFAULT : { ms: Number(ms), from: 'its connector file' };
  };

/** What the brokers say; the default where they don't. */
export const retentionInKafka =
  (kafka: Kafka): RetentionOf =>
  async (topic) => {
    const ms = await askKafka(kafka.admin(), topic).catch(() => undefined);
    return ms === undefined ? DEFAULT : { ms: Number(ms), from: 'the topic’s own' };
  };

const askKafka = async (admin: Admin, topic: string): Promise<string | undefined> => {
  await admin.connect();
  try {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [
        { type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configNames: ['retention.ms'] },
      ],
    });
    return resources[0]?.configEntries[0]?.configValue;
  } finally {
    await admin.disconnect();
  }
};

/** Records that Kafka would delete, by topic. */
type Expired = { readonly topic: string; readonly retentionMs: number; readonly count: number };

/** Who tells of records that Kafka may delete at once. */
export type RetentionWatch = {
  /** Looks at the time of a record that is about to be written. */
  look(topic: string, time: number): Promise<void>;
  expired(): readonly Expired[];
};

/**
 * Looks at the time of each record that is about to be written: one that is older than its topic's
 * retention may be deleted before a sink has read it. Warns once for each topic, before the first.
 */
export const watchRetention = (
  retentionOf: RetentionOf,
  warn: (text: string) => void,
  now: () => number,
): RetentionWatch => {
  const retentions = new Map<string, Promise<Retention>>();
  const expired = new Map<string, Expired>();
  return {
    expired: (): readonly Expired[] => [...expired.values()],
    async look(topic: string, time: number): Promise<void> {
      const asked = retentions.get(topic) ?? retentionOf(topic);
      retentions.set(topic, asked);
      const { ms, from } = await asked;
      if (ms < 0 || now() - time <= ms) return;
      if (!expired.has(topic)) warn(warning(topic, time, { ms, from }));
      const known = expired.get(topic) ?? { topic, retentionMs: ms, count: 0 };
      expired.set(topic, { ...known, count: known.count + 1 });
    },
  };
};

const warning = (topic: string, time: number, { ms, from }: Retention): string =>
  `warning: ${topic} gets a record of ${timeText(time)}, older than its retention of ${span(ms)} (${from}): Kafka may delete it before a sink reads it. A greater retention.ms for that time keeps it`;

const span = (ms: number): string =>
  ms % DAY === 0 ? `${ms / DAY} days` : `${(ms / 3_600_000).toFixed(1)} hours`;
