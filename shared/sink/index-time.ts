import type { IndexTime } from '../config/connector.ts';
import { refuse } from '../connect/refused.ts';

/** Which time names an index, and in which zone. */
export type IndexClock = {
  readonly zone: string;
  /** Milliseconds, of a record's timestamp; Kafka's −1 is none. Refuses a time that may not name an index. */
  readonly timeOf: (timestamp: number) => number;
};

/**
 * By default the record's own time, never the clock's: a batch delivered again after midnight must
 * overwrite what it wrote, not copy it. A time outside the window is refused, so that a wrong clock or unit
 * cannot make a thousand indices.
 */
export const createIndexClock = (
  { of, zone, window }: IndexTime,
  now: () => number,
): IndexClock => ({
  zone,
  timeOf: of === 'ingest' ? now : (timestamp) => within(window, timestamp),
});

const within = ({ start, end }: IndexTime['window'], timestamp: number): number => {
  if (timestamp === -1) return refuse('the record has no time');
  if (timestamp >= start && timestamp < end) return timestamp;
  return refuse(
    `the record's time ${timestamp} is not within ${isoText(start)}/${isoText(end)} (connectless.index.window)`,
  );
};

const isoText = (time: number): string =>
  new Date(time).toISOString().replace(/T00:00:00\.000Z$/, '');
