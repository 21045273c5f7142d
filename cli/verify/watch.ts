import type { Connector } from '../../shared/config/connector.ts';
import type {
  FindMessage,
  FoundMessage,
  FoundRecord,
  Offsets,
} from '../../shared/deploy/find-message.ts';
import type { Destination, Reader, Route } from './route.ts';

/** What was seen of the message, and when: milliseconds after it began to be published. */
export type Sighting = { readonly ms: number } & (
  | { readonly hop: 'iot-core' }
  | ({ readonly hop: 'kafka'; readonly topic: string } & FoundRecord)
  | ({ readonly hop: 'letter'; readonly topic: string } & FoundRecord)
  | {
      /** A group has committed past the record. */
      readonly hop: 'group';
      readonly connector: string;
      readonly group: string;
      readonly topic: string;
      readonly partition: number;
      readonly committed: number;
    }
  | {
      readonly hop: 'document';
      readonly connector: string;
      /** The index, not the pattern. */
      readonly index: string;
      readonly id: string;
      readonly pattern: string;
    }
);

export type SightingOf<Hop extends Sighting['hop']> = Sighting & { readonly hop: Hop };

/** What is known of a message so far. */
export type Watch = {
  readonly sightings: readonly Sighting[];
  /** Where each topic is to be read on. */
  readonly next: ReadonlyMap<string, Offsets>;
  /** Topics that had more than was read when they were last asked. */
  readonly unread: ReadonlySet<string>;
  /** The last that groups have committed, by group. */
  readonly committed: ReadonlyMap<string, Offsets>;
  /** Why something can't be known, by topic, group or index pattern. */
  readonly unknown: Readonly<Record<'topics' | 'groups' | 'indices', Unknown>>;
};

type Unknown = ReadonlyMap<string, { readonly reason: string; readonly mayHeal: boolean }>;

/** Before the first question. */
export const NOTHING_SEEN: Watch = {
  sightings: [],
  next: new Map(),
  unread: new Set(),
  committed: new Map(),
  unknown: { topics: new Map(), groups: new Map(), indices: new Map() },
};

/** Sightings of one kind. */
const seen = <Hop extends Sighting['hop']>(
  { sightings }: Watch,
  hop: Hop,
): readonly SightingOf<Hop>[] =>
  sightings.filter((each): each is SightingOf<Hop> => each.hop === hop);

/** The record of a topic, the first of its copies. */
export const recordIn = (
  watch: Watch,
  topics: readonly string[],
): SightingOf<'kafka'> | undefined =>
  seen(watch, 'kafka').find(({ topic }) => topics.includes(topic));

/** The letter that a connector has written of the message. */
export const letterOf = (
  watch: Watch,
  { name, kind, errors }: Connector,
): SightingOf<'letter'> | undefined =>
  seen(watch, 'letter').find(({ topic, letter }) =>
    // Without context headers a letter does not name its connector.
    letter?.connector === undefined
      ? topic === errors.deadLetterTopic && letter?.leg === kind
      : letter.connector === name,
  );

/** What is not known yet, as `prepare` is asked for it. */
export const nextQuestion = (route: Route, watch: Watch, marker: string): FindMessage => ({
  action: 'find',
  marker,
  topics: [
    ...route.kafkaTopics.filter((topic) => recordIn(watch, [topic]) === undefined),
    ...route.letterTopics,
  ]
    .filter((topic) => mayBeKnown(watch.unknown.topics, topic))
    .map((topic) => {
      const from = watch.next.get(topic);
      return { topic, ...(from !== undefined && { from }) };
    }),
  groups: route.readers
    .filter((reader) => isAwaited(watch, reader))
    .map(({ group, topic }) => ({ group, topic })),
  indices: [
    ...new Set(
      route.destinations
        .filter((each) => documentOf(watch, each) === undefined)
        .map(({ index }) => index)
        .filter((index) => mayBeKnown(watch.unknown.indices, index)),
    ),
  ],
});

/** With what an answer adds, `ms` after the message began to be published. */
export const withAnswer = (route: Route, watch: Watch, answer: FoundMessage, ms: number): Watch => {
  const { topics, groups, indices } = answer;
  const read = topics.flatMap((each) => ('unknown' in each ? [] : [each]));
  const committed = new Map([
    ...watch.committed,
    ...groups.flatMap((each) => ('unknown' in each ? [] : [[each.group, each.committed] as const])),
  ]);
  const found = read.flatMap(({ topic, records }) =>
    records.map((record) => ({ hop: hopOf(route, topic), topic, ...record, ms }) as const),
  );
  const withRecords = { ...watch, sightings: [...watch.sightings, ...found], committed };
  return {
    sightings: [
      ...withRecords.sightings,
      ...route.readers.flatMap((reader) => passing(withRecords, reader, ms)),
      ...route.destinations.flatMap((each) => arriving(watch, indices, each, ms)),
    ],
    next: new Map([...watch.next, ...read.map(({ topic, next }) => [topic, next] as const)]),
    unread: new Set(read.filter(({ isAtEnd }) => !isAtEnd).map(({ topic }) => topic)),
    committed,
    unknown: {
      topics: unknownOf(watch.unknown.topics, topics, ({ topic }) => topic),
      groups: unknownOf(watch.unknown.groups, groups, ({ group }) => group),
      indices: unknownOf(watch.unknown.indices, indices, ({ index }) => index),
    },
  };
};

/**
 * As it is when the message is published: whose end is not known by then can't be known any more, since
 * an end that is found later may have the record before it.
 */
export const atPublishing = (watch: Watch): Watch => ({
  ...watch,
  unknown: {
    ...watch.unknown,
    topics: new Map(
      [...watch.unknown.topics].map(([topic, { reason }]) => [
        topic,
        { reason: `where it ended when the message came: ${reason}`, mayHeal: false },
      ]),
    ),
  },
});

/** Whether another question may tell where each topic ends. */
export const lacksEnds = ({ unknown }: Watch): boolean =>
  [...unknown.topics.values()].some(({ mayHeal }) => mayHeal);

/** Whether no further look can change where its document is. */
export const isSettled = (route: Route, watch: Watch, destination: Destination): boolean =>
  documentOf(watch, destination) !== undefined ||
  !mayBeKnown(watch.unknown.indices, destination.index) ||
  letterOf(watch, destination.sink) !== undefined ||
  (letterOf(watch, route.source) !== undefined &&
    recordIn(watch, destination.topics) === undefined);

/** The document that has come to a destination. */
export const documentOf = (
  watch: Watch,
  { sink, index }: Destination,
): SightingOf<'document'> | undefined =>
  seen(watch, 'document').find(
    ({ connector, pattern }) => connector === sink.name && pattern === index,
  );

/** Whether a reader's group is past the record. */
export const hasPassed = (watch: Watch, { group }: Reader): boolean =>
  seen(watch, 'group').some((each) => each.group === group);

const mayBeKnown = (unknown: Unknown, name: string): boolean => unknown.get(name)?.mayHeal ?? true;

const isAwaited = (watch: Watch, reader: Reader): boolean =>
  recordIn(watch, [reader.topic]) !== undefined &&
  !hasPassed(watch, reader) &&
  mayBeKnown(watch.unknown.groups, reader.group);

const hopOf = ({ kafkaTopics }: Route, topic: string): 'kafka' | 'letter' =>
  kafkaTopics.includes(topic) ? 'kafka' : 'letter';

const passing = (watch: Watch, reader: Reader, ms: number): readonly SightingOf<'group'>[] => {
  const { sink, group, topic } = reader;
  const record = recordIn(watch, [topic]);
  const committed = watch.committed.get(group)?.[record?.partition ?? -1];
  if (record === undefined || committed === undefined || committed <= record.offset) return [];
  if (hasPassed(watch, reader)) return [];
  const { partition } = record;
  return [{ hop: 'group', connector: sink.name, group, topic, partition, committed, ms }];
};

const arriving = (
  watch: Watch,
  answers: FoundMessage['indices'],
  destination: Destination,
  ms: number,
): readonly SightingOf<'document'>[] => {
  const answer = answers.find(({ index }) => index === destination.index);
  if (answer === undefined || !('document' in answer) || answer.document === undefined) return [];
  if (documentOf(watch, destination) !== undefined) return [];
  const connector = destination.sink.name;
  return [{ hop: 'document', connector, pattern: destination.index, ...answer.document, ms }];
};

const unknownOf = <T extends object>(
  before: Unknown,
  answers: readonly (T | (T & { readonly unknown: string; readonly mayHeal: boolean }))[],
  nameOf: (answer: T) => string,
): Unknown => {
  const answered = new Set(answers.map(nameOf));
  return new Map([
    ...[...before].filter(([name]) => !answered.has(name)),
    ...answers.flatMap((answer) =>
      'unknown' in answer
        ? [
            [
              nameOf(answer),
              { reason: firstLine(answer.unknown), mayHeal: answer.mayHeal },
            ] as const,
          ]
        : [],
    ),
  ]);
};

const firstLine = (text: string): string => text.split('\n')[0] ?? text;
