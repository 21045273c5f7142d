import { type Client, errors } from '@opensearch-project/opensearch';
import { retryAfter } from '../connect/backoff.ts';
import { within } from '../connect/deadline.ts';

/** The NDJSON of a `_bulk` request, how many operations it holds, and the topic of the first one's record. */
type BulkRequest = {
  readonly body: Buffer;
  readonly operations: number;
  /** A mapping reads one topic, so it is that of the others, too. */
  readonly topic: string;
};

/** What came back; `status` is undefined where no complete answer came, and `problem` then says why. */
export type BulkAnswer = {
  readonly status: number | undefined;
  readonly body: unknown;
  /** How long OpenSearch asks to wait, in milliseconds. */
  readonly retryAfter: number;
  readonly problem?: string;
};

/** Sends one request, once. Never rejects for what OpenSearch or the way to it does. */
export type BulkCall = (request: BulkRequest, signal: AbortSignal) => Promise<BulkAnswer>;

/** One request that was made, for metrics. */
export type BulkExchange = {
  readonly topic: string;
  /** Undefined where no complete answer came. */
  readonly status: number | undefined;
  readonly operations: number;
  readonly bytes: number;
  readonly milliseconds: number;
};

type BulkCallOptions = {
  /** The client to send with; asked for at each request, since credentials may have been renewed. */
  readonly client: () => Client;
  /** Longest time of one request, answer included: the client's own limit is one of silence, and a slow drip outlasts it. */
  readonly timeout: number;
  readonly now: () => number;
  readonly observe: (exchange: BulkExchange) => void;
};

/** All that is read of an answer is all that is asked for. */
const FILTER_PATH = [
  'items.*.status',
  'items.*.error.type',
  'items.*.error.reason',
  'items.*.error.caused_by.reason',
  // Of a request that failed as a whole.
  'error.type',
  'error.reason',
].join();

/** A call that reports each exchange. */
export const createBulkCall =
  ({ client, timeout, now, observe }: BulkCallOptions): BulkCall =>
  async (request, signal) => {
    const start = now();
    const time = new AbortController();
    // Cleared below: `AbortSignal.timeout` would keep all of a request until its time is over.
    const timer = setTimeout(() => time.abort(new DOMException('', 'TimeoutError')), timeout);
    const limit = AbortSignal.any([signal, time.signal]);
    const answer = await send(client(), request, limit).catch((error: unknown) =>
      errorAnswer(error, now()),
    );
    clearTimeout(timer);
    observe({
      topic: request.topic,
      status: answer.status,
      operations: request.operations,
      bytes: request.body.length,
      milliseconds: now() - start,
    });
    return answer;
  };

const send = async (
  client: Client,
  { body }: BulkRequest,
  signal: AbortSignal,
): Promise<BulkAnswer> => {
  const call = client.transport.request({
    method: 'POST',
    path: '/_bulk',
    querystring: { filter_path: FILTER_PATH },
    bulkBody: body,
  });
  try {
    const answer = await within(signal, Promise.resolve(call));
    return { status: answer.statusCode ?? undefined, body: answer.body, retryAfter: 0 };
  } catch (error) {
    call.abort();
    throw error;
  }
};

/** Names what happened; a message might quote what was sent. */
const errorAnswer = (error: unknown, now: number): BulkAnswer => {
  if (!(error instanceof errors.ResponseError))
    return {
      status: undefined,
      body: undefined,
      retryAfter: 0,
      problem: error instanceof Error ? error.name : 'unknown',
    };
  // The error's own `statusCode` is what the body claims.
  const { statusCode, body, headers } = error.meta;
  const header = headers?.['retry-after'];
  return {
    status: statusCode ?? undefined,
    body,
    retryAfter: retryAfter(typeof header === 'string' ? header : undefined, now),
  };
};
