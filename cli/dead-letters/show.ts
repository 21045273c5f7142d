import { readLetter } from '../../shared/dead-letters/read-letter.ts';
import type { ShowOptions } from '../dead-letters.ts';
import { type Session, UsageError } from '../session.ts';
import { fetchProgress, wasReplayed } from './fetch-progress.ts';
import { letterJson, letterText } from './letter-text.ts';
import { openReach } from './reach.ts';
import { readLetters } from './read-letters.ts';

/** `show`. Rejects with a UsageError where there is no such letter */
export const show = async (
  position: string,
  { brokers, json, value }: ShowOptions,
  session: Session,
): Promise<void> => {
  const { topic, partition, offset } = parsePosition(position);
  const reach = await openReach(brokers, session);
  const { kafka, ends = [] } = await reach.lookAt(topic);
  const end = ends.find(
    (each) => each.partition === partition && each.low <= offset && offset < each.high,
  );
  if (end === undefined)
    throw new UsageError(`no letter ${position}: list shows those that are there`);
  const progress = await fetchProgress(kafka, topic, [end]);
  let shown = '';
  await readLetters({
    kafka,
    topic,
    ends: [{ partition, low: offset, high: offset + 1 }],
    signal: session.interruption(),
    onLetter: async (record) => {
      const letter = readLetter(record);
      const replayed = wasReplayed(progress, record);
      shown = json
        ? JSON.stringify(letterJson(letter, replayed, value), null, 2)
        : letterText(letter, replayed, value, session);
    },
  });
  session.print(shown);
  session.finish(0);
};

const POSITION = /^(.+)-(\d+)@(\d+)$/;

const parsePosition = (text: string) => {
  const [, topic, partition, offset] = POSITION.exec(text) ?? [];
  if (topic === undefined)
    throw new UsageError(
      `a letter's position is TOPIC-PARTITION@OFFSET, as list shows it, not ${text}`,
    );
  return { topic, partition: Number(partition), offset: Number(offset) };
};
