import { randomUUID } from 'node:crypto';
import type { Kafka, KafkaMessage } from 'kafkajs';
import type { Read } from '../tally.ts';
import type { RunningMapping } from './event-source-mapping.ts';

/** Told of each letter: its message id, and the record that a sink read, where it is a sink's. */
type OnLetter = (messageId: string, read: Read | undefined) => void;

/** Watches dead letter topics for letters written from now on. */
export const watchDeadLetters = async (
  kafka: Kafka,
  topics: readonly string[],
  onLetter: OnLetter,
): Promise<RunningMapping> => {
  const start = Date.now();
  const consumer = kafka.consumer({
    groupId: `connectless-local-${randomUUID()}`,
    retry: { restartOnFailure: async () => true },
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      if (Number(message.timestamp) >= start) onLetter(text(message, 'message-id'), read(message));
    },
  });
  return { stop: () => consumer.disconnect() };
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
