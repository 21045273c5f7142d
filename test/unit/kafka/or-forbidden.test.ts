import { describe, expect, it } from 'vitest';
import { ForbiddenError } from '../../../shared/deploy/step.ts';
import { orForbidden } from '../../../shared/kafka/or-forbidden.ts';

const ofKafka = (type: string): Error => Object.assign(new Error(`Kafka said ${type}`), { type });
const wrapped = (cause: Error): Error => Object.assign(new Error('tried too often'), { cause });
const gathered = (...errors: readonly Error[]): Error =>
  Object.assign(new Error('Topic errors'), { errors });

describe('orForbidden', () => {
  it('answers what kafkajs does', async () => {
    expect(await orForbidden(Promise.resolve(1))).toBe(1);
  });

  it.each([
    ofKafka('TOPIC_AUTHORIZATION_FAILED'),
    wrapped(ofKafka('TOPIC_AUTHORIZATION_FAILED')),
    gathered(wrapped(ofKafka('TOPIC_AUTHORIZATION_FAILED'))),
  ])('tells a refusal by Kafka’s word, however kafkajs wraps it (%s)', async (error) => {
    const told = await orForbidden(Promise.reject(error)).catch((reason: unknown) => reason);

    expect(told).toBeInstanceOf(ForbiddenError);
    expect(told).toMatchObject({ message: 'TOPIC_AUTHORIZATION_FAILED', cause: error });
  });

  it('leaves anything else what it is, without what is around it', async () => {
    const invalid = ofKafka('INVALID_REPLICATION_FACTOR');

    await expect(orForbidden(Promise.reject(gathered(invalid)))).rejects.toBe(invalid);
    await expect(orForbidden(Promise.reject('gone'))).rejects.toBe('gone');
  });
});
