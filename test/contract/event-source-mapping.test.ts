import { randomUUID } from 'node:crypto';
import type { Admin } from 'kafkajs';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startEventSourceMapping } from '../../local/msk/event-source-mapping.ts';
import { connectKafka } from '../../shared/kafka/connect.ts';
import { plainKafka } from '../support/kafka-connection.ts';
import { leaveGroup } from '../support/kafka-frames.ts';
import { API, type KafkaProxy, startKafkaProxy } from '../support/kafka-proxy.ts';
import { createTopic } from '../support/kafka-topics.ts';
import { producerAt, sendText } from '../support/produced.ts';
import { sharedKafka } from '../support/shared-servers.ts';

let address: string;
beforeAll(async () => {
  address = await sharedKafka();
});

const openAdmin = async (): Promise<Admin> => {
  const admin = connectKafka(plainKafka(address)).admin();
  await admin.connect();
  onTestFinished(admin.disconnect);
  return admin;
};

/** A topic of one record, and its mapping; resolves when the record is settled. */
const settle = async (
  broker: string,
  onInvoke: (invocation: number, group: string) => Promise<void>,
): Promise<{ readonly invocations: number; readonly committed: string | undefined }> => {
  const topic = `mapped-${randomUUID()}`;
  const consumerGroup = `group-${randomUUID()}`;
  await createTopic(address, topic);
  await sendText(producerAt([address]), topic, 'a record', 10_000);
  const settled = Promise.withResolvers<void>();
  let invocations = 0;
  const running = await startEventSourceMapping({
    mapping: {
      topic,
      consumerGroup,
      batchSize: 10,
      windowSeconds: 0,
      start: 'earliest',
      pollers: { min: 1, max: 1 },
    },
    kafka: connectKafka(plainKafka(broker)),
    bootstrapServers: broker,
    target: {
      name: 'sink',
      invoke: () => onInvoke(++invocations, consumerGroup),
      stop: async () => undefined,
    },
    onSettled: () => settled.resolve(),
    onError: settled.reject,
    onStall: () => undefined,
  });
  onTestFinished(running.stop);
  await settled.promise;
  const admin = await openAdmin();
  const [of] = await admin.fetchOffsets({ groupId: consumerGroup, topics: [topic] });
  return { invocations, committed: of?.partitions[0]?.offset };
};

describe('an event source mapping', () => {
  it('delivers again and goes on when its group has thrown it out meanwhile', async () => {
    const throwOut = async (group: string): Promise<void> => {
      const admin = await openAdmin();
      const { groups } = await admin.describeGroups([group]);
      for (const { members } of groups)
        for (const { memberId } of members) await leaveGroup(address, group, memberId);
    };

    const { invocations, committed } = await settle(address, async (invocation, group) => {
      if (invocation === 1) await throwOut(group);
    });

    expect([invocations, committed]).toEqual([2, '1']);
  });

  it('begins again when Kafka goes away while it looks for its coordinator', async () => {
    let lost = 0;
    const proxy: KafkaProxy = await startKafkaProxy({
      target: address,
      answer: (api) => {
        if (api === API.findCoordinator && ++lost <= 2) proxy.hangUp('FIN');
        return undefined;
      },
    });
    onTestFinished(proxy.close);

    const { invocations, committed } = await settle(proxy.address, async () => undefined);

    expect(lost).toBeGreaterThan(2);
    expect([invocations, committed]).toEqual([1, '1']);
  });
});
