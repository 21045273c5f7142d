import type { FoundDocument } from '../../shared/deploy/find-document.ts';
import type { Destination, Route } from './route.ts';

/** What the way of a message needs of the world. */
export type VerifyPorts = {
  publish(topic: string, payload: string): Promise<void>;
  find(destination: Destination, marker: string): Promise<FoundDocument>;
  /** Milliseconds, of a clock that does not jump. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
};

/** A document that has arrived. */
export type Arrival = {
  readonly connector: string;
  readonly index: string;
  readonly id: string;
  /** After the message was published. */
  readonly ms: number;
};

/** How far a message has come. */
export type Followed = {
  /** Until IoT Core had taken it. */
  readonly publishedMs: number;
  readonly arrivals: readonly Arrival[];
  readonly missing: readonly Destination[];
};

/** OpenSearch shows a document a second after it was written. */
const INTERVAL = 1_000;

/** Publishes a message and looks for its documents until all are found, or `timeoutMs` is over, or `signal` aborts. */
export const followMessage = async (
  { topic, destinations }: Route,
  marker: string,
  timeoutMs: number,
  { publish, find, now, sleep }: VerifyPorts,
  onArrival: (arrival: Arrival) => void,
  signal: AbortSignal,
): Promise<Followed> => {
  const begin = now();
  await publish(
    topic,
    JSON.stringify({ connectless_verify: marker, sent: new Date().toISOString() }),
  );
  const publishedMs = now() - begin;
  const arrivals: Arrival[] = [];
  let missing = destinations;
  for (;;) {
    for (const destination of missing) {
      const found = await find(destination, marker);
      if (!found.found) continue;
      const { index, id } = found;
      const arrival = { connector: destination.sink.name, index, id, ms: now() - begin };
      arrivals.push(arrival);
      onArrival(arrival);
      missing = missing.filter((each) => each !== destination);
    }
    if (missing.length === 0 || signal.aborted || now() - begin >= timeoutMs) break;
    await sleep(INTERVAL);
  }
  return { publishedMs, arrivals, missing };
};
