import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  InvokeCommand,
  LambdaClient,
  LambdaServiceException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { type AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ruleName } from '../../../infra/source-resources.ts';
import { runCommand, runProcess } from '../../support/command-line.ts';
import { anInvocationRecord, aRuleRecord } from '../../support/failure-records.ts';
import { type MemoryQueue, memoryQueue } from '../../support/memory-queue.ts';
import { mockStack } from '../../support/stack-resources.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const RULE = ruleName('dev', 'mqtt-source', 'phone/data');
const DAY = 86_400_000;

let queue: MemoryQueue;
let lambda: AwsClientStub<LambdaClient>;
let restoreStack: () => void;
beforeEach(() => {
  queue = memoryQueue();
  lambda = mockClient(LambdaClient);
  lambda.on(InvokeCommand).resolves({ StatusCode: 200 });
  restoreStack = mockStack('connectless-dev', { Other: 'x', FailureQueue: queue.url });
});
afterEach(() => {
  queue.restore();
  lambda.restore();
  restoreStack();
});

const minutesAgo = (minutes: number): number => Date.now() - minutes * 60_000;

/** Fills the queue with a failed invocation for each id. */
const fill = (...ids: readonly string[]): void => {
  for (const id of ids) queue.send(anInvocationRecord({ id, timestamp: minutesAgo(1) }));
};

/** What functions were invoked with, in order. */
const invoked = () =>
  lambda.commandCalls(InvokeCommand).map(({ args: [{ input }] }) => ({
    name: input.FunctionName,
    event: JSON.parse(Buffer.from(input.Payload as Uint8Array).toString()),
  }));

const failWith = (errorType: string, errorMessage = 'why') => ({
  StatusCode: 200,
  FunctionError: 'Unhandled',
  Payload: Buffer.from(JSON.stringify({ errorType, errorMessage })) as never,
});

describe('connectless redrive', () => {
  it('invokes the function with what both envelopes hold, and empties the queue', async () => {
    fill('m-1');
    queue.send(aRuleRecord({ ruleName: RULE }), minutesAgo(2));

    const { exitCode, stdout } = await runCommand(['redrive']);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\nredriven 2 of 2 messages\n$/);
    expect(queue.bodies()).toEqual([]);
    expect(invoked().map(({ name }) => name)).toEqual(Array(2).fill('connectless-dev-mqttSource'));
    expect(invoked().map(({ event }) => event)).toEqual([
      expect.objectContaining({ id: 'm-1', filter: 'phone/data' }),
      expect.objectContaining({ topic: 'phone/data', clientId: 'phone-1', filter: 'phone/data' }),
    ]);
  });

  it('removes nothing before its acknowledgement, and gives it back when that fails', async () => {
    fill('good', 'later', 'never');
    const there: number[] = [];
    lambda.on(InvokeCommand).callsFake(({ Payload }) => {
      there.push(queue.bodies().length);
      const { id } = JSON.parse(Buffer.from(Payload).toString());
      if (id === 'later') return failWith('RetriableError', 'Kafka did not acknowledge');
      return id === 'never' ? failWith('DataError') : { StatusCode: 200 };
    });

    const { exitCode, stdout } = await runCommand(['redrive', '--concurrency', '1']);

    expect(exitCode).toBe(1);
    expect(there).toEqual([3, 2, 2]);
    expect(queue.visible()).toHaveLength(2);
    expect(stdout).toContain('left (1): RetriableError: Kafka did not acknowledge');
    expect(stdout).toContain('redriven 1 of 3 messages, 1 refused, 1 failed');
  });

  it('stops when nothing succeeds, with the rest untouched', async () => {
    fill(...Array.from({ length: 40 }, (_, i) => `m-${i}`));
    lambda.on(InvokeCommand).resolves(failWith('RetriableError'));

    const { exitCode, stdout } = await runCommand(['redrive']);

    expect(exitCode).toBe(1);
    expect(invoked()).toHaveLength(10);
    expect(queue.visible()).toHaveLength(40);
    expect(stdout).toContain('nothing succeeds at the moment');
  });

  it('goes past messages that never will succeed', async () => {
    fill(...Array.from({ length: 30 }, (_, i) => `m-${i}`), 'good');
    lambda
      .on(InvokeCommand)
      .callsFake(({ Payload }) =>
        JSON.parse(Buffer.from(Payload).toString()).id === 'good'
          ? { StatusCode: 200 }
          : failWith('DataError'),
      );

    const { exitCode } = await runCommand(['redrive']);

    expect(exitCode).toBe(1);
    expect(queue.visible()).toHaveLength(30);
  });

  it('looks only, in a dry run', async () => {
    fill('m-1', 'm-2');

    const { exitCode, stdout } = await runCommand(['redrive', '--dry-run']);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/mqtt-source +phone\/data +2 /);
    expect(stdout).toContain('would redrive 2 messages; nothing was changed');
    expect(invoked()).toEqual([]);
    expect(queue.visible()).toHaveLength(2);
  });

  it.each([
    { args: ['--topic', 'phone/+'], ids: ['old', 'new'] },
    { args: ['--topic', 'car/#'], ids: [] },
    { args: ['--since', '1h'], ids: ['new'] },
    { args: ['--until', '1h'], ids: ['old'] },
    { args: ['--since', '3h', '--until', '1h'], ids: ['old'] },
    { args: ['--connector', 'mqtt-source'], ids: ['old', 'new'] },
    { args: ['--limit', '1'], ids: ['old'] },
  ])('redrives with $args only $ids', async ({ args, ids }) => {
    queue.send(anInvocationRecord({ id: 'old', timestamp: minutesAgo(120) }));
    queue.send(anInvocationRecord({ id: 'new', timestamp: minutesAgo(10) }));

    const { exitCode } = await runCommand(['redrive', ...args]);

    expect(exitCode).toBe(0);
    expect(invoked().map(({ event }) => event.id)).toEqual(ids);
    expect(queue.visible()).toHaveLength(2 - ids.length);
  });

  it('leaves what it can’t read, and says why', async () => {
    queue.send('not json at all');
    queue.send(anInvocationRecord({}, 'somebody-elses'));

    const { exitCode, stdout } = await runCommand(['redrive']);

    expect(exitCode).toBe(1);
    expect(queue.visible()).toHaveLength(2);
    expect(stdout).toContain('left (1): not JSON');
    expect(stdout).toContain('of the function somebody-elses');
  });

  it('warns of a message that Kafka may delete before it is read', async () => {
    queue.send(anInvocationRecord({ timestamp: Date.now() - 8 * DAY }));
    queue.send(anInvocationRecord({ timestamp: Date.now() - 9 * DAY }));
    fill('m-1');

    const { stderr, stdout } = await runCommand(['redrive', '--dry-run', '--json']);

    expect(stderr.match(/warning: phone-data gets a record of/g)).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      chosen: 3,
      expired: [{ topic: 'phone-data', retentionMs: 7 * DAY, count: 2 }],
    });
  });

  it('gives back what it has when Ctrl-C comes, and goes on at the next run', async () => {
    fill(...Array.from({ length: 12 }, (_, i) => `m-${i}`));
    const stop = new AbortController();
    lambda.on(InvokeCommand).callsFake(() => {
      if (invoked().length === 7) stop.abort();
      if (stop.signal.aborted) throw new DOMException('', 'AbortError');
      return { StatusCode: 200 };
    });

    const first = await runCommand(['redrive', '--concurrency', '2'], { signal: stop.signal });
    const left = queue.visible().length;
    lambda.on(InvokeCommand).resolves({ StatusCode: 200 });
    const second = await runCommand(['redrive']);

    expect([first.exitCode, second.exitCode]).toEqual([130, 0]);
    expect(first.stdout).toContain('run it again to go on');
    expect(left).toBe(6);
    expect(queue.bodies()).toEqual([]);
  });

  it('gives everything back when it may not invoke', async () => {
    fill('m-1');
    lambda.on(InvokeCommand).rejects(
      new LambdaServiceException({
        name: 'AccessDeniedException',
        message: 'User: x is not authorized to perform: lambda:InvokeFunction',
        $fault: 'client',
        $metadata: {},
      }),
    );

    const { exitCode, stderr } = await runCommand(['redrive']);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('lambda:InvokeFunction');
    expect(stderr).not.toMatch(/^ +at /m);
    expect(queue.visible()).toHaveLength(1);
  });

  it('says of a throttled function that it may be paused', async () => {
    fill('m-1');
    lambda
      .on(InvokeCommand)
      .rejects(new TooManyRequestsException({ message: 'no', $metadata: {} }));

    const { stdout } = await runCommand(['redrive']);

    expect(stdout).toContain('is the connector paused?');
  });

  it.each([['failures'], ['https://sqs.us-east-1.amazonaws.com/123456789012/failures']])(
    'takes the queue %s',
    async (name) => {
      fill('m-1');

      expect(await runCommand(['redrive', '--queue', name])).toMatchObject({ exitCode: 0 });
      expect(queue.bodies()).toEqual([]);
    },
  );

  it.each([
    [['--queue', 'nowhere'], 'no queue nowhere in us-east-1'],
    [['--stage', 'nowhere'], 'no stack connectless-nowhere in us-east-1'],
    [['--stage', 'x', '--region', 'eu-west-1'], 'no stack connectless-x in eu-west-1'],
    [['--connector', 'nobody'], 'no source connector nobody'],
  ])('says of %j what to do', async (args, says) => {
    const { exitCode, stderr } = await runCommand(['redrive', ...args]);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it.each([
    ['--since', 'yesterday'],
    ['--limit', '0'],
    ['--concurrency', 'many'],
    ['--folder', 'nowhere'],
  ])('calls %s %s wrong usage', async (...args) => {
    expect(await runCommand(['redrive', ...args])).toMatchObject({ exitCode: 2, stdout: '' });
  });
});

describe('connectless redrive --folder', () => {
  let root: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    root = await temporaryFolder();
  });
  afterAll(() => root[Symbol.asyncDispose]());

  it('looks at the local run’s records, the oldest first, in whatever folder', async () => {
    const folder = join(root.path, 'failures', 'mqtt-source');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, '2-b.json'), anInvocationRecord({ id: 'b' }, 'mqtt-source'));
    await writeFile(join(folder, '1-a.json'), anInvocationRecord({ id: 'a' }, 'mqtt-source'));
    await writeFile(join(folder, '3-c.json.part'), 'half');

    const { exitCode, stdout } = await runCommand(
      ['redrive', '--folder', 'failures', '--dry-run', '--json'],
      {
        cwd: root.path,
        env: { CONNECTORS_DIR: new URL('../../../connectors', import.meta.url).pathname },
      },
    );

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ chosen: 2, unreadable: 0, dryRun: true });
    expect(await readdir(folder)).toHaveLength(3);
  });
});

describe('connectless redrive as a process', () => {
  it('names the way out where there are no credentials', async () => {
    await using folder = await temporaryFolder();
    const { exitCode, stderr } = await runProcess(['redrive'], undefined, {
      AWS_EC2_METADATA_DISABLED: 'true',
      HOME: folder.path,
    });

    expect(exitCode).toBe(1);
    expect(stderr).toContain('AWS_PROFILE');
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
