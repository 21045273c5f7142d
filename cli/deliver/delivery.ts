import { within } from '../../shared/connect/deadline.ts';
import { ConnectError, RetriableError } from '../../shared/connect/errors.ts';
import type { IotEvent } from '../../shared/source/failed-event.ts';

/**
 * What became of an event that was given to its connector again: `acknowledged` by Kafka (or its letter is),
 * `refused`, which another try will not change, or `failed`, which one may.
 */
export type Delivery =
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'refused' | 'failed'; readonly reason: string };

/** Gives events to the source connector of that name; rejects when it makes no sense to go on. */
export type Deliver = (
  connector: string,
  event: IotEvent,
  signal: AbortSignal,
) => Promise<Delivery>;

/**
 * What an error of a delivery means.
 *
 * @throws the error itself where it is none of ours
 */
export const failureOf = (error: unknown): Delivery => {
  if (!(error instanceof ConnectError)) throw error;
  return {
    kind: error instanceof RetriableError ? 'failed' : 'refused',
    reason: `${error.name}: ${error.message}`,
  };
};

/** As `work` settles; nothing as soon as it is stopped: then nobody knows whether it is acknowledged. */
export const unlessStopped = async <T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> => {
  try {
    return await within(signal, work);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
};
