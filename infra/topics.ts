import type { Connector } from '../shared/config/connector.ts';
import { isDynamic } from '../shared/source/target-topic.ts';
import { mark, RETAIN, type Resource, type Resources, ref } from './cloudformation.ts';
import { BROKERS, PARTITIONS } from './cluster.ts';
import { CLUSTER } from './logical-id.ts';
import type { Parameters } from './parameters.ts';

/** A topic that the connectors need. */
export type Topic = {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly config: Readonly<Record<string, string>>;
};

/** Kafka's own `max.message.bytes`. */
const MESSAGE_BYTES = 1_048_588;
/** What a letter has beyond its record: headers that say why, where from and when. */
const LETTER_BYTES = 65_536;
const DAY = 86_400_000;

/**
 * The topics of the connectors, each once: those that sources write (but for those that a message names), those that sinks read, then
 * those of their letters, which are larger than what they hold and are kept for their own time.
 */
export const topics = (connectors: readonly Connector[]): readonly Topic[] => {
  const records = merge([...connectors.flatMap(written), ...connectors.flatMap(read)]);
  const largest = Math.max(MESSAGE_BYTES, ...records.map(({ config }) => messageBytes(config)));
  const letters = merge(connectors.map((connector) => deadLetters(connector, largest)));
  const kept = new Set(letters.map(({ name }) => name));
  return [...records.filter(({ name }) => !kept.has(name)), ...letters];
};

const written = (connector: Connector): readonly Topic[] =>
  connector.kind === 'sink'
    ? []
    : connector.statements
        .filter(({ target }) => !isDynamic(target))
        .map(({ target }) => ({ ...topic(target), ...connector.topicCreation }));

const read = (connector: Connector): readonly Topic[] =>
  connector.kind === 'sink' ? connector.topics.map(topic) : [];

const deadLetters = ({ errors, letterRetentionDays }: Connector, largest: number): Topic => ({
  ...topic(errors.deadLetterTopic),
  // Read by hand, so their order counts for more than their number.
  partitions: 1,
  config: {
    'retention.ms': String(letterRetentionDays * DAY),
    'max.message.bytes': String(largest + LETTER_BYTES),
  },
});

const topic = (name: string): Topic => ({
  name,
  partitions: PARTITIONS,
  replicationFactor: BROKERS,
  config: {},
});

/** One of each name; the first that says something about it says it for all. */
const merge = (all: readonly Topic[]): readonly Topic[] =>
  [...Map.groupBy(all, ({ name }) => name).values()].flatMap(([first, ...others]) =>
    first
      ? [
          {
            ...first,
            config: Object.assign({}, ...others.map(({ config }) => config), first.config),
          },
        ]
      : [],
  );

const messageBytes = (config: Topic['config']): number =>
  Number(config['max.message.bytes'] ?? MESSAGE_BYTES);

/** The logical id of a topic. */
export const topicId = (name: string): string => `Topic${mark(name)}`;

/** The topics as resources, on the cluster that a deploy makes; on another one `prepare` makes what is missing. */
export const topicResources = (
  connectors: readonly Connector[],
  { makes }: Parameters,
): Resources =>
  makes.cluster
    ? Object.fromEntries(topics(connectors).map((topic) => [topicId(topic.name), resource(topic)]))
    : {};

const resource = ({ name, partitions, replicationFactor, config }: Topic): Resource => ({
  Type: 'AWS::MSK::Topic',
  ...RETAIN,
  Properties: {
    ClusterArn: ref(CLUSTER),
    TopicName: name,
    PartitionCount: partitions,
    ReplicationFactor: replicationFactor,
    ...(Object.keys(config).length > 0 && { Configs: properties(config) }),
  },
});

/** MSK takes a properties file in base64. */
const properties = (config: Topic['config']): string =>
  Buffer.from(
    Object.entries(config)
      .map(([key, value]) => `${key}=${value}`)
      .join('\n'),
  ).toString('base64');
