import type { KafkaAdmin } from './kafka-admin.ts';
import type { PlannedTopic } from './prepare-plan.ts';
import type { Step } from './step.ts';

/** Kafka's default of `max.message.bytes`. */
const USUAL_BYTES = 1_048_588;
/** What a letter has beyond its record: eleven headers, a message of 1 KB among them, and a stack trace where it is asked for. */
const LETTER_BYTES = 65_536;

const MAX_BYTES = 'max.message.bytes';
const TIMESTAMP_TYPE = 'message.timestamp.type';

/** Makes the topics that are missing, and looks at those that are there; it changes none of them. */
export const topicsStep = (admin: KafkaAdmin, planned: readonly PlannedTopic[]): Step => ({
  what: 'the topics',
  async run() {
    const there = await admin.topics();
    const existing = planned.filter(({ name }) => there.has(name));
    const config = await admin.topicConfig(
      existing.map(({ name }) => name),
      [MAX_BYTES, TIMESTAMP_TYPE],
    );
    const missing = planned.filter(({ name }) => !there.has(name));
    const bytesOf = maxMessageBytes([
      ...missing,
      ...[...config].map(([name, settings]) => ({ name, config: settings })),
    ]);
    for (const topic of missing) await admin.createTopic(withRoom(topic, bytesOf));
    return existing.flatMap((topic) =>
      [
        isDatedByBroker(config.get(topic.name)) &&
          `topic ${topic.name} has ${TIMESTAMP_TYPE}=LogAppendTime: a message that is tried again after midnight ends in the next day's index, too`,
        isTooSmall(topic, bytesOf) &&
          `topic ${topic.name} has ${MAX_BYTES}=${bytesOf(topic.name)}: a letter of a record as large as its topic takes would not fit`,
      ].filter((warning) => warning !== false),
    );
  },
});

const isDatedByBroker = (config: Readonly<Record<string, string>> | undefined): boolean =>
  config?.[TIMESTAMP_TYPE] === 'LogAppendTime';

/** The most that a record of a topic may have. */
type BytesOf = (topic: string) => number;

/** By what is known of topics; Kafka's default where nothing is. */
export const maxMessageBytes = (
  topics: readonly Pick<PlannedTopic, 'name' | 'config'>[],
): BytesOf => {
  const known = new Map(topics.map(({ name, config }) => [name, config[MAX_BYTES]]));
  return (topic) => Number(known.get(topic) ?? USUAL_BYTES);
};

/** Without topics only their messages name them, and nothing is known of those. */
const largest = (topics: readonly string[], bytesOf: BytesOf): number =>
  topics.length === 0 ? USUAL_BYTES : Math.max(...topics.map(bytesOf));

const isTooSmall = ({ name, lettersOf }: PlannedTopic, bytesOf: BytesOf): boolean =>
  lettersOf !== undefined && bytesOf(name) <= largest(lettersOf, bytesOf);

/** A dead letter topic with room for what its topics take, and the headers; another one as it is. */
export const withRoom = (topic: PlannedTopic, bytesOf: BytesOf): PlannedTopic => {
  const { lettersOf, config } = topic;
  if (lettersOf === undefined || config[MAX_BYTES] !== undefined) return topic;
  const bytes = largest(lettersOf, bytesOf) + LETTER_BYTES;
  return { ...topic, config: { ...config, [MAX_BYTES]: String(bytes) } };
};
