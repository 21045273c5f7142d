import { describe, expect, it } from 'vitest';
import { topics } from '../../../infra/topics.ts';
import { aSinkConnector, aSourceConnector } from '../../support/connectors.ts';

const named = (connectors: Parameters<typeof topics>[0]) =>
  Object.fromEntries(topics(connectors).map((topic) => [topic.name, topic]));

const letters = (name: string) => {
  const { errors } = aSinkConnector();
  return { ...errors, deadLetterTopic: name };
};

describe('topics', () => {
  it('are those that connectors write, read and put letters into, each once', () => {
    expect(
      topics([
        aSourceConnector({ errors: letters('lost') }),
        aSinkConnector({ topics: ['phone-data', 'cars'], errors: letters('lost') }),
      ]).map(({ name }) => name),
    ).toEqual(['phone-data', 'cars', 'lost']);
  });

  it('are not those that a message names', () => {
    const source = aSourceConnector({ statements: [{ filter: 'phone/+', target: '$' }] });

    expect(topics([source]).map(({ name }) => name)).toEqual(['letters']);
  });

  it('have a partition for each poller and a replica on each broker, unless the source says otherwise', () => {
    const source = aSourceConnector({
      topicCreation: {
        byFunction: false,
        partitions: 12,
        replicationFactor: 2,
        config: { 'retention.ms': '1000' },
      },
    });

    expect(named([aSinkConnector({ topics: ['phone-data', 'cars'] }), source])).toMatchObject({
      'phone-data': { partitions: 12, replicationFactor: 2, config: { 'retention.ms': '1000' } },
      cars: { partitions: 6, replicationFactor: 3, config: {} },
    });
  });

  it('keep letters for their own time, and let them be larger than what they hold', () => {
    const source = aSourceConnector({
      letterRetentionDays: 3,
      topicCreation: { byFunction: false, config: { 'max.message.bytes': '2000000' } },
    });

    expect(named([source])['letters']?.config).toEqual({
      'retention.ms': '259200000',
      'max.message.bytes': '2065536',
    });
    expect(named([aSinkConnector()])['letters']?.config).toEqual({
      'retention.ms': '1209600000',
      'max.message.bytes': '1114124',
    });
  });

  it('are for letters even where another connector reads them', () => {
    const connectors = [aSinkConnector(), aSinkConnector({ name: 'again', topics: ['letters'] })];

    expect(topics(connectors).map(({ name }) => name)).toEqual(['phone-data', 'letters']);
    expect(named(connectors)['letters']?.config).toHaveProperty('retention.ms', '1209600000');
  });
});
