import type { Offsets } from '../../shared/deploy/find-message.ts';
import type { EvidencePart } from './evidence.ts';
import type { Destination, Reader, Route } from './route.ts';
import { documentOf, hasPassed, letterOf, recordIn, type SightingOf, type Watch } from './watch.ts';

/** Where the way to a document ended, by what was seen. */
export type Stop = {
  readonly destination: Destination;
  readonly hop: string;
  readonly says: string;
  readonly lookAt: string;
  /** What AWS is to be asked about it. */
  readonly evidence: readonly EvidencePart[];
};

/** Where each missing document's way ended. */
export const stopsOf = (route: Route, watch: Watch): readonly Stop[] =>
  route.destinations
    .filter((destination) => documentOf(watch, destination) === undefined)
    .map((destination) => ({ destination, ...judge(factsOf(route, watch, destination)) }));

type Facts = {
  readonly route: Route;
  readonly destination: Destination;
  readonly record: SightingOf<'kafka'> | undefined;
  readonly reader: Reader | undefined;
  /** The sink's, and the source's. */
  readonly letter: SightingOf<'letter'> | undefined;
  readonly sourceLetter: SightingOf<'letter'> | undefined;
  readonly hasPassed: boolean;
  /** What the group is known to have committed in the record's partition. */
  readonly committed: string;
  /** Topics that lead to the destination and were not read to their ends. */
  readonly unread: readonly string[];
  readonly unknownTopic: string | undefined;
  readonly unknownGroup: string | undefined;
  readonly unknownIndex: string | undefined;
};

const factsOf = (route: Route, watch: Watch, destination: Destination): Facts => {
  const { sink, topics, index } = destination;
  const record = recordIn(watch, topics);
  const reader = route.readers.find(
    (each) => each.sink === sink && (record === undefined || each.topic === record.topic),
  );
  const group = reader?.group ?? '';
  return {
    route,
    destination,
    record,
    reader,
    letter: letterOf(watch, sink),
    sourceLetter: letterOf(watch, route.source),
    hasPassed: reader !== undefined && hasPassed(watch, reader),
    committed: committedText(watch.committed.get(group), record?.partition),
    unread: topics.filter((topic) => watch.unread.has(topic)),
    unknownTopic: topics
      .map((topic) => watch.unknown.topics.get(topic)?.reason)
      .find((reason) => reason !== undefined),
    unknownGroup: watch.unknown.groups.get(group)?.reason,
    unknownIndex: watch.unknown.indices.get(index)?.reason,
  };
};

type Judgement = Omit<Stop, 'destination'>;

type Row = {
  readonly applies: (facts: Facts) => boolean;
  readonly judgement: (facts: Facts) => Judgement;
};

const judge = (facts: Facts): Judgement =>
  (ROWS.find(({ applies }) => applies(facts)) ?? LOST_IN_SINK).judgement(facts);

/** Handed over and committed, and neither document nor letter. */
const LOST_IN_SINK: Row = {
  applies: () => true,
  judgement: ({ destination: { sink, index }, reader }) => ({
    hop: `function of ${sink.name}`,
    says: `the group ${reader?.group} is past the record, and no search of ${index} finds a document with the marker`,
    lookAt: `transforms of ${sink.name} that drop records or the marker's field; errant records that are only logged (errors.tolerance); refresh_interval and mapping of ${index}. A greater --timeout may do`,
    evidence: [part('function', sink.name), part('errant', sink.name)],
  }),
};

/** In their order: the first that applies says where it stopped. */
const ROWS: readonly Row[] = [
  {
    applies: ({ letter }) => letter !== undefined,
    judgement: ({ letter, destination: { sink } }) => errant(sink.name, letter),
  },
  {
    applies: ({ record, sourceLetter }) => record === undefined && sourceLetter !== undefined,
    judgement: ({ sourceLetter, route: { source } }) => errant(source.name, sourceLetter),
  },
  {
    applies: ({ unknownIndex }) => unknownIndex !== undefined,
    judgement: ({ destination: { index }, unknownIndex }) => ({
      hop: 'OpenSearch',
      says: `whether ${index} has the document is not known: ${unknownIndex}`,
      lookAt: 'the domain’s health (connectless status), and what the function prepare may search',
      evidence: [],
    }),
  },
  {
    applies: ({ record, unknownTopic }) => record === undefined && unknownTopic !== undefined,
    judgement: ({ route, destination: { sink, topics }, unknownTopic }) => ({
      hop: 'between IoT Core and the document',
      says: `what ${topics.join(', ')} has is not known: ${unknownTopic}`,
      lookAt: 'connectless status',
      evidence: [...beforeKafka(route.source.name), ...afterKafka(sink.name)],
    }),
  },
  {
    applies: ({ record, unread }) => record === undefined && unread.length > 0,
    judgement: ({ route, destination: { sink }, unread }) => ({
      hop: 'between IoT Core and the document',
      says: `${unread.join(', ')} gets more than could be read along: the record may be in what was not read`,
      lookAt: 'connectless verify with a greater --timeout, when there is less traffic',
      evidence: [...beforeKafka(route.source.name), ...afterKafka(sink.name)],
    }),
  },
  {
    applies: ({ record }) => record === undefined,
    judgement: ({ route: { source }, destination: { topics } }) => ({
      hop: `between IoT Core and ${topics.join(', ')}`,
      says: `IoT Core took the message, and ${topics.join(', ')} has no record with the marker`,
      lookAt: `the rule's SQL, the log of the function of ${source.name}; transforms of ${source.name} that drop records, or the marker in them`,
      evidence: beforeKafka(source.name),
    }),
  },
  {
    applies: ({ unknownGroup }) => unknownGroup !== undefined,
    judgement: ({ destination: { sink }, record, reader, unknownGroup }) => ({
      hop: `between ${record?.topic} and the document`,
      says: `${placeOf(record)} has the record; what the group ${reader?.group} has committed is not known: ${unknownGroup}`,
      lookAt: 'connectless status',
      evidence: afterKafka(sink.name),
    }),
  },
  {
    applies: (facts) => !facts.hasPassed,
    judgement: ({ destination: { sink }, record, reader, committed }) => ({
      hop: `mapping of ${sink.name}`,
      says: `${placeOf(record)} has the record, the group ${reader?.group} ${committed}`,
      lookAt: `connectless status; the log of the function of ${sink.name}, which has the mapping’s own messages, too. A mapping that has much to catch up with needs a greater --timeout`,
      evidence: [part('mapping', sink.name), part('function', sink.name)],
    }),
  },
];

const committedText = (offsets: Offsets | undefined, partition = -1): string => {
  if (offsets === undefined) return 'was not asked any more';
  const offset = offsets[partition];
  return offset === undefined ? 'has committed nothing there' : `is at ${offset}`;
};

const errant = (connector: string, letter: SightingOf<'letter'> | undefined): Judgement => {
  const place = placeOf(letter);
  const stage = letter?.letter?.stage;
  return {
    hop: `errant record of ${connector}`,
    says: `${place} has a letter of ${connector}${stage === undefined ? '' : `, stage ${stage}`}`,
    lookAt: `connectless dead-letters show ${place}, from where the brokers can be reached`,
    evidence: [],
  };
};

/** `phone-data-2@42` */
export const placeOf = (
  at: { readonly topic: string; readonly partition: number; readonly offset: number } | undefined,
): string => `${at?.topic}-${at?.partition}@${at?.offset}`;

const part = (of: EvidencePart['of'], connector: string): EvidencePart => ({ of, connector });

const beforeKafka = (source: string): readonly EvidencePart[] => [
  part('rules', source),
  part('function', source),
  part('queue', source),
  part('errant', source),
];

const afterKafka = (sink: string): readonly EvidencePart[] => [
  part('mapping', sink),
  part('function', sink),
  part('errant', sink),
];
