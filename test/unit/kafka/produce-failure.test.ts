import {
  KafkaJSConnectionError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
} from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { DataError, RetriableError } from '../../../shared/connect/errors.ts';
import { produceFailure } from '../../../shared/kafka/produce-failure.ts';

const answer = (type: string) =>
  Object.assign(new KafkaJSProtocolError(new Error('a message that quotes the record')), { type });
const afterRetries = (cause: Error) =>
  Object.assign(new KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 0, retryTime: 0 }), {
    cause,
  });

describe('produceFailure', () => {
  it.each([
    'MESSAGE_TOO_LARGE',
    'RECORD_LIST_TOO_LARGE',
    'INVALID_TOPIC_EXCEPTION',
    'INVALID_RECORD',
    'INVALID_TIMESTAMP',
  ])('calls a record that Kafka refuses with %s errant', (type) => {
    const { error, retry, client } = produceFailure(afterRetries(answer(type)));

    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe(`Kafka answered ${type}`);
    expect({ retry, client }).toEqual({ retry: 'never', client: 'keep' });
  });

  it.each([
    {
      thrown: answer('UNKNOWN_TOPIC_OR_PARTITION'),
      reason: 'UNKNOWN_TOPIC_OR_PARTITION',
      retry: 'briefly',
      client: 'drop if it knows other topics',
    },
    {
      thrown: answer('NOT_ENOUGH_REPLICAS'),
      reason: 'NOT_ENOUGH_REPLICAS',
      retry: 'while there is time',
      client: 'keep',
    },
    {
      thrown: answer('NOT_LEADER_FOR_PARTITION'),
      reason: 'NOT_LEADER_FOR_PARTITION',
      retry: 'while there is time',
      client: 'drop',
    },
    {
      thrown: Object.assign(new Error('a message that quotes the password'), {
        name: 'KafkaJSSASLAuthenticationError',
      }),
      reason: 'KafkaJSSASLAuthenticationError',
      retry: 'briefly',
      client: 'drop',
    },
    {
      thrown: new KafkaJSConnectionError('a message', { code: 'ECONNREFUSED' }),
      reason: 'ECONNREFUSED',
      retry: 'while there is time',
      client: 'drop',
    },
    {
      thrown: new TypeError('a message that quotes the record'),
      reason: 'TypeError',
      retry: 'briefly',
      client: 'drop',
    },
    {
      thrown: new DOMException('', 'TimeoutError'),
      reason: 'TimeoutError',
      retry: 'while there is time',
      client: 'drop',
    },
    { thrown: 'text', reason: 'unknown', retry: 'while there is time', client: 'drop' },
  ])('calls $reason retriable: $retry, $client', ({ thrown, reason, retry, client }) => {
    const wrapped = thrown instanceof Error ? afterRetries(thrown) : thrown;

    const failure = produceFailure(wrapped);

    expect(failure.error).toBeInstanceOf(RetriableError);
    expect(failure).toMatchObject({
      error: { message: `Kafka did not acknowledge: ${reason}` },
      retry,
      client,
    });
  });
});
