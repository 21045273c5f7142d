import type { KafkaAdmin } from './kafka-admin.ts';
import { createTopicCommand, describeTopicCommand } from './kafka-commands.ts';
import type { PlannedTopic } from './prepare-plan.ts';
import { type Denied, type Finding, ifAllowed, type Step } from './step.ts';

/** Kafka's default of `max.message.bytes`. */
const USUAL_BYTES = 1_048_588;
/** What a letter has beyond its record: eleven headers, a message of 1 KB among them, and a stack trace where it is asked for. */
const LETTER_BYTES = 65_536;

const MAX_BYTES = 'max.message.bytes';
const TIMESTAMP_TYPE = 'message.timestamp.type';

/**
 * Makes the topics that are missing, and looks at those that are there; it changes none of them. A topic
 * that we may not make or look at keeps no other from it.
 */
export const topicsStep = (admin: KafkaAdmin, planned: readonly PlannedTopic[]): Step => ({
  what: 'the topics',
  async run() {
    const there = await admin.topics();
    const looked: Looked[] = [];
    for (const topic of planned.filter(({ name }) => there.has(name)))
      looked.push(await lookAt(admin, topic));
    const missing = planned.filter(({ name }) => !there.has(name));
    const bytesOf = maxMessageBytes([...missing, ...looked.flatMap(({ seen }) => seen ?? [])]);
    const denied: Finding[] = [];
    for (const topic of missing) denied.push(...(await make(admin, withRoom(topic, bytesOf))));
    return [...denied, ...looked.flatMap((one) => findings(one, bytesOf))];
  },
});

/** A topic that is there, and its settings, or that we may not see them. */
type Looked = {
  readonly topic: PlannedTopic;
  readonly seen?: Pick<PlannedTopic, 'name' | 'config'>;
  readonly denied?: Finding;
};

const lookAt = (admin: KafkaAdmin, topic: PlannedTopic): Promise<Looked> => {
  const { name } = topic;
  return ifAllowed<Looked, Looked>(
    async () => ({
      topic,
      seen: { name, config: await admin.topicConfig(name, [MAX_BYTES, TIMESTAMP_TYPE]) },
    }),
    (refusal) => ({
      topic,
      denied: {
        reason: `topic ${name}: whether it has ${TIMESTAMP_TYPE}=CreateTime is hidden from this login: ${refusal}`,
        byHand: [describeTopicCommand(name)],
      },
    }),
  );
};

const make = (admin: KafkaAdmin, topic: PlannedTopic): Promise<readonly Finding[]> =>
  ifAllowed(
    async () => {
      await admin.createTopic(topic);
      return [];
    },
    (refusal) => [
      topicByHand(topic, `is missing or hidden from this login, which may not make it: ${refusal}`),
    ],
  );

/** How an administrator makes a topic. */
const topicByHand = (topic: PlannedTopic, why: string): Denied => ({
  reason: `topic ${topic.name} ${why}`,
  byHand: [createTopicCommand(topic)],
});

/** The same of all, by what the plan alone knows of them. */
export const topicsByHand = (planned: readonly PlannedTopic[]): readonly Denied[] => {
  const bytesOf = maxMessageBytes(planned);
  return planned.map((topic) => topicByHand(withRoom(topic, bytesOf), 'has to be there'));
};

const findings = ({ topic, seen, denied }: Looked, bytesOf: BytesOf): readonly Finding[] =>
  denied === undefined ? warnings(topic, seen?.config, bytesOf) : [denied];

const warnings = (
  topic: PlannedTopic,
  config: PlannedTopic['config'] | undefined,
  bytesOf: BytesOf,
): readonly string[] =>
  [
    config?.[TIMESTAMP_TYPE] === 'LogAppendTime' &&
      `topic ${topic.name} has ${TIMESTAMP_TYPE}=LogAppendTime: a message that is tried again after midnight ends in the next day's index, too`,
    isTooSmall(topic, bytesOf) &&
      `topic ${topic.name} has ${MAX_BYTES}=${bytesOf(topic.name)}: a letter of a record as large as its topic takes would not fit`,
  ].filter((warning) => warning !== false);

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
