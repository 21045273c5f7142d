import type {
  FindMessage,
  FoundMessage,
  FoundRecord,
  Offsets,
} from '../../shared/deploy/find-message.ts';

type Unknown = { readonly unknown: string; readonly mayHeal: boolean };

/** How far a message has come, as `prepare` sees it. */
export type Place = {
  /** By topic, where its record is; none where it is not there. */
  readonly records?: Readonly<Record<string, FoundRecord | Unknown>>;
  /** What any group has committed. */
  readonly committed?: Offsets | Unknown;
  readonly document?: { readonly index: string; readonly id: string } | Unknown;
  /** Whether topics have more than one question reads. */
  readonly isBehind?: boolean;
};

/** What `prepare` answers for a message that is there. */
export const answerAt = (
  { topics, groups, indices }: FindMessage,
  { records = {}, committed = {}, document, isBehind = false }: Place,
): FoundMessage => ({
  topics: topics.map((question) => ({
    topic: question.topic,
    ...foundIn(question, records[question.topic], isBehind),
  })),
  groups: groups.map((group) => ({
    ...group,
    ...(isUnknown(committed) ? committed : { committed }),
  })),
  indices: indices.map((index) => ({
    index,
    ...(document && isUnknown(document) ? document : { ...(document && { document }) }),
  })),
});

const isUnknown = (answer: object): answer is Unknown => 'unknown' in answer;

/** A record that is there when its topic is asked for the first time is one of before. */
const foundIn = (
  { from }: FindMessage['topics'][number],
  record: FoundRecord | Unknown | undefined,
  isBehind: boolean,
) => {
  if (record && isUnknown(record)) return record;
  const next = { ...from, ...(record && { [record.partition]: record.offset + 1 }) };
  if (from === undefined) return { records: [], next, isAtEnd: true };
  const isNew = record && (from[record.partition] ?? 0) <= record.offset;
  return { records: isNew ? [record] : [], next, isAtEnd: !isBehind };
};
