import { setTimeout as sleep } from 'node:timers/promises';
import { RetriableError } from '../connect/errors.ts';
import type { CustomResourceAnswer } from './custom-resource.ts';

const TRY_TIMEOUT = 2_500;
/** Waits before each try; all of them fit into the time that is kept for the answer. */
const DELAYS = [0, 200, 800];

/**
 * Puts an answer to its presigned URL.
 *
 * @throws RetriableError where no try got through; Lambda then tries the whole invocation again
 */
export const putAnswer = async (
  url: string,
  answer: CustomResourceAnswer,
  delays: readonly number[] = DELAYS,
): Promise<void> => {
  // Bytes, since fetch gives a text a Content-Type, which the URL was not signed with.
  const body = Buffer.from(JSON.stringify(answer));
  let failure: unknown;
  for (const delay of delays) {
    await sleep(delay);
    try {
      return await put(url, body);
    } catch (error) {
      failure = error;
    }
  }
  throw new RetriableError('CloudFormation could not be answered', { cause: failure });
};

const put = async (url: string, body: Buffer<ArrayBuffer>): Promise<void> => {
  const response = await fetch(url, {
    method: 'PUT',
    body,
    signal: AbortSignal.timeout(TRY_TIMEOUT),
  });
  await response.body?.cancel();
  if (!response.ok) throw new RetriableError(`answered with ${response.status}`);
};
