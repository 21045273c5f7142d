import BrokerPool from 'kafkajs/src/cluster/brokerPool.js';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { describe, expect, it } from 'vitest';
import '../../../shared/kafka/client.ts';

const planned = (pending: readonly unknown[]): boolean => {
  const queue = Object.assign(Object.create(RequestQueue.prototype), {
    pending,
    throttledUntil: -1,
    throttleCheckTimeoutId: null,
  });
  queue.scheduleCheckPendingRequests();
  clearTimeout(queue.throttleCheckTimeoutId);
  return queue.throttleCheckTimeoutId !== null;
};

describe("kafkajs' queue", () => {
  it('sets no timer while nothing is pending', () => {
    expect(planned([])).toBe(false);
  });

  it('sets one for what is pending', () => {
    expect(planned(['a request'])).toBe(true);
  });
});

describe('a question that any broker may answer', () => {
  const refused = Object.assign(new Error('no'), { type: 'GROUP_AUTHORIZATION_FAILED' });
  /** What comes of it where each broker in turn does this. */
  const ask = (...answers: readonly (string | Error)[]) => {
    const left = [...answers];
    const pool = Object.assign(Object.create(BrokerPool.prototype), {
      brokers: Object.fromEntries(answers.map((_, nodeId) => [nodeId, {}])),
      findBroker: async () => ({}),
    });
    return pool.withBroker(async () => {
      const answer = left.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    });
  };

  it('is refused where a broker has refused it and none answers', async () => {
    await expect(ask(refused, new Error('away'))).rejects.toBe(refused);
  });

  it('is answered by whoever does', async () => {
    expect(await ask(refused, 'an answer')).toBe('an answer');
    expect(await ask(new Error('away'))).toBeNull();
  });
});
