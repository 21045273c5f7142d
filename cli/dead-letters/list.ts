import { readLetter } from '../../shared/dead-letters/read-letter.ts';
import type { ListOptions } from '../dead-letters.ts';
import { INTERRUPTED, type Session } from '../session.ts';
import { isChosen } from './choose-letters.ts';
import { fetchProgress, wasReplayed } from './fetch-progress.ts';
import { groupLetters } from './group-letters.ts';
import { groupsText } from './letter-text.ts';
import { openReach, topicsOf } from './reach.ts';
import { readLetters } from './read-letters.ts';

/** `list`. Rejects with a ConnectError that names the way out */
export const list = async (
  topics: readonly string[],
  options: ListOptions,
  session: Session,
): Promise<void> => {
  const reach = await openReach(options.brokers, session);
  const groups = groupLetters();
  let read = 0;
  for (const topic of topicsOf(topics, reach)) {
    const { kafka, ends } = await reach.lookAt(topic);
    if (ends === undefined) {
      session.complain(`no topic ${topic}: nothing was ever kept in it`);
      continue;
    }
    const progress = await fetchProgress(kafka, topic, ends);
    await readLetters({
      kafka,
      topic,
      ends,
      signal: session.interruption(),
      onLetter: async (record) => {
        session.live(`${++read} letters read`);
        const letter = readLetter(record);
        if (isChosen(letter, options)) groups.add(letter, wasReplayed(progress, record));
      },
    });
  }
  if (session.interruption().aborted) return session.finish(INTERRUPTED);
  const found = groups.groups();
  session.print(options.json ? JSON.stringify(found, null, 2) : groupsText(found, session));
  session.finish(0);
};
