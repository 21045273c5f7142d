import { describe, expect, it } from 'vitest';
import { deadline, within } from '../../../shared/connect/deadline.ts';

const remaining = (milliseconds: number) => ({ getRemainingTimeInMillis: () => milliseconds });
const aborted = (signal: AbortSignal) =>
  new Promise<number>((resolve) => {
    const start = performance.now();
    signal.addEventListener('abort', () => resolve(performance.now() - start));
    if (signal.aborted) resolve(0);
  });

describe('deadline', () => {
  it('aborts by the margin before the time is over', async () => {
    expect(await aborted(deadline(remaining(10_050), 10_000))).toBeLessThan(5_000);
  });

  it('is over at once where less than the margin is left', async () => {
    expect(await aborted(deadline(remaining(5), 1_000))).toBeLessThan(1_000);
  });
});

describe('within', () => {
  it('settles as the promise does', async () => {
    const { signal } = new AbortController();
    const error = new Error('no');

    expect(await within(signal, Promise.resolve(1))).toBe(1);
    await expect(within(signal, Promise.reject(error))).rejects.toBe(error);
  });

  it('rejects when the time is over, before and meanwhile', async () => {
    const time = new AbortController();
    const waiting = within(time.signal, new Promise(() => undefined));

    time.abort(new Error('over'));

    await expect(waiting).rejects.toThrow('over');
    await expect(within(time.signal, new Promise(() => undefined))).rejects.toThrow('over');
  });
});
