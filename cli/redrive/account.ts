import type { FailedEvent } from '../../shared/source/failed-event.ts';
import type { Delivery } from '../deliver/delivery.ts';

/** Chosen failures of one connector and filter. */
type Group = {
  readonly connector: string;
  /** The rule's; the topic where the event does not say. */
  readonly filter: string;
  readonly count: number;
  /** Of the messages, in milliseconds since the epoch. */
  readonly oldest: number;
  readonly newest: number;
};

/** What became of failures, counted while it happens. */
export type Account = {
  readonly counts: Readonly<Record<'chosen' | 'skipped' | 'unreadable' | Delivery['kind'], number>>;
  readonly groups: readonly Group[];
  /** Why records were left, and how many for each reason. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  readonly failedInARow: number;
  /** Why it ended before its end. */
  stopped?: 'interrupted' | 'limit' | 'failures';
  choose(failed: FailedEvent): void;
  skip(): void;
  unreadable(reason: string): void;
  settle(delivery: Delivery): void;
};

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
    choose({ connector, event }) {
      counts.chosen++;
      const { filter = event.topic, timestamp } = event as typeof event & { filter?: string };
      const key = `${connector}\n${filter}`;
      const group = groups.get(key);
      groups.set(key, {
        connector,
        filter,
        count: (group?.count ?? 0) + 1,
        oldest: Math.min(group?.oldest ?? timestamp, timestamp),
        newest: Math.max(group?.newest ?? timestamp, timestamp),
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
