import { describe, expect, it } from 'vitest';
import { routeOf } from '../../../../cli/verify/route.ts';
import { readConnectors } from '../../../../shared/config/read-connectors.ts';
import { aFolder, sinkFile, sourceFile } from '../../../support/connectors.ts';

/** The way by those KCQL texts: of the source, and of each sink by its topic. */
const route = (
  source: string,
  sinks: Readonly<Record<string, string>>,
  options: Parameters<typeof routeOf>[1] = {},
) =>
  routeOf(
    readConnectors(
      aFolder({
        'source.json': sourceFile({ 'connect.mqtt.kcql': source }),
        ...Object.fromEntries(
          Object.entries(sinks).map(([topic, kcql], i) => [
            `sink-${i}.json`,
            sinkFile({ topics: topic, 'connect.elastic.kcql': kcql }),
          ]),
        ),
      }),
    ),
    options,
  );

describe('routeOf', () => {
  it('fills what a filter leaves open, and finds every sink that reads it', () => {
    const sinks = {
      a: 'INSERT INTO ia SELECT * FROM a WITHINDEXSUFFIX=_{yyyy-MM-dd}',
      b: 'INSERT INTO ib SELECT * FROM b',
    };

    const found = route('INSERT INTO a SELECT * FROM `phone/+/data`', sinks);

    expect(found).toMatchObject({
      topic: 'phone/connectless-verify/data',
      filters: ['phone/+/data'],
      kafkaTopics: ['a'],
    });
    expect(found.destinations.map(({ index }) => index)).toEqual(['ia_*']);
  });

  it('follows every rule that fires', () => {
    const source = 'INSERT INTO a SELECT * FROM phone/data;INSERT INTO b SELECT * FROM `phone/#`';
    const sinks = {
      a: 'INSERT INTO ia SELECT * FROM a',
      b: 'INSERT INTO ib SELECT * FROM b',
    };

    expect(route(source, sinks).destinations.map(({ index }) => index)).toEqual(['ia', 'ib']);
    expect(
      route(source, sinks, { topic: 'phone/other' }).destinations.map(({ index }) => index),
    ).toEqual(['ib']);
  });

  it.each([
    ['INSERT INTO a SELECT * FROM x', { b: 'INSERT INTO i SELECT * FROM b' }, 'no sink reads a'],
    [
      'INSERT INTO a SELECT * FROM `x/+` WITHREGEX=`x/[0-9]+`',
      { a: 'INSERT INTO i SELECT * FROM a' },
      'WITHREGEX of source declines x/connectless-verify',
    ],
  ])('says of %s with %j: %s', (source, sinks, says) => {
    expect(() => route(source, sinks)).toThrow(says);
  });
});
