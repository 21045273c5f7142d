import { randomUUID } from 'node:crypto';
import { ConfigResourceTypes } from 'kafkajs';
import { beforeAll, describe, expect, it } from 'vitest';
import { DataError } from '../../shared/connect/errors.ts';
import { connectRecordProducer } from '../../shared/kafka/connect.ts';
import type { NewTopics } from '../../shared/ports.ts';
import { plainKafka } from '../support/kafka-connection.ts';
import { adminOf, createTopic } from '../support/kafka-topics.ts';
import { sendText, textRecord, textsIn } from '../support/produced.ts';
import { sharedKafka } from '../support/shared-servers.ts';

let kafka: string;
beforeAll(async () => {
  kafka = await sharedKafka();
});

const freshTopic = (): string => `made-${randomUUID()}`;
const producer = (newTopics: NewTopics) => connectRecordProducer(plainKafka(kafka), { newTopics });

const MADE = { partitions: 3, replicationFactor: 1, config: { 'retention.ms': '12345678' } };

describe('a producer that makes topics', () => {
  it('makes one that is missing as the file says, and writes to it', async () => {
    const topic = freshTopic();

    const sent = await sendText(
      producer(() => MADE),
      topic,
      'A',
      20_000,
    );

    const client = await adminOf(kafka);
    const metadata = await client.fetchTopicMetadata({ topics: [topic] });
    const { resources } = await client.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: ['retention.ms'] }],
    });
    expect(sent).toBe('acknowledged');
    expect(await textsIn(kafka, topic)).toEqual(['A']);
    expect(metadata.topics[0]?.partitions).toHaveLength(3);
    expect(resources[0]?.configEntries[0]?.configValue).toBe('12345678');
  });

  it('takes the cluster’s defaults where the file leaves them', async () => {
    const topic = freshTopic();

    expect(
      await sendText(
        producer(() => ({ config: {} })),
        topic,
        'A',
        20_000,
      ),
    ).toBe('acknowledged');
  });

  it('outlives others that make the same topic at the same time', async () => {
    const topic = freshTopic();
    const texts = Array.from({ length: 6 }, (_, index) => `${index}`);

    const sent = await Promise.all(
      texts.map((text) =>
        sendText(
          producer(() => MADE),
          topic,
          text,
          30_000,
        ),
      ),
    );

    expect(new Set(sent)).toEqual(new Set(['acknowledged']));
    expect((await textsIn(kafka, topic)).toSorted()).toEqual(texts);
  });

  it('goes on with the topics that it knows, and with those that others have made', async () => {
    const [known, made] = [freshTopic(), freshTopic()];
    await createTopic(kafka, known);
    const one = producer((topic) => (topic === made ? MADE : undefined));

    const sent = [
      await sendText(one, known, 'A', 10_000),
      await sendText(one, made, 'B', 20_000),
      await sendText(one, known, 'C', 10_000),
      await sendText(one, made, 'D', 10_000),
    ];

    expect(new Set(sent)).toEqual(new Set(['acknowledged']));
    expect(await textsIn(kafka, known)).toEqual(['A', 'C']);
    expect((await textsIn(kafka, made)).toSorted()).toEqual(['B', 'D']);
  });

  it('makes none that is not its own, and rejects', async () => {
    const topic = freshTopic();

    expect(
      await sendText(
        producer(() => undefined),
        topic,
        'A',
        15_000,
      ),
    ).toBe('retriable');
    expect((await (await adminOf(kafka)).listTopics()).includes(topic)).toBe(false);
  });

  it('rejects where the cluster can’t make it so', async () => {
    const send = producer(() => ({ ...MADE, replicationFactor: 5 })).send(
      [textRecord(freshTopic(), 'A')],
      AbortSignal.timeout(20_000),
    );

    await expect(send).rejects.toThrow(/INVALID_REPLICATION_FACTOR/);
  });

  it('calls a record errant whose topic Kafka takes for another one’s', async () => {
    const name = freshTopic().replaceAll('-', '_');
    await createTopic(kafka, `${name}_a`);
    const send = producer(() => MADE).send(
      [textRecord(`${name}.a`, 'A')],
      AbortSignal.timeout(20_000),
    );

    await expect(send).rejects.toBeInstanceOf(DataError);
  });
});
