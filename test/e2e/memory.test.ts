import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startBulkStub } from '../support/bulk-stub.ts';
import { startLambda } from '../support/lambda.ts';
import { packageService } from '../support/package-service.ts';
import { anMskEvent, aSinkRecord } from '../support/records.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MB = 1024 * 1024;
const MAX_RSS = 256 * MB;
/** What Lambda hands over at most. */
const MAX_EVENT = 6 * MB;
const INVOCATIONS = 1_000;
/** The time that an invocation has; its deadlines live as long. */
const TIME = 8_000;
/** The heaps of a Node that has 256 MB: half the young generation in 12 of them, the old in 230. */
const SMALL_MACHINE = ['--max-semi-space-size=12', '--max-old-space-size=230'];

const folder = await temporaryFolder();
let handler: string;
beforeAll(async () => {
  const { functions } = await packageService({ into: folder.path });
  handler = join(functions['opensearchSink']?.folder ?? '', 'handlers/kafka-to-opensearch.mjs');
});
afterAll(() => folder[Symbol.asyncDispose]());

const start = async (...execArgv: string[]) => {
  const opensearch = await startBulkStub();
  const lambda = await startLambda(
    handler,
    {
      CONNECTOR: 'opensearch-sink',
      KAFKA_BROKERS: 'localhost:1',
      OPENSEARCH_NODE: opensearch.url,
      PARTIAL_BATCH_RESPONSE: 'true',
    },
    execArgv,
  );
  onTestFinished(async () => {
    await lambda.kill();
    await opensearch[Symbol.asyncDispose]();
  });
  return lambda;
};

const event = (records: number, bytes: number): unknown =>
  anMskEvent(
    Array.from({ length: records }, (_, offset) =>
      aSinkRecord({
        offset,
        headers: [{ key: 'message-id', value: Buffer.from(`m-${offset}`) }],
        value: Buffer.from(`{"note":"${'x'.repeat(bytes)}"}`),
      }),
    ),
  );
const SETTLED = { batchItemFailures: [] };
const inMegabytes = (bytes: number): string => (bytes / MB).toFixed(1);

describe('the sink function, as it is packaged', () => {
  it.each([
    { records: 10_000, bytes: 290 },
    { records: 4, bytes: 1_100_000 },
  ])('stays below 256 MB with an event of 6 MB: $records records', async ({ records, bytes }) => {
    const large = event(records, bytes);
    const size = Buffer.byteLength(JSON.stringify(large));
    const lambda = await start(...SMALL_MACHINE);

    const invocations = [];
    for (let n = 0; n < 5; n++) invocations.push(await lambda.invoke(large));
    const most = Math.max(...invocations.map(({ rss }) => rss));

    process.stdout.write(
      `${inMegabytes(size)} MB of ${records} records: ${inMegabytes(most)} MB\n`,
    );
    expect(invocations.map(({ answer }) => answer)).toEqual(Array(5).fill(SETTLED));
    expect(size).toBeGreaterThan(0.9 * MAX_EVENT);
    expect(most).toBeLessThan(MAX_RSS);
  });

  it('has the same heap after a thousand invocations', async () => {
    const lambda = await start('--expose-gc');
    const small = event(20, 100);
    const heaps: number[] = [];
    for (let n = 0; n < INVOCATIONS; n++) heaps.push((await lambda.invoke(small, TIME)).heapUsed);

    // What compilers and pools need has come by then.
    const [early, late] = [heaps[INVOCATIONS / 2] ?? 0, heaps.at(-1) ?? 0];

    process.stdout.write(`heap: ${inMegabytes(early)} MB, then ${inMegabytes(late)} MB\n`);
    expect(late - early).toBeLessThan(MB);
  });
});
