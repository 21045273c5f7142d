import { ConnectError, RetriableError } from '../connect/errors.ts';
import { type AnsweredOperation, readAnswer } from './bulk-answer.ts';
import { bulkBody } from './bulk-body.ts';
import type { BulkCall } from './bulk-call.ts';
import {
  errantAlone,
  type Judged,
  judgeItems,
  retriable,
  withoutHearsay,
  withoutSuperseded,
} from './judged.ts';
import { judgeItem } from './outcome-table.ts';
import type { Renewal } from './renewal.ts';
import type { QueuedOperation } from './write-queue.ts';

/** What became of operations that were sent together. */
export type Sent = {
  /** In the operations' order. */
  readonly judged: readonly Judged[];
  /** Whether OpenSearch rejected something, or could not answer: it gets less at a time. */
  readonly isPushedBack: boolean;
  /** How long it asked to wait, in milliseconds. */
  readonly retryAfter: number;
  /** Whether a request failed as a whole, so that it may still be executed. */
  readonly isOpen: boolean;
};

/** What it takes to send. */
export type Sending = { readonly bulk: BulkCall; readonly renewal: Renewal };

/**
 * Sends operations as one request; in halves, one after the other, where that is refused for its size
 * or for something in it: at most 2·log2(n)+2 further requests for each culprit.
 *
 * @throws ConnectError where something of ours is wrong
 */
export const sendOperations = async (
  sending: Sending,
  operations: readonly QueuedOperation[],
  signal: AbortSignal,
): Promise<Sent> => {
  const sent = await send(sending, operations, signal);
  return { ...sent, judged: withoutHearsay(withoutSuperseded(sent.judged)) };
};

const send = async (
  sending: Sending,
  operations: readonly QueuedOperation[],
  signal: AbortSignal,
): Promise<Sent> => {
  if (operations.length === 0) return NOTHING;
  if (signal.aborted) return unsent(operations);
  const renew = sending.renewal();
  const request = {
    body: bulkBody(operations),
    operations: operations.length,
    topic: operations[0]?.document.record.topic ?? '',
  };
  const raw = await sending.bulk(request, signal);
  const answer = readAnswer(operations, raw);
  const what = [`OpenSearch answered a request with ${raw.status ?? raw.problem}`, answer.type];
  const message = what.filter(Boolean).join(' ');

  switch (answer.verdict) {
    case 'items':
      return withoutSuspects(sending, answer.answered, signal);
    case 'retriable':
      return {
        judged: operations.map((each) => retriable(each, new RetriableError(message))),
        isPushedBack: true,
        retryAfter: raw.retryAfter,
        isOpen: true,
      };
    case 'halve':
    case 'bisect':
      return operations.length > 1
        ? sendHalves(sending, operations.map(onceMore), signal)
        : { ...NOTHING, judged: operations.map((each) => errantAlone(each, answer)) };
    case 'renew':
      if (renew()) return send(sending, operations.map(onceMore), signal);
      throw new ConnectError(`${message}: credentials or rights are missing`);
    case 'ours':
      throw new ConnectError(`${message}: its address is wrong, or its rights`);
  }
};

/** Each operation by its item; those that may have been refused for another are sent again, in halves. */
const withoutSuspects = async (
  sending: Sending,
  answered: readonly AnsweredOperation[],
  signal: AbortSignal,
): Promise<Sent> => {
  const judged = judgeItems(answered);
  const isPushedBack = answered.some(({ item }) => item.status === 429);
  const suspects = new Set(
    answered
      // What is written needs no second look.
      .filter(
        ({ item }, i) => judged[i]?.outcome.kind === 'retriable' && judgeItem(item) === 'bisect',
      )
      .map(({ operation }) => operation),
  );
  if (suspects.size === 0) return { ...NOTHING, judged, isPushedBack };
  // What a later operation has wiped out must not come after it.
  const current = withoutSuperseded(judged);
  const again = current
    .filter(({ operation, outcome }) => outcome.kind === 'retriable' && suspects.has(operation))
    .map(({ operation }) => onceMore(operation));
  const sent = await (again.length > 1 ? sendHalves : send)(sending, again, signal);
  const byDocument = new Map(sent.judged.map((each) => [each.operation.document, each]));
  return {
    ...sent,
    judged: current.map((each) => byDocument.get(each.operation.document) ?? each),
    isPushedBack: isPushedBack || sent.isPushedBack,
  };
};

const NOTHING: Sent = { judged: [], isPushedBack: false, retryAfter: 0, isOpen: false };

const NO_TIME = new RetriableError('no time was left to send it');

const unsent = (operations: readonly QueuedOperation[]): Sent => ({
  ...NOTHING,
  judged: operations.map((operation) => ({
    operation,
    outcome: { kind: 'retriable', error: NO_TIME, attempts: operation.attempts },
  })),
  isOpen: true,
});

const onceMore = (operation: QueuedOperation): QueuedOperation => ({
  ...operation,
  attempts: operation.attempts + 1,
});

/** The second half is sent when the first is answered, so that the order of an id is kept. */
const sendHalves = async (
  sending: Sending,
  operations: readonly QueuedOperation[],
  signal: AbortSignal,
): Promise<Sent> => {
  const middle = Math.ceil(operations.length / 2);
  const first = await send(sending, operations.slice(0, middle), signal);
  const rest = operations.slice(middle);
  const second = first.isOpen ? unsent(rest) : await send(sending, rest, signal);
  return {
    judged: [...first.judged, ...second.judged],
    isPushedBack: first.isPushedBack || second.isPushedBack,
    retryAfter: Math.max(first.retryAfter, second.retryAfter),
    isOpen: first.isOpen || second.isOpen,
  };
};
