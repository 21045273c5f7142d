import { backoff, type Delays } from '../connect/backoff.ts';
import { RetriableError } from '../connect/errors.ts';
import type { DocumentWriter, IndexDocument, Outcome } from '../ports.ts';
import type { BulkCall } from './bulk-call.ts';
import { runLanes } from './lanes.ts';
import { createRenewal } from './renewal.ts';
import { type Sent, sendOperations } from './send-operations.ts';
import { createWriteQueue, type QueuedOperation } from './write-queue.ts';

/** What a writer is made of. */
export type DocumentWriterOptions = {
  readonly bulk: BulkCall;
  /** Makes later requests use fresh credentials; absent where there are no others. */
  readonly renew?: () => void;
  readonly delays: Delays;
  /** Longest body of one request. */
  readonly maxBytes: number;
  /** Most requests at a time. */
  readonly concurrency: number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Resolves after that time, or as soon as the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
};

/**
 * Writes documents by `_bulk` and sends again only what is retriable, until all is settled or the time
 * is over. The queue keeps the order of each id.
 */
export const createDocumentWriter = (options: DocumentWriterOptions): DocumentWriter => ({
  async write(documents, signal) {
    const outcomes = new Map<IndexDocument, Outcome>();
    const queue = createWriteQueue(documents, options.maxBytes);
    const sending = { bulk: options.bulk, renewal: createRenewal(options.renew) };
    let limit = options.concurrency;

    await runLanes(signal, (busy, time) => {
      const operations = busy < limit ? queue.take() : [];
      if (operations.length === 0) return;
      return async () => {
        const sent = await sendOperations(sending, operations, time);
        for (const { operation, outcome } of sent.judged) outcomes.set(operation.document, outcome);
        limit = nextLimit(limit, options.concurrency, sent);
        const again = retriableOf(sent);
        queue.answered(operations, again);
        if (again.length === 0) return;
        return async () => {
          await options.sleep(pauseBefore(again, sent, options), time);
          queue.putBack(again);
        };
      };
    });
    for (const { document } of queue.rest())
      if (!outcomes.has(document)) outcomes.set(document, UNSENT);
    return outcomes;
  },
});

const UNSENT: Outcome = {
  kind: 'retriable',
  error: new RetriableError('no time was left to send it'),
  attempts: 0,
};

/** Half as many requests at a time as long as OpenSearch pushes back, then one more after the other. */
const nextLimit = (limit: number, most: number, { isPushedBack }: Sent): number =>
  isPushedBack ? Math.max(1, Math.floor(limit / 2)) : Math.min(most, limit + 1);

const retriableOf = ({ judged }: Sent): readonly QueuedOperation[] =>
  judged
    .filter(({ outcome }) => outcome.kind === 'retriable')
    .map(({ operation, outcome }) => ({ ...operation, attempts: outcome.attempts }));

const pauseBefore = (
  again: readonly QueuedOperation[],
  { retryAfter }: Sent,
  { delays, random }: DocumentWriterOptions,
): number => {
  const failures = Math.max(...again.map(({ attempts }) => attempts));
  return backoff(delays, failures, random(), retryAfter);
};
