import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaConnection } from '../../shared/config/kafka-connection.ts';
import { DataError, RetriableError } from '../../shared/connect/errors.ts';
import type { SourceRecord } from '../../shared/connect/records.ts';
import { connectRecordProducer } from '../../shared/kafka/connect.ts';
import type { RecordProducer } from '../../shared/ports.ts';
import { readTopic } from './kafka-topics.ts';

/** What became of a send; `late` when it had not said so a second after its deadline, which is all that a handler keeps back. */
export type Sent = 'acknowledged' | 'retriable' | 'errant' | 'late' | 'a bug';

const MARGIN = 1_000;

/** Sends one record that says `text`, in at most `time`. */
export const sendText = async (
  producer: RecordProducer,
  topic: string,
  text: string,
  time: number,
): Promise<Sent> => {
  const late = new AbortController();
  const sent = producer
    .send([textRecord(topic, text)], AbortSignal.timeout(time))
    .then((): Sent => 'acknowledged', kindOf);
  const deadline = sleep(time + MARGIN, 'late' as const, { signal: late.signal });
  deadline.catch(() => undefined);
  try {
    return await Promise.race([sent, deadline]);
  } finally {
    late.abort();
  }
};

/** A record of one line. */
export const textRecord = (topic: string, text: string): SourceRecord => ({
  topic,
  key: Buffer.from(text),
  value: Buffer.from(text),
  headers: [],
  timestamp: Date.UTC(2025, 3, 24),
});

const kindOf = (thrown: unknown): Sent => {
  if (thrown instanceof DataError) return 'errant';
  return thrown instanceof RetriableError ? 'retriable' : 'a bug';
};

/** What the records of a topic say, in their order, copies included. */
export const textsIn = async (address: string, topic: string): Promise<readonly string[]> =>
  (await readTopic(address, topic)).map(({ value }) => `${value}`);

/** A producer on these bootstrap servers, as a function's. */
export const producerAt = (
  brokers: readonly string[],
  security: KafkaConnection['security'] = { protocol: 'PLAINTEXT' },
): RecordProducer => connectRecordProducer({ brokers, clientId: 'connectless-test', security });
