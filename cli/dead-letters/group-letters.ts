import type { Letter } from '../../shared/dead-letters/read-letter.ts';
import { causeOf } from './choose-letters.ts';

/** Letters of one topic, connector, stage and cause. */
export type LetterGroup = {
  readonly deadLetterTopic: string;
  readonly connector: string;
  readonly stage: string;
  readonly cause: string;
  /** Kafka topic that the records lay in, or were meant for. */
  readonly topic: string;
  /** Records; several letters of one are one. */
  readonly records: number;
  readonly letters: number;
  /** Letters that have been replayed. */
  readonly replayed: number;
  readonly oldest: number;
  readonly newest: number;
  /** The position of the newest. */
  readonly example: string;
};

/** Letters by topic and cause, counted one after the other. */
export type LetterGroups = {
  add(letter: Letter, isReplayed: boolean): void;
  /** The largest first. */
  groups(): readonly LetterGroup[];
};

/** Counts letters while they are read: a topic may hold more than fits into memory. */
export const groupLetters = (): LetterGroups => {
  const groups = new Map<string, LetterGroup>();
  const seen = new Set<string>();
  return {
    add(letter, isReplayed) {
      const place = placeOf(letter);
      const key = JSON.stringify(place);
      const record = `${key}${letter.identity}`;
      const { records, letters, replayed, oldest, newest, example } =
        groups.get(key) ?? emptyGroup(letter);
      groups.set(key, {
        ...place,
        records: records + (seen.has(record) ? 0 : 1),
        letters: letters + 1,
        replayed: replayed + (isReplayed ? 1 : 0),
        oldest: Math.min(oldest, letter.writtenAt),
        newest: Math.max(newest, letter.writtenAt),
        example: letter.writtenAt >= newest ? letter.position : example,
      });
      seen.add(record);
    },
    groups: () => [...groups.values()].toSorted((a, b) => b.records - a.records),
  };
};

const placeOf = (letter: Letter) => {
  const { deadLetterTopic, connector = '?', stage = '?', topic = '?' } = letter;
  return { deadLetterTopic, connector, stage, cause: causeOf(letter), topic };
};

const emptyGroup = ({ writtenAt, position }: Letter) => ({
  records: 0,
  letters: 0,
  replayed: 0,
  oldest: writtenAt,
  newest: writtenAt,
  example: position,
});
