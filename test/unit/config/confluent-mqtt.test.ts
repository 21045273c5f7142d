import { describe, expect, it } from 'vitest';
import { connectorOf, errorsOf } from '../../support/connectors.ts';

const file = (over: Readonly<Record<string, string>> = {}) => ({
  'connector.class': 'io.confluent.connect.mqtt.MqttSourceConnector',
  'mqtt.server.uri': 'tcp://broker:1883',
  'mqtt.topics': 'meters/+/reading, $share/g/meters/#',
  'kafka.topic': 'meters',
  ...over,
});

describe('the Confluent MQTT source', () => {
  it('writes all filters to one topic, keyed by the MQTT topic', () => {
    expect(connectorOf(file())).toMatchObject({
      kind: 'source',
      statements: [
        { filter: 'meters/+/reading', target: 'meters', key: 'topic' },
        { filter: 'meters/#', target: 'meters', key: 'topic' },
      ],
    });
  });

  it('writes to mqtt where it names no topic, as upstream', () => {
    const { 'kafka.topic': _, ...rest } = file();

    expect(connectorOf(rest)).toMatchObject({
      statements: [{ target: 'mqtt' }, { target: 'mqtt' }],
    });
  });

  it('is keyed by the client where our own key says so', () => {
    expect(connectorOf(file({ 'connectless.kafka.key': 'client-id' }))).toMatchObject({
      statements: [{ key: 'client-id' }, { key: 'client-id' }],
    });
  });

  it.each([
    { over: { 'mqtt.topics': '' }, key: 'mqtt.topics' },
    { over: { 'mqtt.topics': 'a/#/b' }, key: 'mqtt.topics' },
    { over: { 'kafka.topic': 'a b' }, key: 'kafka.topic' },
    { over: { 'kafka.topic': '$' }, key: 'kafka.topic' },
    { over: { 'mqtt.qos': '3' }, key: 'mqtt.qos' },
  ])('refuses $over', ({ over, key }) => {
    expect(errorsOf(file(over))).toMatchObject([{ key }]);
  });
});
