import type { Connector } from '../shared/config/connector.ts';
import type { PlannedTopic } from '../shared/deploy/prepare-plan.ts';
import { maxMessageBytes, withRoom } from '../shared/deploy/topics.ts';
import { mark, RETAIN, type Resource, type Resources, ref } from './cloudformation.ts';
import { BROKERS, PARTITIONS } from './cluster.ts';
import { CLUSTER } from './logical-id.ts';
import { neededTopics } from './needed-topics.ts';
import type { Parameters } from './parameters.ts';

/** What a cluster that a deploy makes is told of each topic. */
type Topic = PlannedTopic & Required<Pick<PlannedTopic, 'partitions' | 'replicationFactor'>>;

/** The topics of the connectors on such a cluster. */
export const topics = (connectors: readonly Connector[]): readonly Topic[] => {
  const needed = neededTopics(connectors);
  const bytesOf = maxMessageBytes(needed);
  return needed.map((topic) => ({
    partitions: PARTITIONS,
    replicationFactor: BROKERS,
    ...withRoom(topic, bytesOf),
  }));
};

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
