import type { IndexDocument } from '../ports.ts';
import { type BulkOperation, bulkOperation, pipelineOf } from './bulk-body.ts';

/** An operation on its way, and how often it was sent before. */
export type QueuedOperation = BulkOperation & {
  /** What lies in one place must change in order. */
  readonly key: string;
  readonly attempts: number;
};

/** What is still to be sent. */
export type WriteQueue = {
  /**
   * The operations of the next request, in order; none where all that is left waits for an answer.
   * Nothing else of their ids is taken until they are answered.
   */
  take(): readonly QueuedOperation[];
  /** Those are answered: their ids are free, but for those of `again`. */
  answered(operations: readonly QueuedOperation[], again: readonly QueuedOperation[]): void;
  /** Those can be taken again, before all that waits. */
  putBack(operations: readonly QueuedOperation[]): void;
  /** All that was not taken. */
  rest(): readonly QueuedOperation[];
};

/** Operations that were never sent. */
const queuedOperations = function* (
  documents: Iterable<IndexDocument>,
): Generator<QueuedOperation, void> {
  for (const document of documents) {
    const { head, tail, bytes } = bulkOperation(document);
    // No index name has a NUL.
    const key = `${document.index}\0${document.id}`;
    yield { document, head, tail, bytes, key, attempts: 0 };
  }
};

/**
 * A queue that keeps the order of each id and lets different ids pass one another. Documents are asked for
 * when a request has room for them.
 *
 * An operation is not sent while an earlier one of its id is unsettled, with one exception that keeps
 * a batch with few ids from becoming a request a record: it goes along, in the same request, where it
 * wipes out all that the earlier one may do. OpenSearch executes what a request has for an id in
 * order, and should the earlier one alone fail it need not be sent again.
 */
export const createWriteQueue = (
  documents: Iterable<IndexDocument>,
  maxBytes: number,
): WriteQueue => {
  const coming = queuedOperations(documents);
  const held = new Set<string>();
  let waiting: readonly QueuedOperation[] = [];
  return {
    take: () => {
      const { taken, left } = nextRequest(waiting, coming, held, maxBytes);
      waiting = left;
      // Only what is left can meet them. Most often that is nothing, and a thousand keys take their time.
      if (left.length > 0) for (const { key } of taken) held.add(key);
      return taken;
    },
    answered: (operations, again) => {
      for (const { key } of operations) held.delete(key);
      for (const { key } of again) held.add(key);
    },
    putBack: (again) => {
      for (const { key } of again) held.delete(key);
      waiting = [...again, ...waiting];
    },
    rest: () => [...waiting, ...coming],
  };
};

const nextRequest = (
  waiting: readonly QueuedOperation[],
  coming: Generator<QueuedOperation, void>,
  held: ReadonlySet<string>,
  maxBytes: number,
): {
  readonly taken: readonly QueuedOperation[];
  readonly left: readonly QueuedOperation[];
} => {
  const taken: QueuedOperation[] = [];
  const left: QueuedOperation[] = [];
  const behind = new Set<string>();
  const last = new Map<string, QueuedOperation>();
  let bytes = 0;
  let seen = 0;
  const next = () => (seen < waiting.length ? waiting[seen++] : coming.next().value);
  for (let operation = next(); operation; operation = next()) {
    const { key } = operation;
    if (held.has(key) || behind.has(key) || !mayFollow(operation, last.get(key))) {
      behind.add(key);
      left.push(operation);
    } else if (taken.length > 0 && bytes + operation.bytes > maxBytes) {
      left.push(operation, ...waiting.slice(seen));
      break;
    } else {
      taken.push(operation);
      last.set(key, operation);
      bytes += operation.bytes;
    }
  }
  return { taken, left };
};

const mayFollow = (next: QueuedOperation, previous: QueuedOperation | undefined): boolean =>
  previous === undefined || supersedes(next.document, previous.document);

/**
 * Whether `next`, once written, leaves the same whether or not `previous` was. It is so for a whole
 * document and for a delete, unless `previous` would have won by its version, or a pipeline may drop
 * `next` and call it written. It is transitive.
 */
const supersedes = (next: IndexDocument, previous: IndexDocument): boolean => {
  if (next.operation !== 'index' && next.operation !== 'delete') return false;
  if (pipelineOf(next) !== undefined) return false;
  if (next.version === undefined) return true;
  const earlier = 'version' in previous ? previous.version : undefined;
  return earlier !== undefined && isGreater(next.version.number, earlier.number);
};

const isGreater = (a: string, b: string): boolean => BigInt(a) > BigInt(b);
