import { DataError, RetriableError } from '../connect/errors.ts';
import type { Outcome } from '../ports.ts';

/** What `filter_path` leaves of one item of a `_bulk` answer. */
export type BulkItem = {
  readonly status?: number;
  readonly error?: { readonly type?: string; readonly reason?: string };
};

/**
 * Error types that heal without a change to the record, although their status says 4xx: the disk is
 * full or an index is locked (403), the index was just removed (404), rights are missing (403).
 */
const HEALS = new Set([
  'cluster_block_exception',
  'index_not_found_exception',
  'security_exception',
]);

/** Judges one item by status and error type, never by its prose. An item that says nothing is tried again. */
export const classify = ({ status = 0, error }: BulkItem): Outcome => {
  if (status >= 200 && status < 300) return { kind: 'written' };
  const what = `OpenSearch answered ${status} ${error?.type ?? 'without an error type'}`;
  if (status < 400 || status === 429 || status >= 500 || HEALS.has(error?.type ?? ''))
    return { kind: 'retriable', error: new RetriableError(what) };
  const reason = error?.reason === undefined ? what : `${what}: ${error.reason}`;
  return { kind: 'errant', error: new DataError('TASK_PUT', '_bulk', reason) };
};
