import { describe, expect, it } from 'vitest';
import { RetriableError } from '../../../shared/connect/errors.ts';
import { ForbiddenError } from '../../../shared/deploy/step.ts';
import { kafkaAnswer } from '../../../shared/kafka/kafka-answer.ts';

const ofKafka = (type: string, retriable = false): Error =>
  Object.assign(new Error(`Kafka said ${type}`), { type, retriable });
const ofKafkaJs = (name: string, retriable: boolean): Error =>
  Object.assign(new Error(`it was ${name}`), { name, retriable });
/** As kafkajs does with what ended its tries: not to be retried, whatever it was. */
const wrapped = (cause: Error): Error =>
  Object.assign(new Error('tried too often'), { cause, retriable: false });
const gathered = (...errors: readonly Error[]): Error =>
  Object.assign(new Error('Topic errors'), { errors });

const rejection = (error: unknown): Promise<unknown> =>
  kafkaAnswer(Promise.reject(error)).catch((reason: unknown) => reason);

describe('kafkaAnswer', () => {
  it('answers what kafkajs does', async () => {
    expect(await kafkaAnswer(Promise.resolve(1))).toBe(1);
  });

  it.each([
    ofKafka('TOPIC_AUTHORIZATION_FAILED'),
    wrapped(ofKafka('TOPIC_AUTHORIZATION_FAILED')),
    gathered(wrapped(ofKafka('TOPIC_AUTHORIZATION_FAILED'))),
  ])('tells a refusal by Kafka’s word, however kafkajs wraps it (%s)', async (error) => {
    const told = await rejection(error);

    expect(told).toBeInstanceOf(ForbiddenError);
    expect(told).toMatchObject({ message: 'TOPIC_AUTHORIZATION_FAILED', cause: error });
  });

  it.each([
    { error: ofKafka('LEADER_NOT_AVAILABLE', true), says: 'Kafka said LEADER_NOT_AVAILABLE' },
    {
      error: wrapped(ofKafkaJs('KafkaJSConnectionError', true)),
      says: 'it was KafkaJSConnectionError',
    },
    {
      error: ofKafkaJs('KafkaJSGroupCoordinatorNotFound', false),
      says: 'it was KafkaJSGroupCoordinatorNotFound',
    },
    { error: ofKafkaJs('KafkaJSLockTimeout', false), says: 'it was KafkaJSLockTimeout' },
  ])('says that a moment may heal it, and what it is: $says', async ({ error, says }) => {
    const told = await rejection(error);

    expect(told).toBeInstanceOf(RetriableError);
    expect(told).toMatchObject({ message: `Kafka: ${says}`, cause: error });
  });

  it('leaves anything else what it is, without what is around it', async () => {
    const invalid = ofKafka('INVALID_REPLICATION_FACTOR');
    const bug = new TypeError('a bug');

    expect(await rejection(gathered(invalid))).toBe(invalid);
    expect(await rejection(wrapped(bug))).toBe(bug);
    expect(await rejection('gone')).toBe('gone');
  });
});
