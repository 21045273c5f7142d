import type { KafkaJSAggregateError, KafkaJSError, KafkaJSProtocolError } from 'kafkajs';
import { ForbiddenError } from '../deploy/step.ts';

/** Kafka's words for a right that a login lacks. */
const REFUSALS: readonly unknown[] = [
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
];

/**
 * What kafkajs answers. Rejects with a ForbiddenError with Kafka's word where the login lacks the right, else
 * with Kafka's own error, not with one that says only that there were some.
 */
export const orForbidden = async <T>(answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } catch (error) {
    const found = innermost(error);
    throw isRefusal(found) ? new ForbiddenError(found.type, { cause: error }) : found;
  }
};

/** Whether Kafka itself has said that the login lacks a right. */
export const isRefusal = (error: unknown): error is KafkaJSProtocolError =>
  REFUSALS.includes((Object(error) as Partial<KafkaJSProtocolError>).type);

/** kafkajs wraps what ended its tries, and gathers what became of several topics. */
const innermost = (error: unknown): unknown => {
  const { errors = [] } = Object(error) as Partial<KafkaJSAggregateError>;
  const { cause } = Object(error) as Partial<KafkaJSError>;
  const inner = (errors as readonly unknown[])[0] ?? cause;
  return inner === undefined ? error : innermost(inner);
};
