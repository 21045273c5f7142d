import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Admin, Kafka, logLevel, type SASLOptions } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  installKafka,
  installOpenSearch,
  openSearchVersionsHere,
} from '../../local/servers/install.ts';
import { startKafka } from '../../local/servers/kafka.ts';
import { startOpenSearch } from '../../local/servers/opensearch.ts';
import { reservePort, reservePortFor } from '../../local/servers/ports.ts';
import { type Exit, startLogged } from '../../local/servers/process.ts';
import type { Server } from '../../local/servers/server.ts';
import { openSearchUser } from '../../local/servers/server-user.ts';
import { startServers } from '../../local/servers/start.ts';

const options = { env: process.env, progress: () => {} };

// Two starts of the slowest server, on a machine that does other things, too.
vi.setConfig({ testTimeout: 180_000 });

let folder: string;

beforeAll(async () => {
  // A first fetch takes as long as the network likes: no test's time.
  await installKafka(options);
  folder = await mkdtemp(join(tmpdir(), 'local servers '));
  await chmod(folder, 0o755);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** How long a process may take to end. */
const ENDS = { timeout: 15_000 };

describe('Kafka', () => {
  it('starts again with its data after it was killed', async () => {
    const died = Promise.withResolvers<Exit>();
    const kafka = await startKafka({
      installation: await installKafka(options),
      folder: join(folder, 'kafka'),
      died: died.resolve,
    });
    onTestFinished(() => kafka.stop());
    await withAdmin(kafka.address, (admin) => admin.createTopics({ topics: [{ topic: 'kept' }] }));

    process.kill(kafka.pid(), 'SIGKILL');

    expect(await died.promise).toMatchObject({
      signal: 'SIGKILL',
      lastLines: expect.arrayContaining([expect.stringContaining('Kafka Server started')]),
    });
    await kafka.restart();
    expect(await withAdmin(kafka.address, (admin) => admin.listTopics())).toContain('kept');
    await stopsWithoutRemains(kafka);
  });

  it('has the listeners, users and properties that it is given', async () => {
    const kafka = await startKafka({
      installation: await installKafka(options),
      folder: join(folder, 'kafka with users'),
      listeners: ['SASL_PLAINTEXT'],
      properties: {
        'num.partitions': '7',
        'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
        'listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config':
          'org.apache.kafka.common.security.scram.ScramLoginModule required;',
      },
      formatArguments: ['--add-scram', 'SCRAM-SHA-512=[name=me,password=secret]'],
    });
    onTestFinished(() => kafka.stop());
    const address = kafka.listeners.SASL_PLAINTEXT ?? '';
    // kafkajs keeps its authenticator in this very object, so that a copy goes on with the first password.
    const sasl = (password: string): SASLOptions => ({
      mechanism: 'scram-sha-512',
      username: 'me',
      password,
    });

    const partitions = await withAdmin(
      address,
      async (admin) => {
        await admin.createTopics({ topics: [{ topic: 'usual' }] });
        const { topics } = await admin.fetchTopicMetadata({ topics: ['usual'] });
        return topics[0]?.partitions;
      },
      sasl('secret'),
    );

    expect(partitions).toHaveLength(7);
    await expect(
      withAdmin(address, (admin) => admin.listTopics(), sasl('wrong')),
    ).rejects.toThrow();
  });

  it('ends when whoever started it is killed', async () => {
    const pid = await startedByVictim(join(folder, 'orphan'));

    await expect.poll(() => isRunning(pid), ENDS).toBe(false);
  });
});

describe.for(openSearchVersionsHere(process.env))('OpenSearch $version', ({ version, java }) => {
  const install = () =>
    installOpenSearch({ ...options, env: { ...process.env, OPENSEARCH_VERSION: version } });

  beforeAll(async () => {
    if (java !== undefined) await install();
  });

  it.skipIf(java === undefined)('starts again with its data after it was killed', async () => {
    const died = Promise.withResolvers<Exit>();
    const openSearch = await startOpenSearch({
      installation: await install(),
      folder: join(folder, `opensearch ${version}`),
      settings: { 'action.auto_create_index': false },
      died: died.resolve,
    });
    onTestFinished(() => openSearch.stop());
    const node = await fetch(openSearch.address);
    expect(await node.json()).toMatchObject({ version: { number: version } });
    const index = `${openSearch.address}/kept`;
    expect(await fetch(`${openSearch.address}/made-itself/_doc/1`, DOCUMENT)).toMatchObject({
      status: 404,
    });
    await fetch(index, { method: 'PUT' });
    await fetch(`${index}/_doc/1`, DOCUMENT);

    process.kill(openSearch.pid(), 'SIGKILL');

    expect(await died.promise).toMatchObject({
      signal: 'SIGKILL',
      lastLines: expect.arrayContaining([expect.stringContaining('[kept]')]),
    });
    await openSearch.restart();
    const kept = await fetch(`${index}/_doc/1`);
    expect(await kept.json()).toMatchObject({ _source: { n: 1 } });
    await stopsWithoutRemains(openSearch);
  });
});

describe('startServers', () => {
  it('names a server that dies and starts it again', async () => {
    const reports: string[] = [];
    const servers = await startServers({
      env: { ...process.env, OPENSEARCH_NODE: 'http://somewhere:9200' },
      folder: join(folder, 'run'),
      progress: () => {},
      report: (text) => reports.push(text),
    });
    onTestFinished(servers.stop);
    const pids = servers.started.map((server) => server.pid());
    expect(servers).toMatchObject({ node: 'http://somewhere:9200', started: { length: 1 } });

    for (const pid of pids) process.kill(pid, 'SIGKILL');

    const again = expect.stringMatching(/^Kafka \S+ runs again at 127\.0\.0\.1:\d+$/);
    await expect.poll(() => reports, { timeout: 30_000 }).toContainEqual(again);
    expect(reports).toContainEqual(
      expect.stringMatching(/^Kafka \S+ died: SIGKILL; its last lines:/),
    );
    await servers.stop();
    for (const server of servers.started)
      await expect.poll(() => isRunning(server.pid()), ENDS).toBe(false);
  });
});

describe('startLogged', () => {
  const DEAF = ['sh', '-c', "trap '' TERM; echo deaf; while :; do sleep 0.2; done"];

  it('says what a command that fails has said', async () => {
    const failed = startLogged({
      command: ['sh', '-c', 'echo no such thing; exit 3'],
      log: join(folder, 'failed.log'),
      user: openSearchUser(),
    });

    expect(await failed.exited).toEqual({ code: 3, signal: null, lastLines: ['no such thing'] });
    await expect.poll(() => isRunning(failed.pid), ENDS).toBe(false);
  });

  it('says that a command does not exist', async () => {
    const missing = startLogged({ command: ['/no/java'], log: join(folder, 'missing.log') });

    expect(await missing.exited).toMatchObject({
      code: 127,
      lastLines: [expect.stringContaining('/no/java')],
    });
  });

  it('insists where SIGTERM is not heard', async () => {
    const log = join(folder, 'deaf.log');
    const deaf = startLogged({ command: DEAF, log, user: openSearchUser() });
    await expect.poll(() => readFile(log, 'utf8')).toBe('deaf\n');

    await deaf.stop(100);

    expect(await deaf.exited).toMatchObject({ signal: 'SIGKILL' });
    await expect.poll(() => isRunning(deaf.pid), ENDS).toBe(false);
  });

  it('insists, too, when whoever started the command is killed', async () => {
    const pid = await startedByVictim(join(folder, 'deaf orphan'), ...DEAF);

    await expect.poll(() => isRunning(pid), ENDS).toBe(false);
  });
});

describe('reservePort', () => {
  it('gives no port to two who look at the same time, nor one that is taken', async () => {
    const { port: usual, release } = await reservePort(19_092);
    release();
    const stranger = createServer().listen(usual, '127.0.0.1');
    await once(stranger, 'listening');
    onTestFinished(() => void stranger.close());

    const reserved = await Promise.all([reservePort(usual), reservePort(usual)]);

    const ports = reserved.map(({ port }) => port);
    expect(new Set([usual, ...ports]).size).toBe(3);
    for (const one of reserved) one.release();
  });
});

describe('reservePortFor', () => {
  it('says which port is taken, and which one is used instead', async () => {
    const reports: string[] = [];
    const report = (text: string): void => void reports.push(text);

    const usual = await reservePort(19_192);
    const other = await reservePortFor('OpenSearch', usual.port, report);
    usual.release();
    const again = await reservePortFor('OpenSearch', usual.port, report);
    for (const one of [other, again]) one.release();

    expect(again.port).toBe(usual.port);
    expect(reports).toEqual([`port ${usual.port} is taken, OpenSearch takes ${other.port}`]);
  });
});

const DOCUMENT = {
  method: 'PUT',
  headers: { 'content-type': 'application/json' },
  body: '{"n":1}',
};

const withAdmin = async <T>(
  address: string,
  use: (admin: Admin) => Promise<T>,
  sasl?: SASLOptions,
): Promise<T> => {
  const admin = new Kafka({
    brokers: [address],
    logLevel: logLevel.NOTHING,
    ...(sasl === undefined ? {} : { sasl }),
  }).admin();
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.disconnect();
  }
};

/** Starts a process that starts Kafka or a command, kills it, and answers with the process id of what it has started. */
const startedByVictim = async (folder: string, ...command: readonly string[]): Promise<number> => {
  const victim = spawn(
    process.execPath,
    [fileURLToPath(new URL('../support/parent.ts', import.meta.url)), folder, ...command],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = await once(victim.stdout, 'data');
  const pid = Number(String(line));
  expect(isAlive(pid)).toBe(true);
  victim.kill('SIGKILL');
  return pid;
};

const stopsWithoutRemains = async (server: Server): Promise<void> => {
  await server.stop();
  await expect.poll(() => isRunning(server.pid()), ENDS).toBe(false);
};

/** The process and all of its group, the guard included, are gone within a bound. */
/** The process or any of its group. */
const isRunning = (pid: number): boolean => isAlive(pid) || isAlive(-pid);

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
