import { describe, expect, it } from 'vitest';
import { DataError, RetriableError } from '../../../shared/connect/errors.ts';
import { atOrLast, limited, persist } from '../../../shared/kafka/persist.ts';
import type { ProduceFailure } from '../../../shared/kafka/produce-failure.ts';

const aFailure = (over: Partial<ProduceFailure> = {}): ProduceFailure => ({
  error: new RetriableError('ECONNREFUSED'),
  client: 'drop',
  isMissing: false,
  ...over,
});

const NEVER = new Promise<never>(() => undefined);

/** Fails so often, then succeeds; says how often it was called. */
const failing = (times: number, failure = aFailure()) => {
  const tries: number[] = [];
  return {
    tries,
    attempt: async (number: number) => {
      tries.push(number);
      return tries.length > times ? undefined : failure;
    },
  };
};

describe('persist', () => {
  it('ends with the first try that does not fail', async () => {
    const { tries, attempt } = failing(2);

    await persist(attempt, AbortSignal.timeout(5_000));

    expect(tries).toEqual([0, 1, 2]);
  });

  it('does not try an errant record again', async () => {
    const error = new DataError('KAFKA_PRODUCE', 'kafkajs', 'Kafka answered MESSAGE_TOO_LARGE');
    const { tries, attempt } = failing(9, aFailure({ error }));

    await expect(persist(attempt, AbortSignal.timeout(5_000))).rejects.toBe(error);

    expect(tries).toEqual([0]);
  });

  it('gives up with the last failure when the signal aborts', async () => {
    const { tries, attempt } = failing(Number.POSITIVE_INFINITY);

    await expect(persist(attempt, AbortSignal.timeout(100))).rejects.toThrow('ECONNREFUSED');

    expect(tries.length).toBeGreaterThanOrEqual(2);
  });

  it('does not begin when no time is left', async () => {
    const { tries, attempt } = failing(0);

    await expect(persist(attempt, AbortSignal.abort())).rejects.toBeInstanceOf(RetriableError);

    expect(tries).toEqual([]);
  });
});

describe('limited', () => {
  const signal = new AbortController().signal;

  it('answers as the work does', async () => {
    await expect(limited(Promise.resolve(7), 1_000, signal)).resolves.toBe(7);
  });

  it('rejects when the time is over', async () => {
    await expect(limited(NEVER, 1, signal)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('rejects when the signal aborts', async () => {
    await expect(limited(NEVER, 1_000, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('atOrLast', () => {
  it.each([
    [0, 3],
    [1, 6],
    [2, 6],
    [99, 6],
  ])('try %d: %d', (tries, expected) => {
    expect(atOrLast([3, 6], tries)).toBe(expected);
  });
});
