import type { NamePart } from '../config/connector.ts';
import { DataError } from '../connect/errors.ts';
import type { SinkRecord } from '../connect/records.ts';

const FIRST = Date.UTC(2000, 0);
const END = Date.UTC(2100, 0);

/**
 * The index of a record: KCQL's target and suffix, or its topic.
 *
 * The date is the record's own, never the clock's: a batch delivered again after midnight must
 * overwrite what it wrote, not copy it. A time outside 2000 to 2099 is errant, so that a wrong clock
 * or unit cannot make a thousand indices.
 *
 * @throws DataError for such a time
 */
export const indexName = (
  parts: readonly NamePart[],
  { topic, timestamp }: Pick<SinkRecord, 'topic' | 'timestamp'>,
): string =>
  parts
    .map((part) => {
      if (typeof part === 'string') return part;
      return part.kind === 'topic' ? part.name(topic) : part.format(timeOf(timestamp));
    })
    .join('');

const timeOf = (timestamp: number): Date => {
  if (timestamp >= FIRST && timestamp < END) return new Date(timestamp);
  throw new DataError(
    'TASK_PUT',
    'index name',
    `the record's time ${timestamp} is not within 2000-01-01/2100-01-01`,
  );
};
