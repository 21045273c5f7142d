import type { VersionSource } from '../config/connector.ts';
import { DataError } from '../connect/errors.ts';
import { lastHeader } from '../connect/records.ts';
import type { ExternalVersion } from '../ports.ts';
import type { PipedRecord } from './sink-pipeline.ts';

/**
 * The version of a record's document: the offset, or the number that a header has. Of two writes to one id the
 * greater stays, in whatever order they come.
 *
 * @throws DataError where the record has no such header, or one that is no version
 */
export const externalVersion = (source: VersionSource, piped: PipedRecord): ExternalVersion => ({
  type: 'external',
  number: source === 'offset' ? String(piped.record.offset) : headerNumber(source.header, piped),
});

const NUMBER = /^\+?\d+$/;
const LONGEST = 2n ** 63n - 1n;

/** OpenSearch refuses a whole `_bulk` request for a version below 0 or above 2^63-1. */
const headerNumber = (name: string, { record: { headers } }: PipedRecord): string => {
  const text = lastHeader(headers, name)?.value?.toString() ?? '';
  if (!NUMBER.test(text) || BigInt(text) > LONGEST)
    throw new DataError(
      'TASK_PUT',
      'document version',
      `the header ${name} is no version from 0 to 2^63-1`,
    );
  return BigInt(text).toString();
};
