import { setTimeout as sleep } from 'node:timers/promises';
import type { EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import type { EventSourceMapping } from '../../infra/event-source-mappings.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import { createBatcher } from './batcher.ts';
import { keepConsuming, type RunningConsumer } from './consumer.ts';
import { mskEvent, type Slice } from './msk-event.ts';
import { createStalls, type Stalls } from './stalls.ts';

type MappingOptions = {
  readonly mapping: EventSourceMapping;
  readonly kafka: Kafka;
  readonly bootstrapServers: string;
  readonly target: LambdaFunction;
  /** Told of the records that an invocation settled. */
  readonly onSettled: (topic: string, partition: number, settled: readonly KafkaMessage[]) => void;
  readonly onError: (error: unknown) => void;
  /** Told, once a stall, of a partition or topic of which nothing is settled any more, and when it goes on. */
  readonly onStall: (text: string) => void;
};

const PARTITIONS_AT_ONCE = 16;
const HEARTBEAT_INTERVAL = 1_000;
const REDELIVERY_DELAY = 1_000;
/**
 * A consumer that fails and starts again waits for its own old membership to end. By default that is
 * 30 and 60 s, in which nothing moves.
 */
const SESSION_TIMEOUT = 12_000;
const REBALANCE_TIMEOUT = 15_000;

/**
 * Polls a topic and invokes the function with batches, as Lambda does: a partition waits for its
 * batch, goes on at the resume point that the answer names, and commits only what is settled.
 */
export const startEventSourceMapping = async (
  options: MappingOptions,
): Promise<RunningConsumer> => {
  const { mapping, kafka, onStall } = options;
  const stalls = createStalls(onStall, Date.now);
  const batcher = createBatcher({
    batchSize: mapping.batchSize,
    windowSeconds: mapping.windowSeconds,
    deliver: (slices) => invoke(options, slices, stalls),
  });
  return keepConsuming({
    kafka,
    config: {
      groupId: mapping.consumerGroup,
      sessionTimeout: SESSION_TIMEOUT,
      rebalanceTimeout: REBALANCE_TIMEOUT,
      maxWaitTimeInMs: 100,
    },
    topics: [mapping.topic],
    run: {
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => consume(options, payload, batcher.add),
    },
    onCrash: ({ message }) => stalls.waits(mapping.topic, `its consumer ended, ${message}`),
    onJoin: () => stalls.moves(mapping.topic),
  });
};

const consume = async (
  { onSettled }: MappingOptions,
  payload: EachBatchPayload,
  add: (slice: Slice) => Promise<number>,
): Promise<void> => {
  const { batch, resolveOffset, heartbeat, isRunning, isStale } = payload;
  const { topic, partition } = batch;
  let messages = batch.messages;
  while (messages.length > 0 && isRunning() && !isStale()) {
    const resume = await alive(heartbeat, add({ topic, partition, messages }));
    const settled = messages.filter(({ offset }) => Number(offset) < resume);
    if (settled.length > 0) {
      await commit(payload, String(resume));
      resolveOffset(String(resume - 1));
      onSettled(topic, partition, settled);
      messages = messages.slice(settled.length);
    } else {
      await alive(heartbeat, sleep(REDELIVERY_DELAY));
      // A group that has moved on must be seen to: its partitions may be another's now.
      await heartbeat();
    }
  }
};

/**
 * Unlike the consumer's own `commitOffsets`, this keeps Kafka's error as it is: of a member that the group
 * does not know any more kafkajs makes one that joins again, but not of an error that wraps it.
 */
const commit = (
  { batch, commitOffsetsIfNecessary }: EachBatchPayload,
  offset: string,
): Promise<void> =>
  commitOffsetsIfNecessary({
    topics: [{ topic: batch.topic, partitions: [{ partition: batch.partition, offset }] }],
  });

/** Keeps the group membership while an invocation goes on. */
const alive = async <T>(heartbeat: () => Promise<void>, work: Promise<T>): Promise<T> => {
  const timer = setInterval(() => heartbeat().catch(() => undefined), HEARTBEAT_INTERVAL);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
};

const TRYING = 'the function is still trying, OpenSearch or Kafka may be away';
const UNSETTLED = 'the function leaves its records unsettled, OpenSearch or Kafka may be away';
const FAILED = 'the function fails';
const WATCH_INTERVAL = 1_000;

/** Invokes and reads the answer; a failure means that no partition moves. */
const invoke = async (
  { target, bootstrapServers, onError }: MappingOptions,
  slices: readonly Slice[],
  stalls: Stalls,
): Promise<ReadonlyMap<string, number>> => {
  const starts = new Map(slices.map((slice) => [nameOf(slice), firstOffset(slice)]));
  const allWait = (reason: string): void => {
    for (const partition of starts.keys()) stalls.waits(partition, reason);
  };
  const watch = setInterval(() => allWait(TRYING), WATCH_INTERVAL);
  try {
    const answer = await target.invoke(mskEvent(slices, bootstrapServers));
    const points = resumePoints(answer, slices) ?? starts;
    for (const [partition, start] of starts)
      if (points.get(partition) === start) stalls.waits(partition, UNSETTLED);
      else stalls.moves(partition);
    return points;
  } catch (error) {
    onError(error);
    allWait(FAILED);
    return starts;
  } finally {
    clearInterval(watch);
  }
};

const nameOf = ({ topic, partition }: Slice): string => `${topic}-${partition}`;
const firstOffset = ({ messages }: Slice): number => Number(messages[0]?.offset);

type PartialAnswer = {
  readonly batchItemFailures?: readonly {
    readonly itemIdentifier: { readonly partition: string; readonly offset: number };
  }[];
};

/** Where partitions go on; nothing where an identifier was not in the event: then the batch failed. */
export const resumePoints = (
  answer: unknown,
  slices: readonly Slice[],
): ReadonlyMap<string, number> | undefined => {
  const points = new Map<string, number>();
  for (const { itemIdentifier } of (answer as PartialAnswer | null)?.batchItemFailures ?? []) {
    const { partition, offset } = itemIdentifier;
    const delivered = slices.some(
      (slice) =>
        `${slice.topic}-${slice.partition}` === partition &&
        slice.messages.some((message) => Number(message.offset) === offset),
    );
    if (!delivered) return undefined;
    points.set(partition, Math.min(offset, points.get(partition) ?? offset));
  }
  return points;
};
