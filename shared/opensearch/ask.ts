import { type Client, errors } from '@opensearch-project/opensearch';
import { within } from '../connect/deadline.ts';
import { RetriableError } from '../connect/errors.ts';

/** A request that is no `_bulk`. */
export type Question = {
  readonly method: 'GET' | 'HEAD' | 'PUT';
  readonly path: string;
  readonly body?: object;
};

/** What came back: `type` is OpenSearch's error type. */
export type Reply = { readonly status: number; readonly type: string | undefined };

/** Asks once. Rejects with a `RetriableError` where no complete answer comes. */
export type Ask = (question: Question, signal: AbortSignal) => Promise<Reply>;

/** Asks through the client that is current then. */
export const createAsk =
  (client: () => Client): Ask =>
  async ({ method, path, body }, signal) => {
    const call = client().transport.request({ method, path, ...(body && { body }) });
    try {
      const { statusCode } = await within(signal, Promise.resolve(call));
      return { status: statusCode ?? 0, type: undefined };
    } catch (error) {
      call.abort();
      if (!(error instanceof errors.ResponseError))
        throw new RetriableError(`no answer to ${method} ${path}`, { cause: error });
      return { status: error.meta.statusCode ?? 0, type: errorType(error.meta.body) };
    }
  };

const errorType = (body: unknown): string | undefined => {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : null;
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : null;
  return typeof type === 'string' ? type : undefined;
};
