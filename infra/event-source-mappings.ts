import type { SinkConnector } from '../shared/config/connector.ts';

/** An MSK event source mapping; it has one topic. */
export type EventSourceMapping = {
  readonly topic: string;
  readonly consumerGroup: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
};

/** Records of an invocation at most: some 250 KB of phones' messages, one `_bulk` request. */
const BATCH_SIZE = 1_000;
/** How long records wait for company: an index is searchable a second after a write in any case. */
const WINDOW_SECONDS = 1;

/**
 * The mappings of a sink connector. With one topic it takes the consumer group that the connector has
 * on a Kafka Connect worker, so that a cut-over goes on where the worker stopped.
 */
export const eventSourceMappings = ({
  name,
  topics,
}: SinkConnector): readonly EventSourceMapping[] =>
  topics.map((topic) => ({
    topic,
    consumerGroup: topics.length === 1 ? `connect-${name}` : `connect-${name}-${topic}`,
    batchSize: BATCH_SIZE,
    windowSeconds: WINDOW_SECONDS,
  }));
