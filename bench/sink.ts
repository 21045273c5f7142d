/** `npm run bench:sink`: the sink function beside the bodies alone and a bare loop, with the same connections. */
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { Client } from '@opensearch-project/opensearch';
import { USUAL_INDEX } from '../infra/prepare-plan.ts';
import { benchOpenSearch } from './opensearch.ts';
import { type Batch, INDEX, sinkBatches } from './sink-batches.ts';

const RECORDS = 1_000;
const BATCHES = Number(process.env['BENCH_BATCHES'] ?? 20);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 15);
const CONNECTIONS = [1, 2, 4];

type Send = (batch: Batch) => Promise<void>;
type Measured = { readonly rate: number; readonly cpu: number };
type Way = 'floor' | 'bare' | 'handler';
type Round = Readonly<Record<Way, Measured>>;

/** Rounds for the compilers of all ways. */
const WARM_UP = 5;

// Made once: what making them leaves behind is collected at the cost of whoever comes next.
const batches = sinkBatches('bench', BATCHES, RECORDS);

const main = async (): Promise<void> => {
  await using opensearch = await benchOpenSearch();
  const ways = {
    floor: floor(new URL(opensearch.address)),
    bare: bare(opensearch.address),
    handler: await handler(opensearch.address),
  };
  console.log(
    `${BATCHES} batches of ${RECORDS} documents of 250 bytes; medians of ${ROUNDS} rounds, each of all ways, one right after the other`,
  );
  for (const connections of CONNECTIONS) {
    const rounds: Round[] = [];
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      const measured = await measureAll(opensearch.address, ways, connections, round);
      if (round >= 0) rounds.push(measured);
    }
    console.log(lines(connections, rounds));
  }
};

const WAYS: readonly Way[] = ['floor', 'bare', 'handler'];

/** Who goes first has the colder OpenSearch, so they take turns. */
const measureAll = async (
  address: string,
  ways: Readonly<Record<Way, Send>>,
  connections: number,
  round: number,
): Promise<Round> => {
  const measured: Partial<Record<Way, Measured>> = {};
  for (const turn of WAYS.keys()) {
    const way = WAYS[(turn + round + WARM_UP) % WAYS.length] ?? 'floor';
    measured[way] = await measure(address, ways[way], connections);
  }
  return measured as Round;
};

/** Sends all batches over so many connections into an index of their own, as a deploy would have it. */
const measure = async (address: string, send: Send, connections: number): Promise<Measured> => {
  await fetch(`${address}/${INDEX}`, { method: 'DELETE' });
  await fetch(`${address}/${INDEX}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(USUAL_INDEX),
  });
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

const FILTER_PATH = 'items.*.status,items.*.error.type,items.*.error.reason';

/** What sending alone costs: a finished body out, the answer's bytes in, read by nobody. */
const floor = (address: URL): Send => {
  const agent = new Agent({ keepAlive: true });
  const path = `/_bulk?filter_path=${FILTER_PATH}`;
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

/**
 * What anybody would write first: event, base64, JSON and the client, without a look at the answer.
 * `JSON.parse` of each value stands for its validation.
 */
const bare = (node: string): Send => {
  const client = new Client({ node });
  return async ({ event }) => {
    const { records } = JSON.parse(event) as BareEvent;
    let body = '';
    for (const { value, headers } of Object.values(records).flat()) {
      const text = Buffer.from(value, 'base64').toString();
      JSON.parse(text);
      const id = headers.find((header) => 'message-id' in header)?.['message-id'] ?? [];
      body += `{"index":{"_index":"${INDEX}","_id":"${Buffer.from(id).toString()}"}}\n${text}\n`;
    }
    await client.transport.request({
      method: 'POST',
      path: '/_bulk',
      querystring: { filter_path: FILTER_PATH },
      bulkBody: body,
    });
  };
};

type BareEvent = {
  readonly records: Readonly<
    Record<
      string,
      readonly {
        readonly value: string;
        readonly headers: readonly Readonly<Record<string, readonly number[]>>[];
      }[]
    >
  >;
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

const lines = (connections: number, rounds: readonly Round[]): string => {
  const of = (figure: (round: Round) => number): number => median(rounds.map(figure));
  const way = (name: Way): string =>
    [
      `  ${name.padEnd(8)}`,
      `${Math.round(of((round) => round[name].rate))} documents/s`,
      `(${of((round) => (100 * round[name].rate) / round.floor.rate).toFixed(0)} % of the floor),`,
      `${of((round) => round[name].cpu).toFixed(1)} µs CPU each`,
      `(${of((round) => round[name].cpu - round.floor.cpu).toFixed(1)} more)`,
    ].join(' ');
  const ratio = of(
    ({ floor, bare, handler }) => (handler.cpu - floor.cpu) / (bare.cpu - floor.cpu),
  );
  return [
    `${connections} at a time, the handler needs ${ratio.toFixed(2)} of the bare loop’s CPU:`,
    ...WAYS.map(way),
  ].join('\n');
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

await main();
