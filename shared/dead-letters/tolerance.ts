import type { ErrorsConfig, Tolerated } from '../config/connector.ts';
import type { SourceRecord } from '../connect/records.ts';
import type { ErrantRecord } from '../ports.ts';
import type { KeepLetters } from './dead-letter-queue.ts';
import { originOf } from './letter.ts';

/**
 * Keeps what `errors.tolerance` or a policy of the dialect tolerates. What is not tolerated keeps its
 * partition waiting, so nothing behind it is kept: that comes again as well.
 */
export const keepTolerated = (
  { tolerance, tolerates }: ErrorsConfig,
  keep: KeepLetters,
): KeepLetters => {
  if (tolerance === 'all') return keep;
  return async (errant, signal) => {
    const waiting = new Set<string>();
    const tolerated = errant.filter((each) => {
      const origin = originOf(each.record);
      if (!isTolerated(tolerates, each)) waiting.add(origin);
      return !waiting.has(origin);
    });
    const lost = tolerated.length === 0 ? [] : await keep(tolerated, signal);
    const kept = new Set<unknown>(tolerated);
    return [...lost, ...errant.filter((each) => !kept.has(each)).map((each) => ({ errant: each }))];
  };
};

const isTolerated = (
  { refused, invalid }: Tolerated,
  { error, type }: ErrantRecord<SourceRecord>,
): boolean => (type === undefined ? invalid && error.stage === 'TASK_PUT' : refused);
