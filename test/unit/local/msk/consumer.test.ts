import type { Consumer, Kafka } from 'kafkajs';
import { describe, expect, it, vi } from 'vitest';
import { keepConsuming } from '../../../../local/msk/consumer.ts';

type Listener = (event: { readonly payload: { readonly error: Error } }) => void;

/** A kafkajs whose consumers connect as they are told, in turn, and crash when they are told. */
const fakeKafka = (...connects: readonly (() => Promise<void>)[]) => {
  const log: string[] = [];
  const listeners: Record<string, Listener>[] = [];
  const consumer = (): Partial<Consumer> => {
    const number = listeners.push({});
    const say = (what: string) => async () => void log.push(`${what} ${number}`);
    return {
      events: { GROUP_JOIN: 'join', CRASH: 'crash' } as unknown as Consumer['events'],
      on: (event: string, listener: unknown) => {
        Object.assign(listeners[number - 1] ?? {}, { [event]: listener });
        return () => undefined;
      },
      connect: async () => {
        log.push(`connect ${number}`);
        await connects[number - 1]?.();
      },
      subscribe: say('subscribe'),
      run: say('run'),
      disconnect: say('disconnect'),
    };
  };
  return {
    kafka: { consumer } as unknown as Kafka,
    log,
    emit: (number: number, event: 'join' | 'crash', message = '') =>
      listeners[number - 1]?.[event]?.({ payload: { error: new Error(message) } }),
  };
};

const refuse = async (): Promise<void> => {
  throw new Error('Kafka is away');
};
const connect = async (): Promise<void> => undefined;
const keep = (kafka: Kafka, onCrash?: (error: Error) => void, onJoin?: () => void) =>
  keepConsuming(
    {
      kafka,
      config: { groupId: 'a group' },
      topics: ['a topic'],
      run: {},
      ...(onCrash && { onCrash }),
      ...(onJoin && { onJoin }),
    },
    0,
  );

describe('keepConsuming', () => {
  it('lets another consumer follow each that crashed', async () => {
    const { kafka, log, emit } = fakeKafka();
    await keep(kafka);

    emit(1, 'crash');
    await vi.waitUntil(() => log.includes('run 2'));
    emit(2, 'crash');
    await vi.waitUntil(() => log.includes('run 3'));

    expect(log).toEqual(
      [1, 2, 3].flatMap((number) => [`connect ${number}`, `subscribe ${number}`, `run ${number}`]),
    );
  });

  it('goes on trying while none can connect, and tells what it hears', async () => {
    const { kafka, log, emit } = fakeKafka(connect, refuse, refuse, connect);
    const heard: string[] = [];
    await keep(
      kafka,
      ({ message }) => heard.push(message),
      () => heard.push('joined'),
    );

    emit(1, 'join');
    emit(1, 'crash', 'the coordinator is gone');
    await vi.waitUntil(() => log.includes('run 4'));
    emit(4, 'join');

    // kafkajs has ended the one that crashed.
    expect(log.filter((entry) => entry.startsWith('disconnect'))).toEqual([
      'disconnect 2',
      'disconnect 3',
    ]);

    expect(heard).toEqual([
      'joined',
      'the coordinator is gone',
      'Kafka is away',
      'Kafka is away',
      'joined',
    ]);
  });

  it('rejects where the first can not connect', async () => {
    const { kafka, log } = fakeKafka(refuse);

    await expect(keep(kafka)).rejects.toThrow('Kafka is away');
    expect(log).toEqual(['connect 1', 'disconnect 1']);
  });

  it.each([
    { when: 'while it consumes', crash: false, last: 'disconnect 1' },
    { when: 'before another follows', crash: true, last: 'disconnect 1' },
  ])('ends when it is stopped $when', async ({ crash, last }) => {
    const { kafka, log, emit } = fakeKafka();
    const running = await keep(kafka);

    if (crash) emit(1, 'crash');
    await running.stop();
    await new Promise((resolve) => setTimeout(resolve, 10));

    expect(log.at(-1)).toBe(last);
  });

  it('ends a follower that was stopped while it connected', async () => {
    const connected = Promise.withResolvers<void>();
    const { kafka, log, emit } = fakeKafka(connect, () => connected.promise);
    const running = await keep(kafka);
    emit(1, 'crash');
    await vi.waitUntil(() => log.includes('connect 2'));

    await running.stop();
    connected.resolve();
    await vi.waitUntil(() => log.filter((entry) => entry === 'disconnect 2').length === 2);

    expect(log).not.toContain('run 2');
  });
});
