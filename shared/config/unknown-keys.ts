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
  const names = Object.keys(table);
  const named = names.filter((name) => !isPattern(name));
  for (const key of entries.keys()) {
    if (Object.hasOwn(table, key)) continue;
    // What falls under a pattern may still be meant for a key that stands beside it.
    const isCovered = findRow(table, key) !== undefined;
    const near = isCovered ? nearMiss(key, named) : nearKey(key, names);
    if (near !== undefined) report.error(key, { expected: 'a known key', suggestion: near });
    else if (!isCovered) report.loss(key, { expected: 'a known key; this one has no effect' });
  }
};
