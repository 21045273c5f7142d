import defaults from 'kafkajs/src/retry/defaults.js';
import { describe, expect, it } from 'vitest';
import { createKafkaClient, createProducer, kafkaConfig } from '../../../shared/kafka/client.ts';

const CONNECTION = {
  brokers: ['127.0.0.1:1'],
  clientId: 'test',
  security: { protocol: 'PLAINTEXT' },
} as const;

describe('kafkaConfig', () => {
  it('tries again as kafkajs does by default, also where NODE_ENV is test, as it is here', () => {
    expect(process.env['NODE_ENV']).toBe('test');
    expect(kafkaConfig(CONNECTION).retry).toEqual(defaults);
    expect(kafkaConfig(CONNECTION, { retries: 2 }).retry).toEqual({ ...defaults, retries: 2 });
  });
});

describe('createProducer', () => {
  it('makes one that is not idempotent', () => {
    expect(createProducer(createKafkaClient(CONNECTION)).isIdempotent()).toBe(false);
  });
});
