import { ConnectError } from '../connect/errors.ts';

/**
 * What `connectless verify` asks of the function `prepare`, which alone reaches brokers and a domain in a
 * VPC: how far a marked message has come. It is that function's event, beside the events of
 * CloudFormation, which have no `action`. The function's role reads the connectors' topics, describes the
 * sinks' groups and searches the sinks' indices, and no others; where it signs in by a login of its own,
 * topics and groups are that login's.
 */
export type FindMessage = {
  readonly action: 'find';
  /** A text that the message holds, wherever: a UUID. */
  readonly marker: string;
  readonly topics: readonly TopicQuestion[];
  readonly groups: readonly GroupQuestion[];
  /** Indices, or patterns with `*`. */
  readonly indices: readonly string[];
};

/** Offsets by partition. */
export type Offsets = Readonly<Record<number, number>>;

/** Which records of a topic have the marker. */
type TopicQuestion = {
  readonly topic: string;
  /**
   * Where to begin, a partition that is not named at its first offset; absent: at the end, so that
   * nothing is found yet.
   */
  readonly from?: Offsets;
};

/** How far a consumer group has come in a topic. */
type GroupQuestion = { readonly group: string; readonly topic: string };

/** Where things are, in the order of the questions; never what they hold. */
export type FoundMessage = {
  readonly topics: readonly ({ readonly topic: string } & Known<FoundRecords>)[];
  readonly groups: readonly (GroupQuestion & Known<{ readonly committed: Offsets }>)[];
  readonly indices: readonly ({ readonly index: string } & Known<FoundDocument>)[];
};

/** An answer, or why there is none, and whether the same question may have one later. */
export type Known<T> = T | { readonly unknown: string; readonly mayHeal: boolean };

export type FoundRecords = {
  readonly records: readonly FoundRecord[];
  /** Where to begin next time; no partitions where there is no such topic. */
  readonly next: Offsets;
  /** Whether all was read that was there; a question reads for so long and so much only. */
  readonly isAtEnd: boolean;
};

export type FoundRecord = {
  readonly partition: number;
  readonly offset: number;
  /** Its own: milliseconds since the epoch, of the clock of who has made it. */
  readonly timestamp: number;
  /** Of a dead letter: who has written it, and where the record had failed. */
  readonly letter?: {
    readonly leg: 'source' | 'sink';
    readonly connector?: string;
    readonly stage?: string;
  };
};

/** A document that has the marker. */
export type FoundDocument = { readonly document?: { readonly index: string; readonly id: string } };

/** Whether an event of `prepare` is one of these, and not CloudFormation's. */
export const asksForMessage = (event: unknown): boolean =>
  (event as { readonly action?: unknown } | null)?.action === 'find';

const INDEX = /^[^\s,/"\\|<>?#_*.-][^\s,/"\\|<>?#]*$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TOPIC = /^[\w.-]{1,249}$/;
const GROUP = /^.{1,255}$/s;

/**
 * Reads the event. Nothing in it can leave the path or the query that it goes into.
 *
 * @throws ConnectError naming the member that is missing or of the wrong form
 */
export const findMessage = (event: unknown): FindMessage => ({
  action: 'find',
  marker: text(event, 'marker', UUID, 'a UUID'),
  topics: list(event, 'topics').map((question) => ({
    topic: text(question, 'topic', TOPIC, 'the name of a topic'),
    ...offsets(question),
  })),
  groups: list(event, 'groups').map((question) => ({
    group: text(question, 'group', GROUP, 'the name of a group'),
    topic: text(question, 'topic', TOPIC, 'the name of a topic'),
  })),
  indices: list(event, 'indices').map((index) =>
    text({ indices: index }, 'indices', INDEX, 'of indices or patterns that begin with a name'),
  ),
});

const memberOf = (of: unknown, name: string): unknown =>
  (Object(of) as Readonly<Record<string, unknown>>)[name];

const wrong = (name: string, expected: string): ConnectError =>
  new ConnectError(`the event's member ${name} is not ${expected}`);

const text = (of: unknown, name: string, form: RegExp, expected: string): string => {
  const value = memberOf(of, name);
  if (typeof value === 'string' && form.test(value)) return value;
  throw wrong(name, expected);
};

const list = (of: unknown, name: string): readonly unknown[] => {
  const value = memberOf(of, name);
  if (Array.isArray(value)) return value;
  throw wrong(name, 'a list');
};

const offsets = (question: unknown): Pick<TopicQuestion, 'from'> => {
  const from = memberOf(question, 'from');
  if (from === undefined) return {};
  const isOffset = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
  if (from !== null && typeof from === 'object' && Object.values(from).every(isOffset))
    return { from: from as Offsets };
  throw wrong('from', 'offsets by partition');
};

/**
 * Reads the answer, on verify's side.
 *
 * @throws ConnectError where it is no such answer
 */
export const foundMessage = (answer: unknown): FoundMessage => {
  const members = ['topics', 'groups', 'indices'].map((name) => memberOf(answer, name));
  // Our own function has written it, if it is one of these.
  if (members.every(Array.isArray)) return answer as FoundMessage;
  throw new ConnectError(
    'the function prepare did not answer where the message is: was it deployed from this checkout? npx serverless deploy',
  );
};
