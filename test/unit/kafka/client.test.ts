import { describe, expect, it } from 'vitest';
import { createKafkaClient, createProducer } from '../../../shared/kafka/client.ts';

describe('createProducer', () => {
  it('makes one that is not idempotent', () => {
    const client = createKafkaClient({
      brokers: ['127.0.0.1:1'],
      clientId: 'test',
      security: { protocol: 'PLAINTEXT' },
    });

    expect(createProducer(client).isIdempotent()).toBe(false);
  });
});
