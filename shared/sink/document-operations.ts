import type { SinkStatement } from '../config/connector.ts';
import { DataError } from '../connect/errors.ts';
import type { IndexDocument } from '../ports.ts';
import { externalVersion } from './external-version.ts';
import type { PipedRecord } from './sink-pipeline.ts';

/** Where a document goes, and whose it is. */
export type Place = Pick<IndexDocument, 'record' | 'index' | 'id' | 'routing'>;

/** The operation that writes a record's document. */
export const writing = (
  { write, requireAlias }: SinkStatement,
  piped: PipedRecord,
  { record, index, id, routing }: Place,
  body: Buffer,
): IndexDocument => {
  // Member by member, also those that are undefined: to spread objects into one another takes longer.
  switch (write.operation) {
    case 'index': {
      const version = write.version && externalVersion(write.version, piped);
      const { operation, pipeline } = write;
      return { record, index, id, routing, body, requireAlias, operation, version, pipeline };
    }
    case 'create':
      return { record, index, id, routing, body, requireAlias, operation: 'create' };
    case 'update':
      return { record, index, id, routing, body, requireAlias, operation: 'update', upsert: true };
  }
};

/**
 * Whether a tombstone deletes its document. Where no key, or the offset itself, names documents, there is none that it
 * could delete.
 *
 * @throws DataError where tombstones are refused
 */
export const deletes = ({ tombstones, id }: SinkStatement, piped: PipedRecord): boolean => {
  if (tombstones === 'fail')
    throw new DataError('TASK_PUT', 'tombstone', 'the record has no value');
  if (tombstones === 'ignore' || id.parts.length === 0) return false;
  const needsKey = id.parts.some(({ kind }) => kind === 'plain key');
  return !needsKey || piped.key.read().value !== null;
};

/** The operation that a tombstone is. It has the version that a write would have; updates have none, so theirs has none either. */
export const deletion = (
  { write }: SinkStatement,
  piped: PipedRecord,
  place: Place,
): IndexDocument => ({
  ...place,
  operation: 'delete',
  body: null,
  ...('version' in write && { version: externalVersion(write.version, piped) }),
});
