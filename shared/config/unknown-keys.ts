import type { Entries } from './entries.ts';
import { findRow } from './find-row.ts';
import type { KeyTable } from './key-row.ts';
import { nearKey } from './near-miss.ts';
import type { Report } from './report.ts';

/**
 * Kafka Connect ignores a key that it does not know. One that misses a known key by a letter or two is
 * an error here, any other a loss. Its value is not shown: nobody knows what it is.
 */
export const checkUnknown = (entries: Entries, table: KeyTable, report: Report): void => {
  const names = Object.keys(table);
  for (const key of entries.keys()) {
    if (findRow(table, key)) continue;
    const near = nearKey(key, names);
    if (near === undefined) report.loss(key, { expected: 'a known key; this one has no effect' });
    else report.error(key, { expected: 'a known key', suggestion: near });
  }
};
