import type { Consumer } from 'kafkajs';
import type { ReplayOptions } from '../dead-letters.ts';
import { type Account, openAccount } from '../deliver/account.ts';
import { accountText } from '../deliver/account-text.ts';
import { unlessStopped } from '../deliver/delivery.ts';
import { retentionInKafka, watchRetention } from '../retention.ts';
import { FAULTS, INTERRUPTED, type Session } from '../session.ts';
import { letterDeliverer } from './deliver-letter.ts';
import { fetchProgress, groupOf } from './fetch-progress.ts';
import { openReach, type Reach, topicsOf } from './reach.ts';
import { readLetters } from './read-letters.ts';
import { replayLetters, type TopicReplay } from './replay-letters.ts';

/** `replay`. Rejects with a ConnectError that names the way out */
export const replay = async (
  topics: readonly string[],
  options: ReplayOptions,
  session: Session,
): Promise<void> => {
  const { dryRun, json } = options;
  const reach = await openReach(options.brokers, session);
  const account = openAccount();
  const replays: TopicReplay[] = [];
  for (const topic of topicsOf(topics, reach)) {
    const done = await replayTopic(topic, options, reach, account, session);
    if (done) replays.push(done);
  }
  const interrupted = session.interruption().aborted;
  if (interrupted) account.stopped = 'interrupted';
  const left = {
    already: replays.reduce((sum, each) => sum + each.left.already, 0),
    copies: replays.reduce((sum, each) => sum + each.left.copies, 0),
  };
  session.print(
    json
      ? JSON.stringify(replayJson(account, left, dryRun), null, 2)
      : `${accountText(account, dryRun, WORDS, session)}${leftText(left)}`,
  );
  session.finish(exitCode(account));
};

const WORDS = { noun: 'record', would: 'would replay', done: 'replayed' };

const leftText = ({ already, copies }: TopicReplay['left']): string =>
  [
    ...(already > 0 ? [`\n${already} were replayed before (--again does it once more)`] : []),
    ...(copies > 0 ? [`\n${copies} letters were further ones of the same records`] : []),
  ].join('');

const replayJson = (
  { counts, groups, reasons, stopped }: Account,
  left: TopicReplay['left'],
  dryRun: boolean,
): unknown => ({ dryRun, ...counts, ...left, groups, reasons, stopped });

const exitCode = ({ counts, stopped }: Account): number => {
  if (stopped === 'interrupted') return INTERRUPTED;
  return counts.refused + counts.failed > 0 ? FAULTS : 0;
};

/** Letters between two commits: so many are replayed again after a process was killed. */
const COMMIT_INTERVAL = 50;

const replayTopic = async (
  topic: string,
  options: ReplayOptions,
  reach: Reach,
  account: Account,
  session: Session,
): Promise<TopicReplay | undefined> => {
  const { again, dryRun } = options;
  const { kafka, ends } = await reach.lookAt(topic);
  if (ends === undefined) {
    session.complain(`no topic ${topic}: nothing was ever kept in it`);
    return undefined;
  }
  const progress = await fetchProgress(kafka, topic, ends);
  const starts = new Map(
    ends.map(({ partition, low }) => [
      partition,
      again ? low : (progress.get(partition)?.next ?? low),
    ]),
  );
  const retention = watchRetention(retentionInKafka(kafka), session.complain, Date.now);
  const interruption = session.interruption();
  const stop = new AbortController();
  const deliver = await letterDeliverer(topic, options, reach, session);
  const replaying = replayLetters({
    choice: options,
    progress,
    starts,
    again,
    account,
    ...(!dryRun && {
      deliver: (letter) => unlessStopped(deliver(letter, interruption), interruption),
    }),
    onChosen: async (letter) => {
      const target = letter.topic ?? options.topic;
      if (target !== undefined)
        await unlessStopped(retention.look(target, letter.record.timestamp), interruption);
    },
  });
  let sinceCommit = 0;
  const commit = (consumer: Consumer): Promise<void> =>
    consumer.commitOffsets(replaying.commits().map((each) => ({ topic, ...each })));
  await readLetters({
    kafka,
    topic,
    ends,
    starts,
    ...(!dryRun && { groupId: groupOf(topic), atEnd: commit }),
    signal: AbortSignal.any([interruption, stop.signal]),
    onLetter: async (record, consumer) => {
      await replaying.take(record);
      session.live(
        `looked at ${record.offset} of ${topic}, replayed ${account.counts.acknowledged}`,
      );
      if (!dryRun && ++sinceCommit % COMMIT_INTERVAL === 0) await commit(consumer);
      if (replaying.isOver()) stop.abort();
    },
  });
  return replaying;
};
