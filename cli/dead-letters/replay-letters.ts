import type { SinkRecord } from '../../shared/connect/records.ts';
import { type Letter, readLetter } from '../../shared/dead-letters/read-letter.ts';
import type { Account } from '../deliver/account.ts';
import type { Delivery } from '../deliver/delivery.ts';
import { isChosen, type LetterChoice } from './choose-letters.ts';
import { type Commit, isReplayed, markReplayed, type Progress, writeProgress } from './progress.ts';

type Replay = {
  readonly choice: LetterChoice & { readonly limit?: number };
  /** What runs before have replayed, by partition; only looked at, not asked, where it is done again. */
  readonly progress: ReadonlyMap<number, Progress>;
  readonly again: boolean;
  /** The first offset that is read, by partition. */
  readonly starts: ReadonlyMap<number, number>;
  /** Nothing where it is a dry run: then letters are only looked at. */
  readonly deliver?: (letter: Letter) => Promise<Delivery | undefined>;
  /** Told of each letter that is meant, before it is delivered. */
  readonly onChosen: (letter: Letter) => Promise<void>;
  /** Of all topics of a run. */
  readonly account: Account;
};

/** A replay of one dead letter topic, letter by letter. */
export type TopicReplay = {
  take(record: SinkRecord): Promise<void>;
  /** Whether the rest of the topic is not to be looked at. */
  isOver(): boolean;
  /** What has been replayed now, by partition. */
  commits(): readonly (Commit & { readonly partition: number })[];
  /** Letters that a run before has replayed, and further letters of records that are replayed already. */
  readonly left: { readonly already: number; readonly copies: number };
};

const FAILURES_IN_A_ROW = 10;

/** A letter is replayed when its delivery is acknowledged; further letters of one record are with the first. */
export const replayLetters = (replay: Replay): TopicReplay => {
  const { choice, again, deliver, onChosen, account } = replay;
  const progress = new Map(replay.progress);
  const due = new Map(replay.starts);
  const deliveries = new Map<string, Delivery['kind'] | undefined>();
  const left = { already: 0, copies: 0 };

  const at = (partition: number): Progress => progress.get(partition) ?? { next: 0, ranges: [] };

  /** Offsets that no letter has: Kafka deletes, and a log has records of its own. */
  const closeGap = ({ partition, offset }: SinkRecord): void => {
    const expected = due.get(partition) ?? offset;
    progress.set(partition, markReplayed(at(partition), expected, offset));
    due.set(partition, offset + 1);
  };

  const deliverOnce = async (letter: Letter): Promise<Delivery['kind'] | undefined> => {
    if (deliveries.has(letter.identity)) {
      left.copies++;
      return deliveries.get(letter.identity);
    }
    account.choose(letter.connector ?? '?', letter.topic ?? '?', letter.record.timestamp);
    await onChosen(letter);
    const delivery = await deliver?.(letter);
    if (delivery) account.settle(delivery);
    deliveries.set(letter.identity, delivery?.kind);
    return delivery?.kind;
  };

  const isOver = (): boolean => {
    if (account.failedInARow >= FAILURES_IN_A_ROW) account.stopped = 'failures';
    if (choice.limit !== undefined && account.counts.chosen >= choice.limit)
      account.stopped = 'limit';
    return account.stopped !== undefined;
  };

  return {
    left,
    isOver,
    async take(record) {
      if (isOver()) return;
      closeGap(record);
      const { partition, offset } = record;
      if (!again && isReplayed(at(partition), offset)) {
        left.already++;
        return;
      }
      const letter = readLetter(record);
      if (!isChosen(letter, choice)) return account.skip();
      if ((await deliverOnce(letter)) === 'acknowledged')
        progress.set(partition, markReplayed(at(partition), offset, offset + 1));
    },
    commits: () =>
      [...progress].map(([partition, each]) => ({ partition, ...writeProgress(each) })),
  };
};
