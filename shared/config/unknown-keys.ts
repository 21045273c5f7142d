import { nearMiss } from '../connect/near-miss.ts';
import type { Entries } from './entries.ts';
import { findRow, isPattern } from './find-row.ts';
import type { KeyTable } from './key-row.ts';
import { nearKey } from './near-key.ts';
import type { Report } from './report.ts';

/**
 * Kafka Connect ignores a key that it does not know. One that misses a known key by a letter or two is
 * an error here, any other a loss. Its value is not shown: nobody knows what it is.
 */
export const checkUnknown = (entries: Entries, table: KeyTable, report: Report): void => {
  for (const key of entries.keys()) {
    const near = meantKey(key, table);
    if (near !== undefined) report.error(key, { expected: 'a known key', suggestion: near });
    else if (findRow(table, key) === undefined)
      report.loss(key, { expected: 'a known key; this one has no effect' });
  }
};

/**
 * The settings, and each misspelt one under the key that it misses as well, unless that is there: without it
 * faults would be told of a key that nobody has left out.
 */
export const withMeant = (entries: Entries, table: KeyTable): Entries => {
  const meant = [...entries].flatMap(([key, entry]) => {
    const near = meantKey(key, table);
    return near === undefined ? [] : [[table[near]?.aliasOf ?? near, entry] as const];
  });
  return new Map([...meant, ...entries]);
};

/** The known key that an unknown one misses by a letter or two, if it does. */
const meantKey = (key: string, table: KeyTable): string | undefined => {
  if (Object.hasOwn(table, key)) return undefined;
  const names = Object.keys(table);
  // What falls under a pattern may still be meant for a key that stands beside it.
  return findRow(table, key) === undefined
    ? nearKey(key, names)
    : nearMiss(
        key,
        names.filter((name) => !isPattern(name)),
      );
};
