import { describe, expect, it } from 'vitest';
import { createBatcher } from '../../../../local/msk/batcher.ts';
import type { Slice } from '../../../../local/msk/msk-event.ts';
import { aKafkaMessage } from '../../../support/kafka-messages.ts';

const MEGABYTE = Buffer.alloc(1_000_000);
const slice = (partition: number, count: number, value: Buffer | null = null): Slice => ({
  topic: 't',
  partition,
  messages: Array.from({ length: count }, (_, i) => aKafkaMessage(i, { value })),
});

/** A batcher of three records, and what it delivered: the number of records by partition. */
const batcher = (resume: ReadonlyMap<string, number> = new Map(), windowSeconds = 0) => {
  const batches: number[][] = [];
  const { add } = createBatcher({
    batchSize: 3,
    windowSeconds,
    deliver: async (slices) => {
      batches.push(slices.map(({ messages }) => messages.length));
      return resume;
    },
  });
  return { add, batches };
};

describe('createBatcher', () => {
  it('puts partitions into one batch until it is full', async () => {
    const { add, batches } = batcher(new Map(), 3600);

    await Promise.all([add(slice(0, 1)), add(slice(1, 2))]);

    expect(batches).toEqual([[1, 2]]);
  });

  it('sends what there is when the window has passed', async () => {
    const { add, batches } = batcher();

    await add(slice(0, 2));

    expect(batches).toEqual([[2]]);
  });

  it('takes no more of a partition than a batch holds', async () => {
    const { add, batches } = batcher();

    expect(await add(slice(0, 8))).toBe(3);
    expect(batches).toEqual([[3]]);
  });

  it('sends a batch before it would grow too long or too large', async () => {
    const { add, batches } = batcher();

    await Promise.all([
      add(slice(0, 2)),
      add(slice(1, 2)),
      add(slice(2, 1, Buffer.alloc(5_000_000))),
    ]);

    expect(batches).toEqual([[2], [2], [1]]);
  });

  it('cuts a batch at six megabytes of payload', async () => {
    const { add, batches } = batcher();

    expect(
      await add({
        ...slice(0, 0),
        messages: [0, 1, 2].map((i) =>
          aKafkaMessage(i, { value: Buffer.concat([MEGABYTE, MEGABYTE]) }),
        ),
      }),
    ).toBe(2);
    expect(batches).toEqual([[2]]);
  });

  it('lets a partition go on at its resume point', async () => {
    const { add } = batcher(new Map([['t-0', 1]]));

    expect(await Promise.all([add(slice(0, 2)), add(slice(1, 1))])).toEqual([1, 1]);
  });
});
