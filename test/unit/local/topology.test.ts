import { describe, expect, it } from 'vitest';
import { eventsOf, filtersOf, readsOf } from '../../../local/topology.ts';
import { aSinkConnector, aSourceConnector } from '../../support/connectors.ts';

const connectors = [
  aSourceConnector({
    statements: [
      { filter: 'phone/+', target: 'phones' },
      { filter: 'phone/+', target: 'numbered', regex: 'phone/\\d+' },
      { filter: 'phone/#', target: 'x_$' },
    ],
  }),
  aSinkConnector({ name: 'one', topics: ['phones', 'numbered'] }),
  aSinkConnector({ name: 'two', topics: ['phones', 'x_phone_7'] }),
];

describe('the way of a phone’s message', () => {
  it.each([
    // phones twice, numbered and x_phone_7 once each.
    { topic: 'phone/7', events: 2, reads: 4 },
    { topic: 'phone/a', events: 2, reads: 2 },
    { topic: 'phone/7/x', events: 1, reads: 0 },
    { topic: 'tablet/7', events: 0, reads: 0 },
  ])('of $topic has $events events and $reads reads', ({ topic, events, reads }) => {
    expect(eventsOf(connectors, topic)).toBe(events);
    expect(readsOf(connectors, topic)).toBe(reads);
  });

  it('begins at each filter once', () => {
    expect(filtersOf(connectors)).toEqual(['phone/+', 'phone/#']);
  });
});
