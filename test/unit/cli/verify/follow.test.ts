import { describe, expect, it } from 'vitest';
import { followMessage, INTERVAL } from '../../../../cli/verify/follow.ts';
import { routeOf } from '../../../../cli/verify/route.ts';
import { readConnectors } from '../../../../shared/config/read-connectors.ts';
import { aFolder, sinkFile, sourceFile } from '../../../support/connectors.ts';
import { answerAt, type Place } from '../../../support/verified-path.ts';

const ROUTE = routeOf(
  readConnectors(aFolder({ 'source.json': sourceFile(), 'sink.json': sinkFile() })),
  {},
);
const IN_KAFKA: Place = { records: { 'phone-data': { partition: 0, offset: 0, timestamp: 1 } } };
const WITH_DOCUMENT: Place = { ...IN_KAFKA, document: { index: 'phones', id: '1' } };

/** A question takes so long, and publishing too. */
const TRIP = 40;

/** Follows a message whose way is known by time, milliseconds after it was published. */
const follow = async (
  placeAt: (ms: number) => Place,
  { timeoutMs = 60_000, signal = new AbortController().signal } = {},
) => {
  let clock = 1_000_000;
  let publishedAt = Number.POSITIVE_INFINITY;
  const slept: number[] = [];
  const watch = await followMessage(
    ROUTE,
    'marker',
    timeoutMs,
    {
      now: () => clock,
      publish: async () => {
        clock += TRIP;
        publishedAt = clock;
      },
      find: async (question) => {
        clock += TRIP;
        return answerAt(question, clock < publishedAt ? {} : placeAt(clock - publishedAt));
      },
      sleep: async (ms) => {
        slept.push(ms);
        clock += ms;
      },
    },
    () => undefined,
    signal,
  );
  return {
    hops: watch.sightings.map(({ hop, ms }) => [hop, ms]),
    slept,
    took: clock - publishedAt,
  };
};

describe('followMessage', () => {
  it('has an upper bound for each hop: the answer in which it was seen first', async () => {
    const { hops, slept } = await follow((ms) => {
      if (ms < 100) return {};
      if (ms < 500) return IN_KAFKA;
      return ms < 1_000
        ? { ...IN_KAFKA, committed: { 0: 1 } }
        : { ...WITH_DOCUMENT, committed: { 0: 1 } };
    });

    const look = INTERVAL + TRIP;
    expect(hops).toEqual([
      ['iot-core', TRIP],
      ['kafka', 2 * TRIP + look],
      ['group', 2 * TRIP + 2 * look],
      ['document', 2 * TRIP + 4 * look],
    ]);
    expect(new Set(slept)).toEqual(new Set([INTERVAL]));
  });

  it('gives a commit ten seconds more than the document, no longer', async () => {
    const { hops, took } = await follow(() => WITH_DOCUMENT);

    expect(hops.map(([hop]) => hop)).toEqual(['iot-core', 'kafka', 'document']);
    expect(took).toBeGreaterThanOrEqual(10_000);
    expect(took).toBeLessThan(11_000);
  });

  it('ends when the time is over, or at Ctrl-C', async () => {
    const { took } = await follow(() => IN_KAFKA, { timeoutMs: 2_000 });
    const aborted = await follow(() => IN_KAFKA, { signal: AbortSignal.abort() });

    expect(took).toBeGreaterThanOrEqual(2_000 - TRIP);
    expect(took).toBeLessThan(2_000 + INTERVAL + TRIP);
    expect(aborted.hops.map(([hop]) => hop)).toEqual(['iot-core']);
  });
});
