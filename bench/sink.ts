/** `npm run bench:sink`: the sink function beside a bare `_bulk` loop with the same bodies and connections. */
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { USUAL_INDEX } from '../infra/prepare-plan.ts';
import { benchOpenSearch } from './opensearch.ts';
import { type Batch, INDEX, sinkBatches } from './sink-batches.ts';

const RECORDS = 1_000;
const BATCHES = Number(process.env['BENCH_BATCHES'] ?? 20);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 15);
const CONNECTIONS = [1, 2, 4];

type Send = (batch: Batch) => Promise<void>;
type Measured = { readonly rate: number; readonly cpu: number };
type Round = { readonly floor: Measured; readonly handler: Measured };

/** Rounds for the compilers of both sides. */
const WARM_UP = 2;

const main = async (): Promise<void> => {
  await using opensearch = await benchOpenSearch();
  const ways = {
    floor: floor(new URL(opensearch.address)),
    handler: await handler(opensearch.address),
  };
  console.log(
    `${BATCHES} batches of ${RECORDS} documents of 250 bytes; medians of ${ROUNDS} rounds, each of both ways, one right after the other`,
  );
  for (const connections of CONNECTIONS) {
    const rounds: Round[] = [];
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      const measured = await measureBoth(opensearch.address, ways, connections, round);
      if (round >= 0) rounds.push(measured);
    }
    console.log(line(connections, rounds));
  }
};

/** Who goes first has the colder OpenSearch, so they take turns. */
const measureBoth = async (
  address: string,
  ways: Readonly<Record<keyof Round, Send>>,
  connections: number,
  round: number,
): Promise<Round> => {
  const run = (way: keyof Round): Promise<Measured> =>
    measure(address, ways[way], connections, `${way[0]}-${connections}-${round}`);
  if (round % 2 === 0) {
    const floor = await run('floor');
    return { floor, handler: await run('handler') };
  }
  const handler = await run('handler');
  return { floor: await run('floor'), handler };
};

/** Sends all batches over so many connections into an index of their own, as a deploy would have it. */
const measure = async (
  address: string,
  send: Send,
  connections: number,
  name: string,
): Promise<Measured> => {
  await fetch(`${address}/${INDEX}`, { method: 'DELETE' });
  await fetch(`${address}/${INDEX}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(USUAL_INDEX),
  });
  const batches = sinkBatches(name, BATCHES, RECORDS);
  const queue = batches.values();
  const start = performance.now();
  const before = process.cpuUsage();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (const batch of queue) await send(batch);
    }),
  );
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - start) / 1_000;
  const documents = BATCHES * RECORDS;
  await expectDocuments(address, documents);
  return { rate: documents / seconds, cpu: (user + system) / documents };
};

const expectDocuments = async (address: string, expected: number): Promise<void> => {
  await fetch(`${address}/${INDEX}/_refresh`, { method: 'POST' });
  const answer = await fetch(`${address}/${INDEX}/_count`);
  const { count } = (await answer.json()) as { readonly count: number };
  if (count !== expected) throw new Error(`${count} documents instead of ${expected}`);
};

/** What sending alone costs: a finished body out, the answer's bytes in, read by nobody. */
const floor = (address: URL): Send => {
  const agent = new Agent({ keepAlive: true });
  const path = '/_bulk?filter_path=items.*.status,items.*.error.type,items.*.error.reason';
  const headers = { 'content-type': 'application/x-ndjson' };
  return async ({ body }) => {
    await new Promise<void>((resolve, reject) => {
      const { hostname, port } = address;
      const call = request({
        agent,
        hostname,
        port,
        path,
        method: 'POST',
        headers: { ...headers, 'content-length': body.length },
      });
      call.on('response', (answer) => void text(answer).then(() => resolve(), reject));
      call.on('error', reject);
      call.end(body);
    });
  };
};

/** The deployed handler with its metrics, as it is; the text of an event is parsed by Lambda's runtime in the same process. */
const handler = async (address: string): Promise<Send> => {
  Object.assign(process.env, {
    CONNECTOR: 'opensearch-sink',
    OPENSEARCH_NODE: address,
    KAFKA_BROKERS: 'localhost:1',
    PARTIAL_BATCH_RESPONSE: 'true',
  });
  hideMetricLines();
  const module = await import(new URL('../handlers/kafka-to-opensearch.ts', import.meta.url).href);
  const context = { getRemainingTimeInMillis: () => 60_000 };
  return async ({ event }) => {
    const { batchItemFailures } = await module.handler(JSON.parse(event), context);
    if (batchItemFailures.length > 0) throw new Error('not everything was written');
  };
};

/** Metric lines are made as in Lambda, and then thrown away: they are no result. */
const hideMetricLines = (): void => {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: string | Uint8Array): boolean =>
    (typeof chunk === 'string' && chunk.startsWith('{"_aws":')) || write(chunk);
};

const line = (connections: number, rounds: readonly Round[]): string => {
  const figures = rounds.map(({ floor, handler }) => ({
    floorRate: floor.rate,
    rate: handler.rate,
    ratio: (100 * handler.rate) / floor.rate,
    floorCpu: floor.cpu,
    cpu: handler.cpu,
    more: handler.cpu - floor.cpu,
  }));
  const of = (name: keyof (typeof figures)[number]) => median(figures.map((each) => each[name]));
  return [
    `${connections} at a time:`,
    `floor ${Math.round(of('floorRate'))} documents/s, ${of('floorCpu').toFixed(1)} µs CPU each;`,
    `handler ${Math.round(of('rate'))} documents/s (${of('ratio').toFixed(0)} %), ${of('cpu').toFixed(1)} µs (${of('more').toFixed(1)} more)`,
  ].join(' ');
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

await main();
