import type { KafkaAdmin } from '../../shared/deploy/kafka-admin.ts';

type State = {
  readonly topics?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Groups that somebody consumes in. */
  readonly members?: readonly string[];
  /** Offsets by `group/topic`, then partition. */
  readonly committed?: Readonly<Record<string, Readonly<Record<number, string>>>>;
};

/** A Kafka in memory, and what was done to it. */
type FakeKafkaAdmin = {
  readonly admin: KafkaAdmin;
  readonly made: readonly Parameters<KafkaAdmin['createTopic']>[0][];
  /** By `group/topic`. */
  readonly offsets: ReadonlyMap<string, ReadonlyMap<number, string>>;
};

export const fakeKafkaAdmin = ({
  topics = {},
  members = [],
  committed = {},
}: State = {}): FakeKafkaAdmin => {
  const made: FakeKafkaAdmin['made'][number][] = [];
  const offsets = new Map(
    Object.entries(committed).map(([key, of]) => [
      key,
      new Map(Object.entries(of).map(([partition, offset]) => [Number(partition), offset])),
    ]),
  );
  const admin: KafkaAdmin = {
    topics: async () => new Set(Object.keys(topics)),
    topicConfig: async (names) => new Map(names.map((name) => [name, topics[name] ?? {}])),
    createTopic: async (topic) => void made.push(topic),
    hasMembers: async (group) => members.includes(group),
    committed: async (group, topic) => offsets.get(`${group}/${topic}`) ?? new Map(),
    commit: async (group, topic, given) => {
      const key = `${group}/${topic}`;
      offsets.set(key, new Map([...(offsets.get(key) ?? []), ...given]));
    },
    close: async () => undefined,
  };
  return { admin, made, offsets };
};
