import { ConnectError } from '../connect/errors.ts';
import type { ApiAnswer, ApiRequest, OpenSearchApi } from './open-search-api.ts';
import { type Judgement, judge, refusalText } from './refusal.ts';

/** One thing that `prepare` brings about; it may be run again at any time. */
export type Step = {
  /** `the index template phones`, as a reason begins. */
  readonly what: string;
  /** Answers with what a person should know; rejects where it did not succeed. */
  run(): Promise<readonly Finding[]>;
  /** The same, as requests that an administrator can send. */
  readonly byHand?: readonly ApiRequest[];
};

/** A warning, or a part that we may not do. */
export type Finding = string | Denied;

/** What we lack the right to, as a reason has it, and the commands by which an administrator does it. */
export type Denied = { readonly reason: string; readonly byHand: readonly string[] };

/** OpenSearch or Kafka lets us not do something: somebody with the right to it can. */
export class ForbiddenError extends ConnectError {
  override name = 'ForbiddenError';
}

/** What is done; where we lack the right to it, what else comes of it, by Kafka's word for the refusal. */
export const ifAllowed = async <T, D>(
  run: () => Promise<T>,
  denied: (refusal: string) => D,
): Promise<T | D> => {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ForbiddenError) return denied(error.message);
    throw error;
  }
};

/** An answer of one of the expected kinds. */
export type Judged = ApiAnswer & { readonly kind: Judgement };

/**
 * Sends a request and expects one of these answers.
 *
 * Rejects with a ForbiddenError where we lack the right, with a ConnectError for any other answer
 */
export const ask = async (
  api: OpenSearchApi,
  request: ApiRequest,
  expected: readonly Judgement[],
): Promise<Judged> => {
  const answer = await api(request);
  const kind = judge(answer);
  if (expected.includes(kind)) return { ...answer, kind };
  const message = `${request.method} ${request.path} was refused: ${refusalText(answer)}`;
  throw kind === 'forbidden' ? new ForbiddenError(message) : new ConnectError(message);
};
