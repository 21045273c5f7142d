import type { MappingConfig, SinkConnector } from '../shared/config/connector.ts';

/** An MSK event source mapping; it has one topic. */
export type EventSourceMapping = MappingConfig & { readonly topic: string };

/** The mappings of a sink connector: one for each topic, with a consumer group of its own. */
export const eventSourceMappings = ({
  topics,
  mapping,
}: SinkConnector): readonly EventSourceMapping[] =>
  topics.map((topic) => ({
    ...mapping,
    topic,
    consumerGroup:
      topics.length === 1 ? mapping.consumerGroup : `${mapping.consumerGroup}-${topic}`,
  }));
