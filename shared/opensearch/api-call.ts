import { type Client, errors } from '@opensearch-project/opensearch';
import { within } from '../connect/deadline.ts';
import { RetriableError } from '../connect/errors.ts';
import type { ApiAnswer, ApiRequest } from '../deploy/open-search-api.ts';

/**
 * Sends one request to one of OpenSearch's interfaces, once; any status is an answer.
 *
 * Rejects with a RetriableError where no answer came
 */
export const callApi = async (
  client: Client,
  { method, path, body }: ApiRequest,
  signal: AbortSignal,
): Promise<ApiAnswer> => {
  const [pathname = '', querystring = ''] = path.split('?');
  const call = client.transport.request({
    method,
    path: pathname,
    querystring,
    ...(body !== undefined && { body: body as Record<string, unknown> }),
  });
  try {
    const answer = await within(signal, Promise.resolve(call));
    return { status: answer.statusCode ?? 0, body: answer.body };
  } catch (error) {
    call.abort();
    if (error instanceof errors.ResponseError)
      return { status: error.meta.statusCode ?? 0, body: error.meta.body };
    throw new RetriableError(
      `OpenSearch did not answer ${method} ${path}: ${error instanceof Error ? error.name : 'unknown'}`,
      { cause: error },
    );
  }
};
