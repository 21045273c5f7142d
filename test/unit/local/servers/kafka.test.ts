import { describe, expect, it } from 'vitest';
import { brokerProperties, propertiesText } from '../../../../local/servers/kafka.ts';

describe('brokerProperties', () => {
  it('listens on the loopback only', () => {
    const properties = brokerProperties({ broker: 9092, controller: 9093, extra: {} }, '/run/log');

    expect(properties).toMatchObject({
      listeners: 'PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093',
      'advertised.listeners': 'PLAINTEXT://127.0.0.1:9092',
      'controller.quorum.voters': '1@127.0.0.1:9093',
      'log.dirs': '/run/log',
      'auto.create.topics.enable': 'false',
    });
  });

  it('gives each extra security protocol a listener', () => {
    const properties = brokerProperties(
      { broker: 9092, controller: 9093, extra: { SASL_SSL: 9094 } },
      '/run/log',
    );

    expect(properties['advertised.listeners']).toBe(
      'PLAINTEXT://127.0.0.1:9092,SASL_SSL://127.0.0.1:9094',
    );
  });
});

describe('propertiesText', () => {
  it.each([
    { value: '/run/my folder/log', expected: 'key=/run/my folder/log\n' },
    { value: '/data/jürgen', expected: 'key=/data/j\\u00fcrgen\n' },
    { value: 'a\\b', expected: 'key=a\\\\b\n' },
    { value: 'BEGIN\nEND', expected: 'key=BEGIN\\nEND\n' },
  ])('writes $value as Java reads it', ({ value, expected }) => {
    expect(propertiesText({ key: value })).toBe(expected);
  });
});
