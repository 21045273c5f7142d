import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { connectRecordProducer, openRecordProducer } from '../../shared/kafka/connect.ts';
import { fakeMetrics } from '../support/fakes.ts';
import { plainKafka } from '../support/kafka-connection.ts';
import { API, type KafkaProxy, startKafkaProxy } from '../support/kafka-proxy.ts';
import { createTopic } from '../support/kafka-topics.ts';
import { producerAt, sendText, textRecord, textsIn } from '../support/produced.ts';
import { sharedKafka } from '../support/shared-servers.ts';

let kafka: string;
beforeAll(async () => {
  kafka = await sharedKafka();
});

/** A topic of the test's own, and a proxy to reach it through. */
const setUp = async (): Promise<{ topic: string; proxy: KafkaProxy }> => {
  const topic = `faults-${randomUUID()}`;
  await createTopic(kafka, topic);
  const proxy = await startKafkaProxy({ target: kafka });
  onTestFinished(proxy.close);
  return { topic, proxy };
};

/** A port that nobody listens on. */
const deadAddress = async (): Promise<string> => {
  const proxy = await startKafkaProxy({ target: kafka });
  await proxy.close();
  return proxy.address;
};

describe('a producer', () => {
  it.each(['silence', 'reset'] as const)(
    'rejects in time when its only broker meets it with %s',
    async (manner) => {
      const { topic, proxy } = await setUp();
      proxy.greet(manner);

      const sent = await sendText(producerAt([proxy.address]), topic, 'A', 5_000);

      expect(sent).toBe('retriable');
      expect(proxy.connections()).toBeGreaterThan(1);
      expect(await textsIn(kafka, topic)).toEqual([]);
    },
  );

  it('leaves a dead first bootstrap server', async () => {
    const { topic, proxy } = await setUp();
    const producer = producerAt([await deadAddress(), proxy.address]);

    const sent = await sendText(producer, topic, 'A', 5_000);

    expect(sent).toBe('acknowledged');
    expect(await textsIn(kafka, topic)).toEqual(['A']);
  });

  it('leaves a first bootstrap server that never answers', async () => {
    const { topic, proxy } = await setUp();
    const silent = await startKafkaProxy({ target: kafka });
    onTestFinished(silent.close);
    silent.greet('silence');

    const sent = await sendText(producerAt([silent.address, proxy.address]), topic, 'A', 10_000);

    expect(sent).toBe('acknowledged');
    expect(await textsIn(kafka, topic)).toEqual(['A']);
  });

  it.each(['FIN', 'RST'] as const)('outlives a connection closed by %s', async (how) => {
    const { topic, proxy } = await setUp();
    const producer = producerAt([proxy.address]);

    const first = await sendText(producer, topic, 'A', 10_000);
    proxy.hangUp(how);
    const second = await sendText(producer, topic, 'B', 3_000);

    expect([first, second]).toEqual(['acknowledged', 'acknowledged']);
    expect(proxy.connections()).toBe(2);
    expect(new Set(await textsIn(kafka, topic))).toEqual(new Set(['A', 'B']));
  });

  it.each(['silence', 'reset'] as const)(
    'starts without a broker that meets it with %s, and connects at the first send',
    async (manner) => {
      const { topic, proxy } = await setUp();
      proxy.greet(manner);
      const producer = await openRecordProducer(plainKafka(proxy.address));
      proxy.greet('forward');

      expect(await sendText(producer, topic, 'A', 10_000)).toBe('acknowledged');
      expect(await textsIn(kafka, topic)).toEqual(['A']);
    },
  );

  it('outlives a connection that went silent while it was idle, within three seconds', async () => {
    const { topic, proxy } = await setUp();
    const producer = producerAt([proxy.address]);

    const first = await sendText(producer, topic, 'A', 10_000);
    await sleep(2_500);
    proxy.forget();
    const second = await sendText(producer, topic, 'B', 3_000);

    expect([first, second]).toEqual(['acknowledged', 'acknowledged']);
    expect(await textsIn(kafka, topic)).toEqual(['A', 'B']);
  });

  it('writes again what was written while its answer was lost', async () => {
    const { topic, proxy } = await setUp();
    const producer = producerAt([proxy.address]);

    const first = await sendText(producer, topic, 'A', 10_000);
    proxy.loseAnswers(API.produce, 1);
    const second = await sendText(producer, topic, 'B', 10_000);
    const third = await sendText(producer, topic, 'C', 10_000);

    expect([first, second, third]).toEqual(Array(3).fill('acknowledged'));
    expect(await textsIn(kafka, topic)).toEqual(['A', 'B', 'B', 'C']);
  });

  it('counts the times that it sent once more', async () => {
    const { topic, proxy } = await setUp();
    const metrics = fakeMetrics();
    const producer = connectRecordProducer(plainKafka(proxy.address), { metrics });

    await sendText(producer, topic, 'A', 10_000);
    proxy.hangUp('RST');
    proxy.loseAnswers(API.produce, 1);
    // A topic that a message names is counted under its statement's target.
    const named = { ...textRecord(topic, 'B'), countedAs: '$' };
    await producer.send([named], AbortSignal.timeout(10_000));

    expect(Object.keys(metrics.counts)).toEqual(['$ ProducesRetried']);
    expect(metrics.counts['$ ProducesRetried']).toBeGreaterThanOrEqual(1);
  });

  it('loses none of the messages after one that it gave up without an answer', async () => {
    const { topic, proxy } = await setUp();
    const producer = producerAt([proxy.address]);

    const first = await sendText(producer, topic, 'A', 10_000);
    proxy.loseAnswers(API.produce, 1);
    const abandoned = await sendText(producer, topic, 'B', 500);
    const later = [
      await sendText(producer, topic, 'C', 10_000),
      await sendText(producer, topic, 'D', 10_000),
    ];

    expect([first, abandoned, ...later]).toEqual([
      'acknowledged',
      'retriable',
      'acknowledged',
      'acknowledged',
    ]);
    expect(await textsIn(kafka, topic)).toEqual(['A', 'B', 'C', 'D']);
  });

  it('sends nothing after it has rejected', async () => {
    const { topic, proxy } = await setUp();
    const producer = producerAt([proxy.address]);
    proxy.delayAnswers(API.metadata, 1_000);

    const abandoned = await sendText(producer, topic, 'A', 500);
    const connections = proxy.connections();
    await sleep(2_500);

    expect(abandoned).toBe('retriable');
    expect(proxy.connections()).toBe(connections);
    expect(await textsIn(kafka, topic)).toEqual([]);
  });
});
