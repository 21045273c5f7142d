import { setImmediate as tick } from 'node:timers/promises';

/** Work that occupies a lane; what it answers with, if anything, goes on beside the lanes. */
export type Work = () => Promise<(() => Promise<void>) | undefined>;

/**
 * Starts what `next` gives, told how many lanes are busy, until it gives nothing and nothing runs.
 *
 * When something fails, or `signal` aborts, nothing more is started and `time` aborts; it rejects with
 * the first failure, but not before all that runs has ended: an environment that is frozen in between
 * would go on with it in another invocation.
 */
export const runLanes = async (
  signal: AbortSignal,
  next: (busy: number, time: AbortSignal) => Work | undefined,
): Promise<void> => {
  const failure = new AbortController();
  const time = AbortSignal.any([signal, failure.signal]);
  const running = new Set<Promise<void>>();
  let busy = 0;

  const track = (promise: Promise<void>): void => {
    const tracked = promise
      .catch((error: unknown) => failure.abort(error))
      .finally(() => running.delete(tracked));
    running.add(tracked);
  };
  const occupy = async (work: Work): Promise<void> => {
    busy += 1;
    const after = await work().finally(() => {
      busy -= 1;
    });
    if (after) track(after());
  };
  const start = async (): Promise<void> => {
    while (!time.aborted) {
      const work = next(busy, time);
      if (!work) return;
      track(occupy(work));
      // What was started gets onto its way before `next` takes its time.
      await tick();
    }
  };

  const startAll = () => start().catch((error: unknown) => failure.abort(error));
  for (await startAll(); running.size > 0; await startAll()) await Promise.race(running);
  failure.signal.throwIfAborted();
};
