import { setTimeout as sleep } from 'node:timers/promises';
import { within } from '../connect/deadline.ts';
import { RetriableError } from '../connect/errors.ts';
import type { ProduceFailure } from './produce-failure.ts';

/** Waits before the second and later tries, the last one repeated. The first is none: an idle socket that Kafka had closed costs no time. */
const DELAYS = [0, 100, 400, 1_000, 2_000];

/** Tries until an attempt answers without a failure; rejects with the last one's error when no later try would do better, or `signal` aborts. */
export const persist = async (
  attempt: (tries: number) => Promise<ProduceFailure | undefined>,
  signal: AbortSignal,
): Promise<void> => {
  let error = new RetriableError('Kafka did not acknowledge: no time was left');
  for (let tries = 0; !signal.aborted; tries++) {
    const failure = await attempt(tries);
    if (failure === undefined) return;
    error = failure.error;
    if (failure.retry === 'never') break;
    if (failure.retry === 'briefly' && tries === DELAYS.length) break;
    await pause(atOrLast(DELAYS, tries), signal);
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
