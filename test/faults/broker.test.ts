import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KafkaServer } from '../../local/servers/kafka.ts';
import { DataError } from '../../shared/connect/errors.ts';
import type { SourceRecord } from '../../shared/connect/records.ts';
import { halt } from '../support/halt.ts';
import { adminOf, createTopic } from '../support/kafka-topics.ts';
import { deliverText, producerAt, sendText, textRecord, textsIn } from '../support/produced.ts';
import { startSecondBroker } from '../support/second-broker.ts';
import { startTestKafka, type TestServer } from '../support/servers.ts';

let kafka: TestServer<KafkaServer>;
beforeAll(async () => {
  kafka = await startTestKafka();
});
afterAll(() => kafka?.discard());

const freshTopic = (): string => `faults-${randomUUID()}`;

describe('a producer whose broker comes and goes', () => {
  it('goes on after a restart and with one, and rejects in time while it is down', async () => {
    const topic = freshTopic();
    await createTopic(kafka.address, topic);
    const producer = producerAt([kafka.address]);

    const before = await sendText(producer, topic, 'before', 10_000);
    await kafka.restart();
    const between = await sendText(producer, topic, 'between', 20_000);
    await halt(kafka);
    const down = await sendText(producer, topic, 'down', 3_000);
    const restarted = kafka.restart();
    const during = await deliverText(producer, topic, 'during');
    await restarted;
    const after = await sendText(producer, topic, 'after', 20_000);

    expect({ before, between, down, during, after }).toEqual({
      before: 'acknowledged',
      between: 'acknowledged',
      down: 'retriable',
      during: 'acknowledged',
      after: 'acknowledged',
    });
    const texts = new Set(await textsIn(kafka.address, topic));
    expect(texts).toEqual(new Set(['before', 'between', 'during', 'after']));
  });

  it('has every record that was acknowledged before and after a kill', async () => {
    const topic = freshTopic();
    await createTopic(kafka.address, topic);
    const producer = producerAt([kafka.address]);
    const texts = Array.from({ length: 300 }, (_, index) => `${index}`);

    const restarted = sleep(100).then(() => {
      process.kill(kafka.pid(), 'SIGKILL');
      return kafka.restart();
    });
    const unacknowledged: string[] = [];
    for (const text of texts)
      if ((await deliverText(producer, topic, text)) !== 'acknowledged') unacknowledged.push(text);
    await restarted;

    expect(unacknowledged).toEqual([]);
    expect(new Set(await textsIn(kafka.address, topic))).toEqual(new Set(texts));
  });
});

describe('a producer that Kafka refuses', () => {
  it('rejects for an unknown topic after a few tries, long before its time is over', async () => {
    const start = performance.now();

    const sent = await sendText(producerAt([kafka.address]), freshTopic(), 'A', 50_000);

    expect(sent).toBe('retriable');
    expect(performance.now() - start).toBeLessThan(25_000);
  });

  it('finds a topic that is made while it tries', async () => {
    const topic = freshTopic();

    const sent = sendText(producerAt([kafka.address]), topic, 'A', 20_000);
    await sleep(200);
    await createTopic(kafka.address, topic);

    expect(await sent).toBe('acknowledged');
    expect(await textsIn(kafka.address, topic)).toEqual(['A']);
  });

  it('writes to other topics after one of its own was deleted', async () => {
    const [deleted, kept, next] = [freshTopic(), freshTopic(), freshTopic()];
    for (const topic of [deleted, kept, next]) await createTopic(kafka.address, topic);
    const producer = producerAt([kafka.address]);

    await sendText(producer, deleted, 'A', 10_000);
    await sendText(producer, kept, 'A', 10_000);
    const admin = await adminOf(kafka.address);
    await admin.deleteTopics({ topics: [deleted] });
    const sent = [
      await sendText(producer, next, 'B', 10_000),
      await sendText(producer, kept, 'C', 10_000),
    ];

    expect(sent).toEqual(['acknowledged', 'acknowledged']);
    expect(await textsIn(kafka.address, kept)).toEqual(['A', 'C']);
    expect(await textsIn(kafka.address, next)).toEqual(['B']);
  });

  it.each<{ refused: string; config: Record<string, string>; over: Partial<SourceRecord> }>([
    {
      refused: 'a record above max.message.bytes',
      config: { 'max.message.bytes': '1000' },
      over: { value: Buffer.alloc(2_000) },
    },
    {
      refused: 'a record without a key in a compacted topic',
      config: { 'cleanup.policy': 'compact' },
      over: { key: null },
    },
    {
      refused: 'a record of next month',
      config: {},
      over: { timestamp: Date.now() + 30 * 86_400_000 },
    },
    { refused: 'an illegal topic name', config: {}, over: { topic: 'a topic' } },
  ])('calls $refused errant', async ({ config, over }) => {
    const topic = freshTopic();
    const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
    await (await adminOf(kafka.address)).createTopics({ topics: [{ topic, configEntries }] });
    const record = { ...textRecord(topic, 'A'), ...over };

    const sent = producerAt([kafka.address]).send([record], AbortSignal.timeout(10_000));

    await expect(sent).rejects.toBeInstanceOf(DataError);
    expect(await textsIn(kafka.address, topic)).toEqual([]);
  });

  it('rejects in time where too few replicas are there', async () => {
    const topic = freshTopic();
    const second = await startSecondBroker(kafka);
    await (await adminOf(kafka.address)).createTopics({
      waitForLeaders: true,
      topics: [
        {
          topic,
          replicaAssignment: [{ partition: 0, replicas: [1, 2] }],
          configEntries: [{ name: 'min.insync.replicas', value: '2' }],
        },
      ],
    });
    const producer = producerAt([kafka.address]);

    const before = await sendText(producer, topic, 'A', 20_000);
    await second.stop();
    const alone = await sendText(producer, topic, 'B', 4_000);

    expect([before, alone]).toEqual(['acknowledged', 'retriable']);
    expect(await textsIn(kafka.address, topic)).toEqual(['A']);
  });
});
