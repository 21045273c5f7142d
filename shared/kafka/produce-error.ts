import { type ConnectError, DataError, RetriableError } from '../connect/errors.ts';

/**
 * Kafka's answers (`org.apache.kafka.common.protocol.Errors`) that no later try changes: the record or
 * its topic name is at fault. All else may heal: topics are created, rights granted, brokers come back.
 */
const ERRANT = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
]);

/** What a failed send means for its records; never quotes them, as kafkajs' own messages may. */
export const produceError = (error: unknown): ConnectError => {
  const type = errorType(error);
  return ERRANT.has(type)
    ? new DataError('KAFKA_PRODUCE', 'kafkajs', `Kafka answered ${type}`)
    : new RetriableError(`Kafka did not acknowledge: ${type}`);
};

/** The protocol's error name where a broker answered, else the error's class. */
const errorType = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  if ('type' in error && typeof error.type === 'string') return error.type;
  return error.cause === undefined ? error.name : errorType(error.cause);
};
