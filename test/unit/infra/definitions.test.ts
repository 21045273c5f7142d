import { describe, expect, it } from 'vitest';
import { eventSourceMappings } from '../../../infra/event-source-mappings.ts';
import { ruleSql, topicRules } from '../../../infra/topic-rules.ts';
import type { SinkConnector, SourceConnector } from '../../../shared/config/connector.ts';
import { functionKey } from '../../../shared/config/function-key.ts';
import { aSinkConnector, aSourceConnector } from '../../support/connectors.ts';

const source = (...filters: string[]): SourceConnector =>
  aSourceConnector({ statements: filters.map((filter) => ({ filter, target: 't' })) });
const sink = (...topics: string[]): SinkConnector => aSinkConnector({ topics });

describe('topicRules', () => {
  it('write the SQL of the contract', () => {
    expect(topicRules(source('phone/data')).map(ruleSql)).toEqual([
      "SELECT encode(*, 'base64') AS data, topic() AS topic, 'phone/data' AS filter, timestamp() AS timestamp, clientid() AS clientId, traceid() AS traceId, newuuid() AS id FROM 'phone/data'",
    ]);
  });

  it('are one for each filter, however many statements it has', () => {
    expect(topicRules(source('a', 'b/#', 'a')).map(({ filter }) => filter)).toEqual(['a', 'b/#']);
  });
});

describe('eventSourceMappings', () => {
  it('take the group of the Kafka Connect sink with one topic, and one for each with several', () => {
    const groups = (...topics: string[]) =>
      eventSourceMappings(sink(...topics)).map(({ consumerGroup }) => consumerGroup);

    expect(groups('a')).toEqual(['connect-opensearch-sink']);
    expect(groups('a', 'b')).toEqual(['connect-opensearch-sink-a', 'connect-opensearch-sink-b']);
  });
});

describe('functionKey', () => {
  it.each([
    ['mqtt-source', 'mqttSource'],
    ['opensearch_sink.2', 'opensearchSink2'],
    ['already', 'already'],
  ])('%s is %s', (name, key) => {
    expect(functionKey(name)).toBe(key);
  });
});
