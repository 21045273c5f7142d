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
/** Kafka's answer for a topic while it has no leader. */
const PASSING = { unknown: 'Kafka: LEADER_NOT_AVAILABLE', mayHeal: true };
const AWAY: Place = { records: { 'phone-data': PASSING } };

/** Follows a message whose way is known by time, milliseconds after it was published. */
const follow = async (
  placeAt: (ms: number) => Place,
  {
    timeoutMs = 60_000,
    signal = new AbortController().signal,
    awayMs = 0,
  }: { timeoutMs?: number; signal?: AbortSignal; awayMs?: number } = {},
) => {
  const begin = 1_000_000;
  let clock = begin;
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
        if (clock >= publishedAt) return answerAt(question, placeAt(clock - publishedAt));
        return answerAt(question, clock < begin + awayMs ? AWAY : {});
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
    publishedAfter: publishedAt - begin,
    unknown: [...watch.unknown.topics],
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

  it('asks again about a topic whose leader is away, and sees the record when it is back', async () => {
    const { hops, unknown } = await follow((ms) =>
      ms < 3_000 ? AWAY : { ...WITH_DOCUMENT, committed: { 0: 1 } },
    );

    expect(hops.map(([hop]) => hop)).toEqual(['iot-core', 'kafka', 'document', 'group']);
    expect(unknown).toEqual([]);
  });

  it('has the last failure where the time is over before Kafka is back', async () => {
    const { took, unknown } = await follow(() => AWAY, { timeoutMs: 2_000 });

    expect(took).toBeGreaterThanOrEqual(2_000 - TRIP);
    expect(unknown).toEqual([
      ['phone-data', { reason: 'Kafka: LEADER_NOT_AVAILABLE', mayHeal: true }],
    ]);
  });

  it('publishes when it is known where the topic ends', async () => {
    const { publishedAfter, hops } = await follow(() => WITH_DOCUMENT, { awayMs: 5_000 });

    expect(publishedAfter).toBeGreaterThanOrEqual(5_000);
    expect(publishedAfter).toBeLessThan(5_000 + INTERVAL + 3 * TRIP);
    expect(hops.map(([hop]) => hop)).toContain('kafka');
  });

  it('publishes after twenty seconds all the same, and does not look for the record then', async () => {
    const { publishedAfter, hops, unknown } = await follow(() => WITH_DOCUMENT, {
      awayMs: 60_000,
    });

    expect(publishedAfter).toBeLessThan(21_000);
    // An end that is found later may be behind the record.
    expect(hops.map(([hop]) => hop)).toEqual(['iot-core', 'document']);
    expect(unknown).toEqual([
      [
        'phone-data',
        {
          reason: 'where it ended when the message came: Kafka: LEADER_NOT_AVAILABLE',
          mayHeal: false,
        },
      ],
    ]);
  });

  it('ends when the time is over, or at Ctrl-C', async () => {
    const { took } = await follow(() => IN_KAFKA, { timeoutMs: 2_000 });
    const aborted = await follow(() => IN_KAFKA, { signal: AbortSignal.abort() });

    expect(took).toBeGreaterThanOrEqual(2_000 - TRIP);
    expect(took).toBeLessThan(2_000 + INTERVAL + TRIP);
    expect(aborted.hops.map(([hop]) => hop)).toEqual(['iot-core']);
  });
});
