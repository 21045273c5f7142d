import { setTimeout as sleep } from 'node:timers/promises';
import type { IHeaders, Message, Producer, TopicMessages } from 'kafkajs';
import { within } from '../connect/deadline.ts';
import { DataError, RetriableError } from '../connect/errors.ts';
import type { Header, SourceRecord } from '../connect/records.ts';
import type { RecordProducer } from '../ports.ts';
import { createProducer, type KafkaClient } from './client.ts';
import { produceError } from './produce-error.ts';

const ACKS_ALL = -1;
/** Longest that one try may take; a broker that never answers leaves time for another. */
const TRY_TIMEOUT = 8_000;
const DELAYS = [0, 100, 400, 1_000, 2_000];

type Connected = { readonly client: KafkaClient; readonly producer: Producer };

/**
 * Produces through kafkajs with acks=all. One client, connected at the first send and kept; one that
 * failed is dropped with its sockets, and the next try gets a fresh one on another bootstrap server.
 */
export const createRecordProducer = (
  createClient: (rotation: number) => KafkaClient,
): RecordProducer => {
  let current: Promise<Connected> | undefined;
  let made = 0;

  const connect = async (): Promise<Connected> => {
    const client = createClient(made++);
    const producer = createProducer(client);
    try {
      await within(AbortSignal.timeout(TRY_TIMEOUT), producer.connect());
    } catch (error) {
      client.drop();
      throw error;
    }
    return { client, producer };
  };

  const drop = (failed: Promise<Connected>): void => {
    if (current === failed) current = undefined;
    failed.then(
      ({ client }) => client.drop(),
      () => undefined,
    );
  };

  const attempt = async (topicMessages: TopicMessages[], signal: AbortSignal): Promise<void> => {
    current ??= connect();
    const used = current;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(TRY_TIMEOUT)]);
    try {
      const { producer } = await within(limit, used);
      await within(limit, producer.sendBatch({ topicMessages, acks: ACKS_ALL }));
    } catch (error) {
      const meaning = produceError(error);
      if (meaning instanceof RetriableError) drop(used);
      throw meaning;
    }
  };

  return {
    send: (records, signal) => {
      const topicMessages = byTopic(records);
      return retry(() => attempt(topicMessages, signal), signal);
    },
  };
};

/** Tries after each delay in turn, for as long as there is time and a later try may do better. */
const retry = async (attempt: () => Promise<void>, signal: AbortSignal): Promise<void> => {
  let last: unknown = new RetriableError('Kafka did not acknowledge: no time was left');
  for (const delay of DELAYS) {
    await sleep(delay, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof DataError) throw error;
      last = error;
    }
  }
  throw last;
};

const byTopic = (records: readonly SourceRecord[]): TopicMessages[] =>
  [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, group]) => ({
    topic,
    messages: group.map(toMessage),
  }));

const toMessage = ({ key, value, headers, timestamp }: SourceRecord): Message => ({
  key,
  value,
  timestamp: String(timestamp),
  headers: toHeaders(headers),
});

/** kafkajs groups repeated names; it cannot write a null header value, which becomes an empty one. */
const toHeaders = (headers: readonly Header[]): IHeaders =>
  Object.fromEntries(
    [...Map.groupBy(headers, ({ key }) => key)].map(([key, group]) => [
      key,
      group.map(({ value }) => value ?? Buffer.alloc(0)),
    ]),
  );
