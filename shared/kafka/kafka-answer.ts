import type { KafkaJSAggregateError, KafkaJSError, KafkaJSProtocolError } from 'kafkajs';
import { type ConnectError, RetriableError } from '../connect/errors.ts';
import { ForbiddenError } from '../deploy/step.ts';

/** Kafka's words for a right that a login lacks. */
const REFUSALS: readonly unknown[] = [
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
];

/** A failure in our words, of the error within those that kafkajs wraps it in. */
const ERRORS: readonly {
  readonly applies: (found: unknown) => boolean;
  readonly error: (found: KafkaJSError, cause: unknown) => ConnectError;
}[] = [
  {
    applies: (found) => isRefusal(found),
    error: (found, cause) => new ForbiddenError((found as KafkaJSProtocolError).type, { cause }),
  },
  {
    applies: (found) => isPassing(found),
    error: ({ message }, cause) => new RetriableError(`Kafka: ${message}`, { cause }),
  },
];

/**
 * What kafkajs answers. Rejects with a ForbiddenError with Kafka's word where the login lacks the right,
 * with a RetriableError for what a moment may heal, else with Kafka's own error, not with one that says
 * only that there were some.
 */
export const kafkaAnswer = async <T>(answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } catch (error) {
    const found = innermost(error);
    const ours = ERRORS.find(({ applies }) => applies(found));
    throw ours === undefined ? found : ours.error(found as KafkaJSError, error);
  }
};

/** Whether Kafka itself has said that the login lacks a right. */
export const isRefusal = (error: unknown): error is KafkaJSProtocolError =>
  REFUSALS.includes((Object(error) as Partial<KafkaJSProtocolError>).type);

/**
 * kafkajs' own failures that it tries no more, though it is the moment's: no broker has told of a group's
 * coordinator, as while it moves; another question held its lock.
 */
const PASSING: readonly unknown[] = ['KafkaJSGroupCoordinatorNotFound', 'KafkaJSLockTimeout'];

/** Whether a moment may heal it: a lost connection, a leader that is being chosen, a broker that starts. */
const isPassing = (error: unknown): boolean => {
  const { name, retriable } = Object(error) as Partial<KafkaJSError>;
  return retriable === true || PASSING.includes(name);
};

/** kafkajs wraps what ended its tries, and gathers what became of several topics. */
const innermost = (error: unknown): unknown => {
  const { errors = [] } = Object(error) as Partial<KafkaJSAggregateError>;
  const { cause } = Object(error) as Partial<KafkaJSError>;
  const inner = (errors as readonly unknown[])[0] ?? cause;
  return inner === undefined ? error : innermost(inner);
};
