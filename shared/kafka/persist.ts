import { setTimeout as sleep } from 'node:timers/promises';
import { within } from '../connect/deadline.ts';
import { type ConnectError, DataError, RetriableError } from '../connect/errors.ts';
import type { ProduceFailure } from './produce-failure.ts';

/**
 * Waits before the second and later tries. The first is none: an idle socket that Kafka had closed
 * costs no time. Together they are enough for a new leader; a host that is gone takes its time in the
 * tries. In a long outage an invocation should not burn its whole time on a Kafka that refuses at
 * once, or on a topic that is missing: Lambda's own tries come after one and two minutes.
 */
const DELAYS = [0, 100, 400, 1_000, 2_000, 2_000];

/** Tries until an attempt answers without a failure; rejects with the last one's error when the tries are used up, or `signal` aborts, or the record is errant. */
export const persist = async (
  attempt: (tries: number) => Promise<ProduceFailure | undefined>,
  signal: AbortSignal,
): Promise<void> => {
  let error: ConnectError = new RetriableError('Kafka did not acknowledge: no time was left');
  for (const [tries, delay] of [...DELAYS, 0].entries()) {
    if (signal.aborted) break;
    const failure = await attempt(tries);
    if (failure === undefined) return;
    error = failure.error;
    if (error instanceof DataError) break;
    await pause(delay, signal);
  }
  throw error;
};

/** What the list says of this try; its last entry stands for all later ones. */
export const atOrLast = (list: readonly number[], tries: number): number =>
  list[Math.min(tries, list.length - 1)] ?? 0;

/** Between half and one and a half of the delay: functions that lost one broker together should not return together. */
const pause = async (delay: number, signal: AbortSignal): Promise<void> => {
  if (delay === 0) return;
  await sleep(delay * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
};

/** Settles as `work` does, unless its time is over or `signal` aborts before. */
export const limited = async <T>(
  work: Promise<T>,
  limit: number,
  signal: AbortSignal,
): Promise<T> => {
  const time = new AbortController();
  const timer = setTimeout(() => time.abort(new DOMException('', 'TimeoutError')), limit);
  try {
    return await within(signal, within(time.signal, work));
  } finally {
    clearTimeout(timer);
  }
};
