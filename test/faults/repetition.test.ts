import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Kafka, type KafkaJSError, type logCreator, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { eventSourceMappings } from '../../infra/event-source-mappings.ts';
import { createFunction, type LambdaFunction } from '../../local/lambda/function.ts';
import { startEventSourceMapping } from '../../local/msk/event-source-mapping.ts';
import type { KafkaServer } from '../../local/servers/kafka.ts';
import type { Server } from '../../local/servers/server.ts';
import { readConnectors } from '../../shared/config/read-connectors.ts';
import { readConnectorFolder } from '../../shared/files/connector-folder.ts';
import { createKafka } from '../../shared/kafka/client.ts';
import { halt } from '../support/halt.ts';
import { keepJournal } from '../support/journal.ts';
import { plainKafka } from '../support/kafka-connection.ts';
import { createTopic } from '../support/kafka-topics.ts';
import { anIotEvent } from '../support/records.ts';
import { startTestKafka, startTestOpenSearch, type TestServer } from '../support/servers.ts';

const TOPIC = 'phone-data';
/** Of the record's time. */
const INDEX = 'phone-data_2025-04-24';
const MESSAGES = 1_000;
/** Messages between two restarts of the broker. */
const CHUNK = 250;
const MOST_REPEATS = 3;
const TIME = 280_000;

let kafka: TestServer<KafkaServer>;
let opensearch: TestServer<Server>;
beforeAll(async () => {
  [kafka, opensearch] = await Promise.all([startTestKafka(), startTestOpenSearch()]);
  for (const topic of [TOPIC, 'phone-data-dead-letters'])
    await createTopic(kafka.address, topic, 3);
});
afterAll(() => Promise.all([kafka?.discard(), opensearch?.discard()]));

const startFunction = (handler: string, concurrency: number): LambdaFunction => {
  const fn = createFunction({
    name: handler,
    handler: fileURLToPath(new URL(`../../handlers/${handler}.ts`, import.meta.url)),
    env: {
      PATH: process.env['PATH'],
      KAFKA_BROKERS: kafka.address,
      OPENSEARCH_NODE: opensearch.address,
      PARTIAL_BATCH_RESPONSE: 'true',
    },
    timeoutSeconds: 30,
    concurrency,
  });
  onTestFinished(fn.stop);
  return fn;
};

type Journal = ReturnType<typeof keepJournal>;

/** What kafkajs has to say of failures, its consumers' among them. */
const failuresInto =
  (journal: Journal): logCreator =>
  () =>
  ({ namespace, log: { message } }) =>
    journal(`kafkajs ${namespace}: ${message}`);

/** The shipped sink behind its mapping, which goes on for as long as the test. */
const startSink = async (client: Kafka, journal: Journal): Promise<string> => {
  const folder = await readConnectorFolder(
    new URL('../../connectors/', import.meta.url),
    undefined,
  );
  const sink = readConnectors(folder).find((connector) => connector.kind === 'sink');
  const [mapping] = sink ? eventSourceMappings(sink) : [];
  if (!mapping) throw new Error('the shipped sink has a mapping');
  const running = await startEventSourceMapping({
    mapping,
    kafka: client,
    bootstrapServers: kafka.address,
    target: startFunction('kafka-to-opensearch', 2),
    onSettled: () => undefined,
    onError: (error) => journal(`the sink failed: ${error}`),
    onStall: journal,
  });
  onTestFinished(running.stop);
  return mapping.consumerGroup;
};

/** Invokes until so many invocations have resolved, as retries and repetitions of the platform do. */
const deliver = async (
  source: LambdaFunction,
  event: unknown,
  times: number,
  journal: Journal,
): Promise<number> => {
  let invocations = 0;
  for (let resolved = 0; resolved < times; invocations++)
    resolved += await source.invoke(event).then(
      () => 1,
      (error) => {
        journal(`the source failed: ${error}`);
        return 0;
      },
    );
  return invocations;
};

const restart = async (journal: Journal): Promise<void> => {
  await sleep(Math.random() * 500);
  const signal = Math.random() < 0.5 ? 'SIGKILL' : 'SIGTERM';
  journal(`${signal} for Kafka`);
  if (signal === 'SIGKILL') process.kill(kafka.pid(), signal);
  else await halt(kafka);
  await kafka.restart();
  journal('Kafka answers again');
};

/** Resolves when the sink has settled all that is in the topic. */
const drained = async (client: Kafka, groupId: string, journal: Journal): Promise<void> => {
  const admin = client.admin();
  await admin.connect();
  const lags = async (): Promise<readonly number[]> => {
    const ends = await admin.fetchTopicOffsets(TOPIC);
    const [group] = await admin.fetchOffsets({ groupId, topics: [TOPIC] });
    return ends.map(({ partition, high }) => {
      const committed = group?.partitions.find((one) => one.partition === partition);
      return Number(high) - Math.max(0, Number(committed?.offset ?? 0));
    });
  };
  let last = '';
  for (let isDrained = false; !isDrained; await sleep(200)) {
    const left = await unlessLoading(lags());
    if (`${left}` !== last) journal(`lag by partition: ${left}`);
    last = `${left}`;
    isDrained = left?.every((lag) => lag === 0) === true;
  }
  await admin.disconnect();
};

/** Kafka that has just started does not know its groups yet, and kafkajs' admin asks once. */
const unlessLoading = <T>(asked: Promise<T>): Promise<T | undefined> =>
  asked.catch((error: KafkaJSError) => {
    if (!error.retriable) throw error;
    return undefined;
  });

const idsIn = async (index: string): Promise<readonly string[]> => {
  await fetch(`${opensearch.address}/${index}/_refresh`, { method: 'POST' });
  const answer = await fetch(`${opensearch.address}/${index}/_search?size=10000&_source=false`);
  const { hits } = (await answer.json()) as { hits: { hits: readonly { _id: string }[] } };
  return hits.hits.map(({ _id }) => _id);
};

describe('1,000 messages', () => {
  it(
    'are 1,000 documents, however often each is delivered and the broker restarts',
    async () => {
      const journal = keepJournal();
      const client = createKafka(plainKafka(kafka.address), {
        logLevel: logLevel.ERROR,
        logCreator: failuresInto(journal),
      });
      const source = startFunction('mqtt-to-kafka', 8);
      const group = await startSink(client, journal);
      const ids = Array.from({ length: MESSAGES }, () => randomUUID());
      let invocations = 0;

      for (let at = 0; at < MESSAGES; at += CHUNK) {
        const restarted = restart(journal);
        const counts = await Promise.all(
          ids.slice(at, at + CHUNK).map((id) => {
            const event = anIotEvent({ id, payload: Buffer.from(JSON.stringify({ id })) });
            return deliver(source, event, 1 + Math.floor(Math.random() * MOST_REPEATS), journal);
          }),
        );
        await restarted;
        invocations += counts.reduce((sum, count) => sum + count, 0);
        journal(`${at + CHUNK} messages are in Kafka`);
      }
      await drained(client, group, journal);

      const documents = await idsIn(INDEX);
      expect(invocations).toBeGreaterThan(MESSAGES);
      expect(documents).toHaveLength(MESSAGES);
      expect(new Set(documents)).toEqual(new Set(ids));
    },
    TIME,
  );
});
