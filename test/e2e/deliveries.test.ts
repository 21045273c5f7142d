import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { SinkRecord } from '../../shared/connect/records.ts';
import {
  type Fault,
  type ProxiedRequest,
  silence,
  startFaultProxy,
} from '../support/fault-proxy.ts';
import { startKafkaProxy } from '../support/kafka-proxy.ts';
import { createTopic, headerText, readTopic } from '../support/kafka-topics.ts';
import { type Lambda, startLambda } from '../support/lambda.ts';
import { allSources } from '../support/opensearch-documents.ts';
import { APRIL_24, anMskEvent, aSinkRecord } from '../support/records.ts';
import { sharedKafka, sharedOpenSearch } from '../support/shared-servers.ts';

const HANDLER = fileURLToPath(new URL('../../handlers/kafka-to-opensearch.ts', import.meta.url));
const LETTERS = 'phone-data-dead-letters';

let kafka: string;
let opensearch: string;
beforeAll(async () => {
  [kafka, opensearch] = await Promise.all([sharedKafka(), sharedOpenSearch()]);
  // Of several partitions: letters that are sent together must still be taken together.
  await createTopic(kafka, LETTERS, 3);
});

// A day of its own for each test is an index of its own.
let day = APRIL_24;
let index: string;
beforeEach(async () => {
  day += 24 * 60 * 60 * 1_000;
  index = `phone-data_${new Date(day).toISOString().slice(0, 10)}`;
  await fetch(`${opensearch}/${index}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mappings: { properties: { level: { type: 'integer' } } } }),
  });
});

/** The shipped sink function in a process of its own, which sees OpenSearch through a proxy. */
const start = async (
  script: (request: ProxiedRequest, number: number) => Fault | undefined = () => undefined,
  brokers = kafka,
) => {
  const proxy = await startFaultProxy(opensearch, script);
  const lambda = await startLambda(HANDLER, {
    CONNECTOR: 'opensearch-sink',
    KAFKA_BROKERS: brokers,
    OPENSEARCH_NODE: proxy.url,
    PARTIAL_BATCH_RESPONSE: 'true',
  });
  onTestFinished(async () => {
    await lambda.kill();
    await proxy[Symbol.asyncDispose]();
  });
  return { lambda, requests: proxy.requests };
};

/** Records of three partitions: every fifth is no JSON, every seventh does not suit the mapping. */
const mixedRecords = (count: number, size = 10): readonly SinkRecord[] =>
  Array.from({ length: count }, (_, n) => {
    const value = { level: n % 7 === 1 ? 'none' : n, note: 'x'.repeat(size) };
    return aSinkRecord({
      partition: n % 3,
      offset: 1_000 + n,
      timestamp: day,
      headers: [{ key: 'message-id', value: Buffer.from(`${day}-${n}`) }],
      value: Buffer.from(n % 5 === 0 ? 'not JSON' : JSON.stringify(value)),
    });
  });

const coordinatesOf = (letter: { readonly headers: SinkRecord['headers'] }): string =>
  ['topic', 'partition', 'offset', 'record.timestamp']
    .map((name) => headerText({ ...aSinkRecord(), ...letter }, `__connect.errors.${name}`))
    .join(' ');

/** How many letters there are of each record of this test, by its coordinates. */
const lettersByCoordinates = async (): Promise<ReadonlyMap<string, number>> => {
  const letters = await readTopic(kafka, LETTERS);
  const own = letters.map(coordinatesOf).filter((text) => text.endsWith(` ${day}`));
  return new Map([...Map.groupBy(own, (text) => text)].map(([text, same]) => [text, same.length]));
};

const isErrant = ({ offset }: SinkRecord): boolean =>
  (offset - 1_000) % 5 === 0 || (offset - 1_000) % 7 === 1;
const errantCoordinates = (records: readonly SinkRecord[]): readonly string[] =>
  records
    .filter(isErrant)
    .map(({ topic, partition, offset, timestamp }) =>
      [topic, partition, offset, timestamp].join(' '),
    );
const SETTLED = { batchItemFailures: [] };

/** An invocation that has so many milliseconds, and how many it took: Lambda ends one that takes them all. */
const invokeFor = async (time: number, lambda: Lambda, records: readonly SinkRecord[]) => {
  const start = performance.now();
  const { answer } = await lambda.invoke(anMskEvent(records), time);
  return { answer, milliseconds: performance.now() - start };
};

describe('an event', () => {
  it('that is delivered three times leaves the documents of one delivery, and letters that are the same', async () => {
    const records = mixedRecords(60);
    const { lambda } = await start();

    const answers = [await lambda.invoke(anMskEvent(records))];
    const once = await allSources(opensearch, index);
    const lettersOnce = await lettersByCoordinates();
    for (const _ of [2, 3]) answers.push(await lambda.invoke(anMskEvent(records)));

    const expected = errantCoordinates(records);
    expect(answers.map(({ answer }) => answer)).toEqual(Array(3).fill(SETTLED));
    expect(once.size).toBe(60 - expected.length);
    expect(await allSources(opensearch, index)).toEqual(once);
    expect(lettersOnce).toEqual(new Map(expected.map((text) => [text, 1])));
    expect(await lettersByCoordinates()).toEqual(new Map(expected.map((text) => [text, 3])));
  });

  it('that was being written when the time was over leaves the documents of one delivery', async () => {
    const records = mixedRecords(60, 50_000);
    const killed = Promise.withResolvers<void>();
    // Two requests at a time; the third begins when one of them is answered.
    const { lambda, requests } = await start((_, number) => {
      if (number < 2) return undefined;
      killed.resolve();
      return silence;
    });

    const first = lambda.invoke(anMskEvent(records)).catch((error: Error) => error.message);
    await killed.promise;
    await lambda.kill();
    expect(await first).toContain('the function ended');
    const half = await allSources(opensearch, index);
    expect(requests.length).toBeGreaterThan(2);
    expect(await lettersByCoordinates()).toEqual(new Map());

    const again = await start();
    const { answer } = await again.lambda.invoke(anMskEvent(records));

    const expected = errantCoordinates(records);
    const whole = await allSources(opensearch, index);
    expect(answer).toEqual(SETTLED);
    expect(half.size).toBeGreaterThan(0);
    expect(half.size).toBeLessThan(whole.size);
    expect(whole.size).toBe(60 - expected.length);
    expect(await lettersByCoordinates()).toEqual(new Map(expected.map((text) => [text, 1])));
  });

  it('that does not end in its time goes on where it stopped', async () => {
    const records = mixedRecords(60, 50_000);
    let isOver = false;
    const { lambda } = await start((_, number) => (number < 2 || isOver ? undefined : silence));

    const { answer, milliseconds } = await invokeFor(9_000, lambda, records);
    const points = new Map(
      (answer as { batchItemFailures: { itemIdentifier: SinkRecord }[] }).batchItemFailures.map(
        ({ itemIdentifier: { partition, offset } }) => [String(partition), offset],
      ),
    );
    const isRedelivered = ({ topic, partition, offset }: SinkRecord) =>
      offset >= (points.get(`${topic}-${partition}`) ?? Number.POSITIVE_INFINITY);
    const redelivered = records.filter(isRedelivered);
    const lettersInTime = await lettersByCoordinates();
    isOver = true;
    const second = await lambda.invoke(anMskEvent(redelivered));

    expect(milliseconds).toBeLessThan(9_000);
    expect(points.size).toBeGreaterThan(0);
    const settled = errantCoordinates(records.filter((record) => !isRedelivered(record)));
    expect(settled.length).toBeGreaterThan(0);
    expect(lettersInTime).toEqual(new Map(settled.map((text) => [text, 1])));
    expect(second.answer).toEqual(SETTLED);
    const expected = errantCoordinates(records);
    expect((await allSources(opensearch, index)).size).toBe(60 - expected.length);
    expect(await lettersByCoordinates()).toEqual(new Map(expected.map((text) => [text, 1])));
  });

  it('whose letters Kafka says nothing to is answered in time: its errant records come again', async () => {
    const silent = await startKafkaProxy({ target: kafka });
    onTestFinished(() => silent.close());
    silent.greet('silence');
    const records = mixedRecords(6);
    const { lambda } = await start(undefined, silent.address);

    const { answer, milliseconds } = await invokeFor(9_000, lambda, records);

    expect(milliseconds).toBeLessThan(9_000);
    // Offsets 1000, 1001 and 1005 are errant; 1005 and 1002 are of one partition.
    expect(answer).toEqual({
      batchItemFailures: [
        { itemIdentifier: { partition: 'phone-data-0', offset: 1_000 } },
        { itemIdentifier: { partition: 'phone-data-1', offset: 1_001 } },
        { itemIdentifier: { partition: 'phone-data-2', offset: 1_005 } },
      ],
    });
    expect((await allSources(opensearch, index)).size).toBe(3);
  });
});
