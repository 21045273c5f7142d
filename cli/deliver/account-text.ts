import { timeText } from '../choice.ts';
import { count } from '../text/count.ts';
import type { Paint } from '../text/paint.ts';
import { tableLines } from '../text/table.ts';
import type { Account } from './account.ts';

/** How a verb calls it. */
type Words = { readonly noun: string; readonly would: string; readonly done: string };

type Layout = { readonly paint: Paint; readonly width: number };

/** What was given to connectors again, or in a dry run would be. */
export const accountText = (
  account: Account,
  dryRun: boolean,
  words: Words,
  { paint, width }: Layout,
): string => {
  const { counts, groups, reasons, stopped } = account;
  const rows = groups.map((group) => [
    group.connector,
    group.from,
    `${group.count}`,
    timeText(group.oldest),
    timeText(group.newest),
  ]);
  const head = ['connector', 'from', `${words.noun}s`, 'oldest', 'newest'];
  return [
    ...(rows.length > 0
      ? tableLines([head.map((word) => paint('bold', word)), ...rows], { right: [2], width })
      : []),
    ...reasons.map(({ reason, count: times }) => paint('yellow', `left (${times}): ${reason}`)),
    ...(stopped === undefined ? [] : [STOPPED[stopped]]),
    dryRun
      ? `${words.would} ${count(counts.chosen, words.noun)}${also(account)}; nothing was changed`
      : `${words.done} ${counts.acknowledged} of ${count(counts.chosen, words.noun)}${also(account)}`,
  ].join('\n');
};

const STOPPED: Readonly<Record<NonNullable<Account['stopped']>, string>> = {
  interrupted: 'stopped: what was not acknowledged is given back, run it again to go on',
  limit: 'stopped at --limit: run it again to go on',
  failures: 'stopped: nothing succeeds at the moment; everything else stays where it was',
};

const also = ({ counts }: Account): string =>
  [
    [counts.refused, 'refused'],
    [counts.failed, 'failed'],
    [counts.unreadable, 'not readable'],
    [counts.skipped, 'not meant'],
  ]
    .filter(([number]) => number !== 0)
    .map(([number, word]) => `, ${number} ${word}`)
    .join('');

/** While it goes on. */
export const progressText = ({ counts }: Account, size: number | undefined): string => {
  const seen = counts.chosen + counts.skipped + counts.unreadable;
  const of = size === undefined ? '' : ` of about ${Math.max(size, seen)}`;
  return `seen ${seen}${of}, acknowledged ${counts.acknowledged}${also({ counts } as Account)}`;
};
