/** Told of a partition when it waits, and when it goes on; says so once a stall. */
export type Stalls = {
  readonly waits: (partition: string, reason: string) => void;
  readonly moves: (partition: string) => void;
};

/** What is tried again for less than this is no news. */
const PATIENCE = 5_000;

/** Watches partitions whose batches are delivered again and again. */
export const createStalls = (report: (text: string) => void, now: () => number): Stalls => {
  const stalls = new Map<string, { readonly since: number; isTold: boolean }>();
  return {
    waits(partition, reason) {
      const stall = stalls.get(partition) ?? { since: now(), isTold: false };
      stalls.set(partition, stall);
      if (stall.isTold || now() - stall.since < PATIENCE) return;
      stall.isTold = true;
      report(`${partition} waits: ${reason}`);
    },
    moves(partition) {
      if (stalls.get(partition)?.isTold) report(`${partition} goes on`);
      stalls.delete(partition);
    },
  };
};
