import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, ConsumerConfig, ConsumerRunConfig, Kafka } from 'kafkajs';

type Consumption = {
  readonly kafka: Kafka;
  readonly config: ConsumerConfig;
  readonly topics: readonly string[];
  readonly run: ConsumerRunConfig;
  /** Told of each failure that ended a consumer; another one takes its place. */
  readonly onCrash?: (error: Error) => void;
  /** Told when a consumer has its partitions. */
  readonly onJoin?: () => void;
};

/** A consumer that goes on until it is stopped. */
export type RunningConsumer = { stop(): Promise<void> };

const PAUSE = 500;

/**
 * Consumes topics from their begin, or from where the group was. kafkajs starts a consumer again after some
 * failures and lets it end without a word after others, such as a coordinator that goes away while it is
 * looked for; here another consumer follows each that ended.
 *
 * Rejects where the first one can't connect
 */
export const keepConsuming = async (
  { kafka, config, topics, run, onCrash, onJoin }: Consumption,
  pause = PAUSE,
): Promise<RunningConsumer> => {
  let current: Consumer;
  let isStopped = false;

  const begin = async (): Promise<void> => {
    const consumer = kafka.consumer({ ...config, retry: { restartOnFailure: async () => false } });
    current = consumer;
    consumer.on(consumer.events.GROUP_JOIN, () => onJoin?.());
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      void follow(payload.error);
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      if (isStopped) await consumer.disconnect();
      else await consumer.run(run);
    } catch (error) {
      // It may have sockets, and would go on trying to have them; another consumer follows.
      consumer.disconnect().catch(() => undefined);
      throw error;
    }
  };

  const follow = async (crash: Error): Promise<void> => {
    onCrash?.(crash);
    await sleep(pause);
    if (!isStopped) await begin().catch(follow);
  };

  await begin();
  return {
    stop: () => {
      isStopped = true;
      return current.disconnect();
    },
  };
};
