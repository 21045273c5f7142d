import { describe, expect, it } from 'vitest';
import { newTopics } from '../../../shared/source/new-topics.ts';
import { aSourceConnector } from '../../support/connectors.ts';

const creation = { byFunction: true, partitions: 3, replicationFactor: 2, config: { a: 'b' } };
const statements = [
  { filter: 'a/#', target: '$' },
  { filter: 'b', target: 'static' },
];
const topicsOf = (over: Parameters<typeof aSourceConnector>[0]) =>
  newTopics(aSourceConnector({ statements, topicCreation: creation, ...over }));

describe('newTopics', () => {
  it('are those whose names come with the messages', () => {
    expect(topicsOf({})('a_1')).toMatchObject({ partitions: 3, replicationFactor: 2 });
  });

  it('have the replication factor of the environment, where it has one', () => {
    const topics = newTopics(aSourceConnector({ statements, topicCreation: creation }), '-1');

    expect(topics('a_1')).toMatchObject({ partitions: 3, replicationFactor: -1 });
  });

  it.each([
    { what: 'a topic that the file names', over: {}, topic: 'static' },
    { what: 'the dead letter topic', over: {}, topic: 'letters' },
    {
      what: 'anything where the file has no $',
      over: { statements: [{ filter: 'b', target: 'static' }] },
      topic: 'a_1',
    },
    {
      what: 'anything where the file does not ask for it',
      over: { topicCreation: { ...creation, byFunction: false } },
      topic: 'a_1',
    },
  ])('are not $what', ({ over, topic }) => {
    expect(topicsOf(over)(topic)).toBeUndefined();
  });
});
