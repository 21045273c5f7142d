import { KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { DataError, RetriableError } from '../../../shared/connect/errors.ts';
import { produceError } from '../../../shared/kafka/produce-error.ts';

const protocolError = (type: string) =>
  Object.assign(new KafkaJSProtocolError(new Error('a message that quotes the record')), { type });
const afterRetries = (cause: Error) =>
  Object.assign(new KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 0, retryTime: 0 }), {
    cause,
  });

describe('produceError', () => {
  it.each([
    'MESSAGE_TOO_LARGE',
    'RECORD_LIST_TOO_LARGE',
    'INVALID_TOPIC_EXCEPTION',
    'INVALID_TIMESTAMP',
  ])('calls a record that Kafka refuses with %s errant', (type) => {
    const error = produceError(afterRetries(protocolError(type)));

    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe(`Kafka answered ${type}`);
  });

  it.each([
    protocolError('UNKNOWN_TOPIC_OR_PARTITION'),
    protocolError('NOT_ENOUGH_REPLICAS'),
    protocolError('TOPIC_AUTHORIZATION_FAILED'),
    new Error('connect ECONNREFUSED'),
    'thrown text',
  ])('calls %s retriable, without its prose', (error) => {
    const meaning = produceError(error);

    expect(meaning).toBeInstanceOf(RetriableError);
    expect(meaning.message).not.toContain('quotes');
  });
});
