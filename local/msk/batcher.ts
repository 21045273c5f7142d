import { eventBytes, type Slice } from './msk-event.ts';

/** Lambda's ceiling for the payload of an invocation (AWS: "Lambda quotas"). */
const MAX_PAYLOAD = 6 * 1024 * 1024;

type BatcherOptions = {
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Invokes with one batch; answers where each partition goes on, keyed as in the event. */
  readonly deliver: (slices: readonly Slice[]) => Promise<ReadonlyMap<string, number>>;
};

/** Gathers slices of partitions into batches. */
export type Batcher = {
  /** Resolves with the offset to go on from: behind the slice where all of it is settled. */
  add(slice: Slice): Promise<number>;
};

type Waiting = { readonly slice: Slice; readonly settle: PromiseWithResolvers<number> };

/**
 * A batch goes out when it is full, when its payload is, or when the window has passed since its
 * first record; it may hold several partitions, each once.
 */
export const createBatcher = ({ batchSize, windowSeconds, deliver }: BatcherOptions): Batcher => {
  let batch: Waiting[] = [];
  let records = 0;
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    const due = batch;
    batch = [];
    records = 0;
    bytes = 0;
    if (due.length === 0) return;
    try {
      const resume = await deliver(due.map(({ slice }) => slice));
      for (const { slice, settle } of due) settle.resolve(resume.get(name(slice)) ?? end(slice));
    } catch (error) {
      for (const { settle } of due) settle.reject(error);
    }
  };

  return {
    add(whole) {
      const slice = firstBatch(whole, batchSize);
      const size = slice.messages.reduce((sum, message) => sum + eventBytes(message), 0);
      const fits = records + slice.messages.length <= batchSize && bytes + size <= MAX_PAYLOAD;
      if (!fits) void flush();
      const settle = Promise.withResolvers<number>();
      batch.push({ slice, settle });
      records += slice.messages.length;
      bytes += size;
      if (records === batchSize) void flush();
      else if (batch.length === 1) timer = setTimeout(() => void flush(), windowSeconds * 1000);
      return settle.promise;
    },
  };
};

const name = ({ topic, partition }: Slice): string => `${topic}-${partition}`;

const end = ({ messages }: Slice): number => Number(messages.at(-1)?.offset ?? -1) + 1;

/** As much of a slice as one invocation takes; a single record above the ceiling goes alone. */
const firstBatch = ({ messages, ...rest }: Slice, batchSize: number): Slice => {
  let bytes = 0;
  const fitting = messages.slice(0, batchSize).findIndex((message, i) => {
    bytes += eventBytes(message);
    return i > 0 && bytes > MAX_PAYLOAD;
  });
  return { ...rest, messages: messages.slice(0, fitting === -1 ? batchSize : fitting) };
};
