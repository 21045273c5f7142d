import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { mqttMessage } from '../../shared/source/iot-event.ts';
import { createSourceTask, type SourceTask } from '../../shared/source/source-task.ts';
import { aSourceConnector } from '../support/connectors.ts';
import { fakeMetrics, fakeReporter } from '../support/fakes.ts';
import { createTopic, headerText, readTopic } from '../support/kafka-topics.ts';
import { producerAt } from '../support/produced.ts';
import { anIotEvent } from '../support/records.ts';
import { sharedKafka } from '../support/shared-servers.ts';

const FILTER = '#';
let kafka: string;
beforeAll(async () => {
  kafka = await sharedKafka();
});

/** A source of everything into one topic, on a real Kafka. */
const sourceInto = async (): Promise<{ readonly task: SourceTask; readonly target: string }> => {
  const target = `payloads-${randomUUID()}`;
  await createTopic(kafka, target);
  const producer = producerAt([kafka]);
  const connector = aSourceConnector({ statements: [{ filter: FILTER, target }] });
  const task = createSourceTask(connector, {
    producer,
    reporter: fakeReporter(() => true),
    now: () => 0,
    metrics: fakeMetrics(),
  });
  return { task, target };
};

const publish = (task: SourceTask, id: string, topic: string, payload: Buffer) =>
  task.put(
    mqttMessage(anIotEvent({ id, topic, filter: FILTER, payload })),
    AbortSignal.timeout(20_000),
  );

const DEPTH = 5_000;
const PAYLOADS: readonly (readonly [string, Buffer])[] = [
  ['nothing', Buffer.alloc(0)],
  ['128 KB', Buffer.alloc(131_072, 'x')],
  [
    '128 KB of every byte',
    Buffer.from(Uint8Array.from({ length: 131_072 }, (_, i) => (i * 7) % 256)),
  ],
  ['binary', Buffer.from([0, 0xff, 0xfe, 0, 0x7b, 0x22])],
  ['invalid UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0x22])],
  ['deep JSON', Buffer.from('{"a":['.repeat(DEPTH) + ']}'.repeat(DEPTH))],
  ['line breaks and a byte order mark', Buffer.from('\ufeff{\r\n"a" : 1e2 }\n')],
];

describe('what a device publishes', () => {
  it('is what Kafka has, whatever it is', async () => {
    const { task, target } = await sourceInto();

    for (const [name, payload] of PAYLOADS) await publish(task, name, 'phone/data', payload);

    const records = await readTopic(kafka, target);
    expect(records).toHaveLength(PAYLOADS.length);
    for (const [name, payload] of PAYLOADS) {
      const record = records.find((one) => headerText(one, 'message-id') === name);
      expect(record?.value?.equals(payload), name).toBe(true);
    }
  });

  it('is what Kafka has: bytes published are bytes in Kafka, on any topic', async () => {
    const { task, target } = await sourceInto();
    const level = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    const topics = fc
      .array(level, { minLength: 1, maxLength: 5 })
      .map((levels) => levels.join('/').replaceAll(/[+#\0]/g, '-'))
      .filter((topic) => topic !== '' && !topic.startsWith('$') && topic.isWellFormed());
    const published = new Map<string, { readonly topic: string; readonly payload: Buffer }>();

    await fc.assert(
      fc.asyncProperty(topics, fc.uint8Array({ maxLength: 3_000 }), async (topic, bytes) => {
        const id = randomUUID();
        const payload = Buffer.from(bytes);
        published.set(id, { topic, payload });
        await publish(task, id, topic, payload);
      }),
      { numRuns: 300 },
    );

    const records = await readTopic(kafka, target);
    expect(records).toHaveLength(published.size);
    for (const record of records) {
      const sent = published.get(headerText(record, 'message-id') ?? '');
      expect(record.value?.equals(sent?.payload ?? Buffer.from('none'))).toBe(true);
      expect(headerText(record, 'mqtt-topic')).toBe(sent?.topic);
    }
  });
});
