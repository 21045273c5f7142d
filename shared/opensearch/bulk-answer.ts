import { pipelineOf } from './bulk-body.ts';
import type { BulkAnswer } from './bulk-call.ts';
import { type ItemAnswer, judgeRequest, type RequestVerdict } from './outcome-table.ts';
import type { QueuedOperation } from './write-queue.ts';

/** What is asked for of an item's error. */
type BulkError = {
  readonly type?: string;
  readonly reason?: string;
  readonly caused_by?: { readonly reason?: string };
};
type BulkItem = { readonly status: number; readonly error?: BulkError };

/** One operation's answer, and OpenSearch's words for a letter; they may quote the document. */
export type AnsweredOperation = {
  readonly operation: QueuedOperation;
  readonly item: ItemAnswer;
  readonly reason: string | undefined;
};

/** An answer with its verdict; `answered`, in the operations' order, is empty unless that is `items`. */
export type ReadAnswer = {
  readonly verdict: RequestVerdict;
  readonly type: string | undefined;
  readonly reason: string | undefined;
  readonly answered: readonly AnsweredOperation[];
};

/** Reads what came back for operations sent in that order. */
export const readAnswer = (
  operations: readonly QueuedOperation[],
  { status, body }: BulkAnswer,
): ReadAnswer => {
  const answered = answeredOperations(operations, field(body, 'items'));
  const error = bulkError(field(body, 'error'));
  const verdict = judgeRequest({ status, type: error?.type, isComplete: answered !== undefined });
  return { verdict, type: error?.type, reason: reasonOf(error), answered: answered ?? [] };
};

/**
 * The bulk protocol is positional; this is the one place where that shows. Undefined where items and
 * operations don't match in number and kind.
 */
const answeredOperations = (
  operations: readonly QueuedOperation[],
  items: unknown,
): readonly AnsweredOperation[] | undefined => {
  if (!Array.isArray(items) || items.length !== operations.length) return undefined;
  const answered: AnsweredOperation[] = [];
  for (const operation of operations) {
    const item = field(items[answered.length], operation.document.operation);
    if (!isItem(item)) return undefined;
    answered.push(answeredOperation(operation, item, operations.length));
  }
  return answered;
};

const answeredOperation = (
  operation: QueuedOperation,
  item: BulkItem,
  sentTogether: number,
): AnsweredOperation => {
  const { document } = operation;
  const error = bulkError(item.error);
  return {
    operation,
    item: {
      operation: document.operation,
      versioned: 'version' in document && document.version !== undefined,
      pipedWithOthers: sentTogether > 1 && pipelineOf(document) !== undefined,
      status: item.status,
      type: error?.type,
      attempts: operation.attempts,
    },
    reason: reasonOf(error),
  };
};

const reasonOf = (error: BulkError | undefined): string | undefined =>
  error?.caused_by?.reason === undefined
    ? error?.reason
    : `${error.reason ?? ''} (${error.caused_by.reason})`;

/** An error may be a text, as Elasticsearch's oldest errors and those of proxies are. */
const bulkError = (error: unknown): BulkError | undefined =>
  typeof error === 'object' && error !== null ? error : undefined;

const field = (object: unknown, name: string): unknown =>
  typeof object === 'object' && object !== null && name in object
    ? // Checked in the line above.
      (object as Readonly<Record<string, unknown>>)[name]
    : undefined;

const isItem = (item: unknown): item is BulkItem => typeof field(item, 'status') === 'number';
