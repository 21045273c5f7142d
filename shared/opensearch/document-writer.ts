import { type Client, errors } from '@opensearch-project/opensearch';
import { within } from '../connect/deadline.ts';
import { ConnectError, RetriableError } from '../connect/errors.ts';
import type { DocumentWriter, IndexDocument, Outcome } from '../ports.ts';
import { type BulkRequest, bulkRequests } from './bulk-body.ts';
import { type BulkItem, classify } from './classify.ts';

/** All that is read of an answer is all that is asked for. */
const FILTER_PATH = 'items.*.status,items.*.error.type,items.*.error.reason';

type BulkAnswer = { readonly items?: readonly { readonly index?: BulkItem }[] };

/**
 * Writes documents by `_bulk`, one request after the other, so that documents of one id keep their
 * order. A request that failed as a whole leaves its documents retriable; 401 and 403 reject, since
 * missing rights are no fault of any record.
 */
export const createDocumentWriter = (client: Client): DocumentWriter => ({
  async write(documents, signal) {
    const outcomes = new Map<IndexDocument, Outcome>();
    for (const request of bulkRequests(documents))
      for (const [document, outcome] of await send(client, request, signal))
        outcomes.set(document, outcome);
    return outcomes;
  },
});

const send = async (
  client: Client,
  request: BulkRequest,
  signal: AbortSignal,
): Promise<[IndexDocument, Outcome][]> => {
  try {
    const answer = await bulk(client, request, signal);
    const items = answer.items ?? [];
    // The bulk protocol is positional; this is the one place where that shows.
    return request.documents.map((document, i) => [document, classify(items[i]?.index ?? {})]);
  } catch (error) {
    const outcome: Outcome = { kind: 'retriable', error: requestError(error) };
    return request.documents.map((document) => [document, outcome]);
  }
};

const bulk = async (
  client: Client,
  { body }: BulkRequest,
  signal: AbortSignal,
): Promise<BulkAnswer> => {
  signal.throwIfAborted();
  const call = client.transport.request({
    method: 'POST',
    path: '/_bulk',
    querystring: { filter_path: FILTER_PATH },
    bulkBody: body,
  });
  try {
    const { body: answer } = await within(signal, Promise.resolve(call));
    return isAnswer(answer) ? answer : {};
  } catch (error) {
    call.abort();
    throw error;
  }
};

const isAnswer = (answer: unknown): answer is BulkAnswer =>
  typeof answer === 'object' && answer !== null;

/** @throws ConnectError where credentials or rights are missing */
const requestError = (error: unknown): RetriableError => {
  if (!(error instanceof errors.ResponseError))
    return new RetriableError(`OpenSearch did not answer: ${errorName(error)}`);
  const status = error.statusCode ?? 0;
  if (status === 401 || status === 403)
    throw new ConnectError(`OpenSearch refused the request: ${status}`);
  return new RetriableError(`OpenSearch answered the request with ${status}`);
};

const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
