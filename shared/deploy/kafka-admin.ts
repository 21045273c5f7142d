import type { NewTopic } from '../ports.ts';

/**
 * Kafka as far as `prepare` administers it. Each rejects with a ForbiddenError whose message is Kafka's own
 * word (`TOPIC_AUTHORIZATION_FAILED`) where the login lacks the right.
 */
export type KafkaAdmin = {
  /** Names of the topics that exist and that we may describe. */
  topics(): Promise<ReadonlySet<string>>;
  /** Some settings of a topic. */
  topicConfig(topic: string, keys: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /** Makes a topic; one that somebody else has just made is left as it is. */
  createTopic(topic: { readonly name: string } & NewTopic): Promise<void>;
  /** Whether somebody consumes in a group now. */
  hasMembers(group: string): Promise<boolean>;
  /** Committed offsets of a group by partition; without those that have none. */
  committed(group: string, topic: string): Promise<ReadonlyMap<number, string>>;
  /** Commits offsets in a group without members. */
  commit(group: string, topic: string, offsets: ReadonlyMap<number, string>): Promise<void>;
  close(): Promise<void>;
};
