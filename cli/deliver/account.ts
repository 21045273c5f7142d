import type { Delivery } from './delivery.ts';

/** What was chosen of one connector and of one place. */
type Group = {
  readonly connector: string;
  /** A rule's filter, or a Kafka topic. */
  readonly from: string;
  readonly count: number;
  /** Of the records, in milliseconds since the epoch. */
  readonly oldest: number;
  readonly newest: number;
};

/** What became of failures or letters, counted while it happens. */
export type Account = {
  readonly counts: Readonly<Record<'chosen' | 'skipped' | 'unreadable' | Delivery['kind'], number>>;
  readonly groups: readonly Group[];
  /** Why records were left, and how many for each reason. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  readonly failedInARow: number;
  /** Why it ended before its end. */
  stopped?: 'interrupted' | 'limit' | 'failures';
  choose(connector: string, from: string, time: number): void;
  skip(): void;
  unreadable(reason: string): void;
  settle(delivery: Delivery): void;
};

/** An account of nothing yet. */
export const openAccount = (): Account => {
  const counts = { chosen: 0, skipped: 0, unreadable: 0, acknowledged: 0, refused: 0, failed: 0 };
  const groups = new Map<string, Group>();
  const reasons = new Map<string, number>();
  let failedInARow = 0;
  const addReason = (reason: string): void => {
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  };
  return {
    counts,
    get groups() {
      return [...groups.values()];
    },
    get reasons() {
      return [...reasons].map(([reason, count]) => ({ reason, count }));
    },
    get failedInARow() {
      return failedInARow;
    },
    choose(connector, from, time) {
      counts.chosen++;
      const key = `${connector}\n${from}`;
      const group = groups.get(key);
      groups.set(key, {
        connector,
        from,
        count: (group?.count ?? 0) + 1,
        oldest: Math.min(group?.oldest ?? time, time),
        newest: Math.max(group?.newest ?? time, time),
      });
    },
    skip() {
      counts.skipped++;
    },
    unreadable(reason) {
      counts.unreadable++;
      addReason(reason);
    },
    settle(delivery) {
      counts[delivery.kind]++;
      failedInARow = delivery.kind === 'failed' ? failedInARow + 1 : 0;
      if (delivery.kind !== 'acknowledged') addReason(delivery.reason);
    },
  };
};
