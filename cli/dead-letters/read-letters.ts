import { randomUUID } from 'node:crypto';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { fetchedRecord } from '../../shared/connect/fetched-record.ts';
import type { SinkRecord } from '../../shared/connect/records.ts';

/** Offsets of a topic's partition: `low` is its first, `high` the next one to be written. */
export type PartitionEnds = {
  readonly partition: number;
  readonly low: number;
  readonly high: number;
};

/** A dead letter topic as it was when it was looked at; undefined where there is none. */
export const lookAtTopic = async (
  kafka: Kafka,
  topic: string,
): Promise<readonly PartitionEnds[] | undefined> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    if (!(await admin.listTopics()).includes(topic)) return undefined;
    const offsets = await admin.fetchTopicOffsets(topic);
    return offsets.map(({ partition, low, high }) => ({
      partition,
      low: Number(low),
      high: Number(high),
    }));
  } finally {
    await admin.disconnect();
  }
};

type Reading = {
  readonly kafka: Kafka;
  readonly topic: string;
  readonly ends: readonly PartitionEnds[];
  /** Where to begin, by partition; at its first letter where it is left out. */
  readonly starts?: ReadonlyMap<number, number>;
  /** Of those who commit; who only reads takes none, and leaves no trace. */
  readonly groupId?: string;
  /** One letter after the other; rejecting ends it. */
  readonly onLetter: (letter: SinkRecord, consumer: Consumer) => Promise<void>;
  /** However it ends, when no letter is on its way any more. */
  readonly atEnd?: (consumer: Consumer) => Promise<void>;
  readonly signal: AbortSignal;
};

/** A fetch that is waiting for letters holds up the end. */
const FETCH_WAIT = 200;
/** A delivery may take half a minute, and a member that says nothing for so long is thrown out. */
const SESSION_TIMEOUT = 90_000;

/** Reads letters up to where the topic ended when it was looked at, or until `signal` aborts. */
export const readLetters = async (reading: Reading): Promise<void> => {
  const { kafka, topic, starts, atEnd, signal } = reading;
  const { groupId = `connectless-read-${randomUUID()}` } = reading;
  const open = new Map(
    reading.ends
      .map((end) => ({ ...end, low: Math.max(end.low, starts?.get(end.partition) ?? end.low) }))
      .filter(({ low, high }) => low < high)
      .map((end) => [end.partition, end]),
  );
  if (open.size === 0 || signal.aborted) return;
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: SESSION_TIMEOUT,
    maxWaitTimeInMs: FETCH_WAIT,
    allowAutoTopicCreation: false,
  });
  const over = Promise.withResolvers<void>();
  const abort = (): void => over.resolve();
  let current: Promise<void> = Promise.resolve();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) over.reject(payload.error);
    });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => {
        current = readBatch(reading, payload, open, consumer);
        await current.catch(over.reject);
        if (open.size === 0) over.resolve();
      },
    });
    for (const end of open.values())
      consumer.seek({ topic, partition: end.partition, offset: `${end.low}` });
    await over.promise;
  } finally {
    signal.removeEventListener('abort', abort);
    await current.catch(() => undefined);
    await atEnd?.(consumer).catch(() => undefined);
    await consumer.disconnect();
  }
};

const readBatch = async (
  { topic, onLetter, signal }: Reading,
  { batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload,
  open: Map<number, PartitionEnds>,
  consumer: Consumer,
): Promise<void> => {
  const end = open.get(batch.partition);
  // Fetched before it was told where to begin.
  if (end === undefined || isStale()) return;
  for (const message of batch.messages) {
    const offset = Number(message.offset);
    if (signal.aborted || !isRunning() || offset >= end.high) break;
    if (offset >= end.low) await onLetter(fetchedRecord(topic, batch.partition, message), consumer);
    resolveOffset(message.offset);
    await heartbeat();
  }
  if (Number(batch.lastOffset()) + 1 >= end.high) open.delete(batch.partition);
};
