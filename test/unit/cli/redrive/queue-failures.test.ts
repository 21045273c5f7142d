import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { queueFailures } from '../../../../cli/redrive/queue-failures.ts';
import { type MemoryQueue, memoryQueue } from '../../../support/memory-queue.ts';

let queue: MemoryQueue | undefined;
afterEach(() => queue?.restore());

/** A queue of that many messages, opened. */
const open = (messages: number, options: Parameters<typeof queueFailures>[2] = {}) => {
  queue = memoryQueue();
  for (let i = 0; i < messages; i++) queue.send(`${i}`);
  return { queue, failures: queueFailures(new SQSClient({}), queue.url, options) };
};

describe('queueFailures', () => {
  it('takes every message once, until none is left', async () => {
    const { failures } = open(23);
    const taken: string[] = [];

    for (let batch = await failures.take(10); batch.length > 0; batch = await failures.take(10))
      taken.push(...batch.map(({ body }) => body));

    expect(taken).toEqual(Array.from({ length: 23 }, (_, i) => `${i}`));
    await failures.close();
  });

  it('removes what it is told to, and gives the rest back at once', async () => {
    const { queue: own, failures } = open(3);
    const [first, second] = await failures.take(10);

    if (second) await failures.remove(second);
    await failures.close();

    expect(own.visible()).toEqual(['0', '2']);
    expect(first?.sentAt).toBe(Date.UTC(2025, 3, 24, 12));
  });

  it('gives back more than fit into one call', async () => {
    const { queue: own, failures } = open(25);
    while ((await failures.take(10)).length > 0);

    await failures.close();

    expect(own.visible()).toHaveLength(25);
  });

  it('keeps out of sight what it holds for longer than a lease', async () => {
    const { queue: own, failures } = open(1, { leaseSeconds: 30, renewInterval: 1 });
    await failures.take(1);

    own.pass(29);
    await expect.poll(() => own.changes.includes(30)).toBe(true);
    own.pass(29);

    expect(own.visible()).toEqual([]);
    await failures.close();
  });

  it('shows it again when the process has died', async () => {
    const { queue: own, failures } = open(1, { leaseSeconds: 30, renewInterval: 3_600_000 });
    await failures.take(1);

    own.pass(30);

    expect(own.visible()).toEqual(['0']);
    await failures.close();
  });

  it('takes no message twice that SQS delivers twice, and removes it by its last receipt', async () => {
    const { queue: own, failures } = open(1);
    const [message] = await failures.take(10);

    own.deliverTwice();
    expect(await failures.take(10)).toEqual([]);
    if (message) await failures.remove(message);

    expect(own.bodies()).toEqual([]);
    await failures.close();
  });

  it('says about how many there are', async () => {
    const { failures } = open(4);

    expect(await failures.size()).toBe(4);
    await failures.close();
  });
});
