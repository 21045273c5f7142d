import type { FindMessage, FoundMessage } from '../../shared/deploy/find-message.ts';
import type { Route } from './route.ts';
import {
  atPublishing,
  isSettled,
  lacksEnds,
  NOTHING_SEEN,
  nextQuestion,
  type Sighting,
  type Watch,
  withAnswer,
} from './watch.ts';

/** What the way of a message needs of the world. */
export type VerifyPorts = {
  publish(topic: string, payload: string): Promise<void>;
  /** Asks where it is. */
  find(question: FindMessage): Promise<FoundMessage>;
  /** Milliseconds, of a clock that does not jump. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
};

/**
 * Between an answer and the next question: a time may be so much later than what it is the time of, and
 * the question's own time.
 */
export const INTERVAL = 250;
/** How long a commit may come after the document: mappings commit behind a batch. */
const GRACE = 10_000;
/** How long a broker that restarts, or a leader that is chosen, is waited for before anything is published. */
const PATIENCE = 20_000;

/**
 * Publishes a message and looks where it is until every document is there, or can't come any more, or
 * `timeoutMs` is over, or `signal` aborts. The first question comes before it is published, again while a
 * moment may heal what it lacks: it says where topics end, and wakes the function.
 */
export const followMessage = async (
  route: Route,
  marker: string,
  timeoutMs: number,
  { publish, find, now, sleep }: VerifyPorts,
  onSighting: (sighting: Sighting) => void,
  signal: AbortSignal,
): Promise<Watch> => {
  const look = async (at: Watch, since: number): Promise<Watch> => {
    const answer = await find(nextQuestion(route, at, marker));
    return withAnswer(route, at, answer, now() - since);
  };
  const patienceEnds = now() + PATIENCE;
  let watch = await look(NOTHING_SEEN, now());
  while (lacksEnds(watch) && now() < patienceEnds && !signal.aborted) {
    await sleep(INTERVAL);
    watch = await look(watch, now());
  }
  watch = atPublishing(watch);
  const begin = now();
  const add = (next: Watch): void => {
    for (const sighting of next.sightings.slice(watch.sightings.length)) onSighting(sighting);
    watch = next;
  };
  await publish(
    route.topic,
    JSON.stringify({ connectless_verify: marker, sent: new Date().toISOString() }),
  );
  add({ ...watch, sightings: [{ hop: 'iot-core', ms: now() - begin }] });
  const end = createEnd(route, timeoutMs);
  while (!signal.aborted && !end(watch, now() - begin)) {
    add(await look(watch, begin));
    if (!end(watch, now() - begin)) await sleep(INTERVAL);
  }
  return watch;
};

/** Says when to look no more: once all is settled, hops that are still to be seen have a while. */
const createEnd = (route: Route, timeoutMs: number): ((watch: Watch, ms: number) => boolean) => {
  let settledAt: number | undefined;
  return (watch, ms) => {
    if (ms >= timeoutMs) return true;
    if (!route.destinations.every((each) => isSettled(route, watch, each))) return false;
    settledAt ??= ms;
    const { topics, groups } = nextQuestion(route, watch, '');
    const isComplete =
      groups.length === 0 && !topics.some(({ topic }) => route.kafkaTopics.includes(topic));
    return isComplete || ms - settledAt >= GRACE;
  };
};
