import { randomUUID } from 'node:crypto';
import type { Kafka, KafkaMessage } from 'kafkajs';
import type { Read } from '../tally.ts';
import { keepConsuming, type RunningConsumer } from './consumer.ts';

/** Told of each letter: its message id, and the record that a sink read, where it is a sink's. */
type OnLetter = (messageId: string, read: Read | undefined) => void;

/** Watches dead letter topics for letters written from now on. */
export const watchDeadLetters = async (
  kafka: Kafka,
  topics: readonly string[],
  onLetter: OnLetter,
): Promise<RunningConsumer> => {
  const start = Date.now();
  return keepConsuming({
    kafka,
    config: { groupId: `connectless-local-${randomUUID()}` },
    topics,
    run: {
      eachMessage: async ({ message }) => {
        if (Number(message.timestamp) >= start)
          onLetter(text(message, 'message-id'), read(message));
      },
    },
  });
};

const read = (message: KafkaMessage): Read | undefined => {
  const offset = text(message, '__connect.errors.offset');
  if (offset === '') return undefined;
  return {
    connector: text(message, '__connect.errors.connector.name'),
    topic: text(message, '__connect.errors.topic'),
    partition: Number(text(message, '__connect.errors.partition')),
    offset: Number(offset),
  };
};

const text = ({ headers }: KafkaMessage, name: string): string =>
  [headers?.[name] ?? []].flat().at(-1)?.toString() ?? '';
