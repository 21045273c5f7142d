import type { SourceRecord } from '../connect/records.ts';
import type { Metrics, NewTopics, RecordProducer } from '../ports.ts';
import type { KafkaClient } from './client.ts';
import { createTopics } from './create-topics.ts';
import { atOrLast, limited, persist } from './persist.ts';
import { type ProduceFailure, produceFailure } from './produce-failure.ts';
import { openConnection, type ProducerConnection } from './producer-connection.ts';

/** A producer that can connect before there is anything to send. */
export type OpenableProducer = RecordProducer & {
  /** Resolves when it is connected, or that failed or took too long: then the first send tries anew. */
  open(): Promise<void>;
};

/** What a producer may have besides a connection. */
export type ProducerOptions = {
  readonly newTopics?: NewTopics;
  readonly metrics?: Pick<Metrics, 'add'>;
};

/** How long a try may take, connecting included: a broker that never answers leaves time for another. */
const TRY_LIMITS = [3_000, 6_000, 10_000];
/** The same for a connection whose sockets may be gone without a word. */
const STALE_LIMIT = 1_000;

/**
 * Produces through kafkajs with acks=all. One connection, opened at the first send and kept; one that
 * failed is dropped with its sockets, and the next try opens another at the next bootstrap server.
 * A topic that Kafka does not have is made first, where it is ours to make.
 */
export const createRecordProducer = (
  createClient: (rotation: number) => KafkaClient,
  { newTopics = () => undefined, metrics }: ProducerOptions = {},
): OpenableProducer => {
  let current: ProducerConnection | undefined;
  let opened = 0;

  const drop = (failed: ProducerConnection): void => {
    failed.drop();
    if (current === failed) current = undefined;
  };

  const connection = (): ProducerConnection => {
    if (current?.isBroken()) drop(current);
    current ??= openConnection(createClient(opened++));
    return current;
  };

  const attempt = async (
    records: readonly SourceRecord[],
    tries: number,
    signal: AbortSignal,
  ): Promise<ProduceFailure | undefined> => {
    const used = connection();
    if (tries > 0) countRetried(records, metrics);
    const limit = used.isStale() ? STALE_LIMIT : atOrLast(TRY_LIMITS, tries);
    try {
      await limited(used.send(records, limit), limit, signal);
      return undefined;
    } catch (thrown) {
      const failure = produceFailure(thrown);
      if (isSpent(used, failure, records)) drop(used);
      return (await makeMissing(failure, records, limit, signal)) ?? failure;
    }
  };

  /** By a client of its own: kafkajs' admin closes its socket, and a client lives as long as all of its sockets. */
  const makeMissing = async (
    { isMissing }: ProduceFailure,
    records: readonly SourceRecord[],
    limit: number,
    signal: AbortSignal,
  ): Promise<ProduceFailure | undefined> => {
    const topics = [...new Set(records.map(({ topic }) => topic))].filter(newTopics);
    if (!isMissing || topics.length === 0) return undefined;
    const client = createClient(opened++);
    try {
      await limited(createTopics(topics, newTopics, client), limit, signal);
      return undefined;
    } catch (thrown) {
      return produceFailure(thrown);
    } finally {
      client.drop();
    }
  };

  return {
    send: (records, signal) => persist((tries) => attempt(records, tries, signal), signal),
    async open() {
      const used = connection();
      const [limit = 0] = TRY_LIMITS;
      await limited(used.ready, limit, new AbortController().signal).catch(() => drop(used));
    },
  };
};

const countRetried = (
  records: readonly SourceRecord[],
  metrics: ProducerOptions['metrics'],
): void => {
  for (const { topic, countedAs } of records)
    metrics?.add(countedAs ?? topic, 'ProducesRetried', 1);
};

const isSpent = (
  connection: ProducerConnection,
  { client }: ProduceFailure,
  records: readonly SourceRecord[],
): boolean =>
  client === 'drop' ||
  (client === 'drop if it knows other topics' && !connection.knowsOnly(records));
