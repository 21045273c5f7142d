import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAsynchronousInvocation } from '../../../../local/lambda/asynchronous-invocation.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'connectless-failures-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A function that fails until `heal`, and what of its events succeeded. */
const failing = () => {
  const succeeded: unknown[] = [];
  let healthy = false;
  const stop = new AbortController();
  const invocation = createAsynchronousInvocation({
    target: {
      name: 'source',
      invoke: async () => {
        if (!healthy) throw new Error('Kafka is away');
      },
      stop: async () => undefined,
    },
    failures: folder,
    retryDelays: [0, 0, 0],
    redriveInterval: 1,
    onSuccess: (event) => succeeded.push(event),
    onError: () => undefined,
    signal: stop.signal,
  });
  const heal = () => {
    healthy = true;
  };
  return { invocation, succeeded, heal, stop };
};

describe('createAsynchronousInvocation', () => {
  it('keeps events that failed three times, and feeds each back once', async () => {
    const { invocation, succeeded, heal, stop } = failing();
    const events = Array.from({ length: 8 }, (_, i) => ({ id: i }));

    for (const event of events) invocation.accept(event);
    await expect.poll(() => invocation.failed()).toBe(8);
    heal();
    await expect.poll(() => invocation.failed()).toBe(0);
    stop.abort();

    expect(succeeded).toHaveLength(8);
    expect(new Set(succeeded.map((event) => JSON.stringify(event))).size).toBe(8);
    expect(await readdir(folder)).toEqual([]);
  });

  it('goes on where somebody else has redriven a record', async () => {
    const { invocation, succeeded, heal, stop } = failing();
    for (const id of [1, 2, 3]) invocation.accept({ id });
    await expect.poll(() => invocation.failed()).toBe(3);

    const [first = ''] = (await readdir(folder)).toSorted((a, b) => a.localeCompare(b));
    await rm(join(folder, first));
    heal();
    await expect.poll(() => invocation.failed()).toBe(0);
    stop.abort();

    expect(succeeded.length).toBeGreaterThanOrEqual(2);
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps a record as an on-failure destination would get it', async () => {
    const { invocation, stop } = failing();

    invocation.accept({ id: 'm' });
    await expect.poll(() => invocation.failed()).toBe(1);
    stop.abort();

    const [file = ''] = await readdir(folder);
    const { default: record } = await import(join(folder, file), { with: { type: 'json' } });
    expect(record).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: { id: 'm' },
      responsePayload: { errorMessage: 'Kafka is away' },
    });
  });
});
