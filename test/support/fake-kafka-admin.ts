import type { KafkaAdmin } from '../../shared/deploy/kafka-admin.ts';
import { ForbiddenError } from '../../shared/deploy/step.ts';

type State = {
  readonly topics?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Groups that somebody consumes in. */
  readonly members?: readonly string[];
  /** Offsets by `group/topic`, then partition. */
  readonly committed?: Readonly<Record<string, Readonly<Record<number, string>>>>;
  /** Topics and groups that its login has no rights to. */
  readonly denied?: readonly string[];
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
  denied = [],
}: State = {}): FakeKafkaAdmin => {
  const made: FakeKafkaAdmin['made'][number][] = [];
  const offsets = new Map(
    Object.entries(committed).map(([key, of]) => [
      key,
      new Map(Object.entries(of).map(([partition, offset]) => [Number(partition), offset])),
    ]),
  );
  const refuse = (name: string, refusal: string): void => {
    if (denied.includes(name)) throw new ForbiddenError(refusal);
  };
  const ofTopic = (name: string): void => refuse(name, 'TOPIC_AUTHORIZATION_FAILED');
  const ofGroup = (name: string): void => refuse(name, 'GROUP_AUTHORIZATION_FAILED');
  const admin: KafkaAdmin = {
    topics: async () => new Set(Object.keys(topics)),
    async topicConfig(name) {
      ofTopic(name);
      return topics[name] ?? {};
    },
    async createTopic(topic) {
      ofTopic(topic.name);
      made.push(topic);
    },
    async hasMembers(group) {
      ofGroup(group);
      return members.includes(group);
    },
    async committed(group, topic) {
      ofGroup(group);
      return offsets.get(`${group}/${topic}`) ?? new Map();
    },
    async commit(group, topic, given) {
      ofGroup(group);
      const key = `${group}/${topic}`;
      offsets.set(key, new Map([...(offsets.get(key) ?? []), ...given]));
    },
    close: async () => undefined,
  };
  return { admin, made, offsets };
};
