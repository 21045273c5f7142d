import { ConnectError, DataError, RetriableError } from '../connect/errors.ts';
import type { Outcome } from '../ports.ts';
import type { AnsweredOperation, ReadAnswer } from './bulk-answer.ts';
import { judgeItem } from './outcome-table.ts';
import type { QueuedOperation } from './write-queue.ts';

/** What became of one operation that was sent, or not even that; its outcome counts this attempt, too. */
export type Judged = { readonly operation: QueuedOperation; readonly outcome: Outcome };

/** The type of a refusal for which OpenSearch gives none. */
const UNTYPED = 'untyped';

/** An operation to be tried again. */
export const retriable = (operation: QueuedOperation, error: ConnectError): Judged => ({
  operation,
  outcome: { kind: 'retriable', error, attempts: operation.attempts + 1 },
});

/** An operation whose request was refused although it held nothing else. */
export const errantAlone = (
  operation: QueuedOperation,
  { verdict, type = verdict === 'halve' ? 'too_large' : UNTYPED, reason }: ReadAnswer,
): Judged => errant(operation, `OpenSearch refuses a request with it: ${type}`, type, reason);

const errant = (
  operation: QueuedOperation,
  what: string,
  type: string,
  reason: string | undefined,
): Judged => {
  const message = reason === undefined ? what : `${what}: ${reason}`;
  const error = new DataError('TASK_PUT', '_bulk', message);
  return { operation, outcome: { kind: 'errant', error, type, attempts: operation.attempts + 1 } };
};

/**
 * Judges each operation by its item.
 *
 * @throws ConnectError where an item says that something of ours is wrong
 */
export const judgeItems = (answered: readonly AnsweredOperation[]): readonly Judged[] =>
  answered.map(judge);

const judge = ({ operation, item, reason }: AnsweredOperation): Judged => {
  const verdict = judgeItem(item);
  const what = `OpenSearch answered ${item.status} ${item.type ?? 'without an error type'}`;
  switch (verdict) {
    case 'written':
    case 'stale':
    case 'duplicate':
      return { operation, outcome: { kind: verdict, attempts: operation.attempts + 1 } };
    case 'retriable':
    case 'bisect':
      return retriable(operation, new RetriableError(what));
    case 'errant':
      return errant(operation, what, item.type ?? UNTYPED, reason);
    case 'ours':
      throw new ConnectError(`${what}: rights are missing`);
  }
};

/**
 * Calls a retriable operation stale where a later one that was sent along has overwritten it: OpenSearch
 * has something newer, which the older would undo. The queue lets nothing go along with an earlier
 * operation of its id but what wipes that out.
 */
export const withoutSuperseded = (judged: readonly Judged[]): readonly Judged[] => {
  if (judged.every(({ outcome }) => outcome.kind !== 'retriable')) return judged;
  const overwritten = new Set<string>();
  return judged
    .toReversed()
    .map(({ operation, outcome }): Judged => {
      if (outcome.kind === 'written') overwritten.add(operation.key);
      return outcome.kind === 'retriable' && overwritten.has(operation.key)
        ? { operation, outcome: { kind: 'stale', attempts: operation.attempts + 1 } }
        : { operation, outcome };
    })
    .toReversed();
};

/**
 * A 400 without a type is not OpenSearch's own, a proxy's for one: as long as nothing else ever comes
 * it proves nothing about records.
 */
export const withoutHearsay = (judged: readonly Judged[]): readonly Judged[] => {
  const isHearsay = ({ outcome }: Judged) => outcome.kind === 'errant' && outcome.type === UNTYPED;
  if (!judged.some(isHearsay)) return judged;
  const isProven = judged.some((each) => each.outcome.kind !== 'retriable' && !isHearsay(each));
  if (isProven) return judged;
  const error = new RetriableError('every request was refused with 400 and without a reason');
  return judged.map((each) => retriable(each.operation, error));
};
