import { describe, expect, it } from 'vitest';
import { type Route, routeOf } from '../../../../cli/verify/route.ts';
import { stopsOf } from '../../../../cli/verify/stop.ts';
import {
  NOTHING_SEEN,
  nextQuestion,
  type Watch,
  withAnswer,
} from '../../../../cli/verify/watch.ts';
import { readConnectors } from '../../../../shared/config/read-connectors.ts';
import type { FoundRecord } from '../../../../shared/deploy/find-message.ts';
import { aFolder, sinkFile, sourceFile } from '../../../support/connectors.ts';
import { answerAt, type Place } from '../../../support/verified-path.ts';

const ROUTE: Route = routeOf(
  readConnectors(
    aFolder({
      'source.json': sourceFile(),
      'sink.json': sinkFile({ 'errors.deadletterqueue.topic.name': 'letters' }),
    }),
  ),
  {},
);
const RECORD = { partition: 2, offset: 42, timestamp: 1 };
const IN_KAFKA = { records: { 'phone-data': RECORD } };
const UNKNOWN = { unknown: 'not authorized', mayHeal: false };
const letter = (over: NonNullable<FoundRecord['letter']>) => ({
  partition: 0,
  offset: 7,
  timestamp: 1,
  letter: over,
});

/** What is known after looking before the message came and, again and again, where it is. */
const watchAt = (place: Place, route: Route = ROUTE): Watch => {
  const look = (watch: Watch, at: Place): Watch =>
    withAnswer(route, watch, answerAt(nextQuestion(route, watch, 'm'), at), 1);
  return [place, place, place].reduce(look, look(NOTHING_SEEN, {}));
};

describe('stopsOf', () => {
  it.each<{ why: string; place: Place; hop: string; says: string; asks: readonly string[] }>([
    {
      why: 'no record came',
      place: {},
      hop: 'between IoT Core and phone-data',
      says: 'phone-data has no record with the marker',
      asks: ['rules source', 'function source', 'queue source', 'errant source'],
    },
    {
      why: 'the source has written a letter',
      place: {
        records: {
          'source-dead-letters': letter({
            leg: 'source',
            connector: 'source',
            stage: 'KAFKA_PRODUCE',
          }),
        },
      },
      hop: 'errant record of source',
      says: 'has a letter of source, stage KAFKA_PRODUCE',
      asks: [],
    },
    {
      why: 'there is more than can be read',
      place: { isBehind: true },
      hop: 'between IoT Core and the document',
      says: 'phone-data gets more than could be read along',
      asks: [
        ...['rules source', 'function source', 'queue source', 'errant source'],
        ...['mapping sink', 'function sink', 'errant sink'],
      ],
    },
    {
      why: 'Kafka may not be read',
      place: { records: { 'phone-data': UNKNOWN } },
      hop: 'between IoT Core and the document',
      says: 'what phone-data has is not known: not authorized',
      asks: [
        ...['rules source', 'function source', 'queue source', 'errant source'],
        ...['mapping sink', 'function sink', 'errant sink'],
      ],
    },
    {
      why: 'the group stays where it is',
      place: { ...IN_KAFKA, committed: { 2: 42 } },
      hop: 'mapping of sink',
      says: 'phone-data-2@42 has the record, the group connect-sink is at 42',
      asks: ['mapping sink', 'function sink'],
    },
    {
      why: 'the group is new',
      place: { ...IN_KAFKA, committed: { 1: 100 } },
      hop: 'mapping of sink',
      says: 'the group connect-sink has committed nothing there',
      asks: ['mapping sink', 'function sink'],
    },
    {
      why: 'the group may not be described',
      place: { ...IN_KAFKA, committed: UNKNOWN },
      hop: 'between phone-data and the document',
      says: 'what the group connect-sink has committed is not known: not authorized',
      asks: ['mapping sink', 'function sink', 'errant sink'],
    },
    {
      why: 'the group is past it',
      place: { ...IN_KAFKA, committed: { 2: 43 } },
      hop: 'function of sink',
      says: 'the group connect-sink is past the record',
      asks: ['function sink', 'errant sink'],
    },
    {
      why: 'the sink has written a letter',
      place: {
        records: {
          ...IN_KAFKA.records,
          letters: letter({ leg: 'sink', connector: 'sink', stage: 'TASK_PUT' }),
        },
        committed: { 2: 43 },
      },
      hop: 'errant record of sink',
      says: 'letters-0@7 has a letter of sink, stage TASK_PUT',
      asks: [],
    },
    {
      why: 'a letter without context is in the sink’s topic',
      place: { records: { ...IN_KAFKA.records, letters: letter({ leg: 'sink' }) } },
      hop: 'errant record of sink',
      says: 'letters-0@7 has a letter of sink',
      asks: [],
    },
    {
      why: 'another sink has written a letter',
      place: {
        records: { ...IN_KAFKA.records, letters: letter({ leg: 'sink', connector: 'other' }) },
        committed: { 2: 43 },
      },
      hop: 'function of sink',
      says: 'is past the record',
      asks: ['function sink', 'errant sink'],
    },
    {
      why: 'OpenSearch may not be searched',
      place: { ...IN_KAFKA, document: UNKNOWN },
      hop: 'OpenSearch',
      says: 'whether phones has the document is not known: not authorized',
      asks: [],
    },
  ])('names $hop where $why', ({ place, hop, says, asks }) => {
    const stops = stopsOf(ROUTE, watchAt(place));

    expect(stops.map((stop) => stop.hop)).toEqual([hop]);
    expect(stops[0]?.says).toContain(says);
    expect(stops[0]?.evidence.map(({ of, connector }) => `${of} ${connector}`)).toEqual(asks);
  });

  it('is empty where the document has come, whatever else is not known', () => {
    const document = { index: 'phones', id: '1' };

    expect(stopsOf(ROUTE, watchAt({ document, records: { 'phone-data': UNKNOWN } }))).toEqual([]);
  });

  it('judges each sink by its own group and its own letters', () => {
    const route = routeOf(
      readConnectors(
        aFolder({
          'source.json': sourceFile(),
          'one.json': sinkFile(),
          'two.json': sinkFile({
            'connect.elastic.kcql': 'INSERT INTO cars SELECT * FROM phone-data',
          }),
        }),
      ),
      {},
    );
    const watch = watchAt(
      {
        records: {
          ...IN_KAFKA.records,
          'two-dead-letters': letter({ leg: 'sink', connector: 'two' }),
        },
        committed: { 2: 0 },
      },
      route,
    );

    expect(stopsOf(route, watch).map(({ hop }) => hop)).toEqual([
      'mapping of one',
      'errant record of two',
    ]);
  });
});
