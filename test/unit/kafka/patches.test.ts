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
