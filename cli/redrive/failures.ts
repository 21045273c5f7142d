import type { FailureRecord } from '../../shared/source/failed-event.ts';

/** Where failure records lie. Who takes one has it alone, until it is removed or all are given back. */
export type Failures = {
  /** About how many there are; undefined where nobody knows. */
  size(): Promise<number | undefined>;
  /** So many at most; none is the end. */
  take(max: number): Promise<readonly FailureRecord[]>;
  remove(record: FailureRecord): Promise<void>;
  /** Gives back what was taken and not removed. */
  close(): Promise<void>;
};
