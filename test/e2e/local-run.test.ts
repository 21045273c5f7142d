import { chmod, readdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startLocalRun } from '../support/local-run.ts';
import { smallDisk } from '../support/small-disk.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Whether anybody listens there. */
const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** What runs have there; npm keeps its compile cache beside them. */
const runFolders = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.startsWith('connectless-'));

describe('npm start', () => {
  it('takes 500 messages all the way, and leaves nothing behind', async () => {
    const run = startLocalRun(['--messages', '500']);
    const ports = await Promise.all(
      [/^MQTT .*:(\d+)$/, /^Kafka .*:(\d+)$/, /^OpenSearch .*:(\d+)$/].map((line) =>
        run.line(line),
      ),
    );

    expect(await run.exited).toBe(0);
    expect(run.lines.at(-1)).toBe('published 500, produced 500, indexed 500, errant 0');
    expect(run.lines).toContainEqual(
      expect.stringMatching(/mosquitto_pub -h 127.0.0.1 -p \d+ -t phone\/data/),
    );
    for (const [, port] of ports) expect(await isOpen(Number(port))).toBe(false);
  });

  it('ends by Ctrl-C, which npm passes on a second time, with nothing left behind', async () => {
    await using folder = await temporaryFolder();
    // OpenSearch may have to run as another user.
    await chmod(folder.path, 0o755);
    const run = startLocalRun([], { TMPDIR: folder.path }, true);
    const [, port] = await run.line(/^Kafka .*:(\d+)$/);
    expect(await runFolders(folder.path)).toHaveLength(1);

    run.interrupt();

    expect(await run.exited).toBe(130);
    expect(await isOpen(Number(port))).toBe(false);
    expect(await runFolders(folder.path)).toEqual([]);
  });

  it('ends at once by Ctrl-C while its servers start', async () => {
    const run = startLocalRun([]);
    await run.line(/^starting Kafka and OpenSearch/);
    const begin = performance.now();

    run.interrupt();

    expect(await run.exited).toBe(130);
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  it.each([
    { variable: 'KAFKA_BROKERS', value: 'kafka' },
    { variable: 'OPENSEARCH_NODE', value: 'http://127.0.0.1:9' },
  ])('names $variable that is of no use, before anything starts', async ({ variable, value }) => {
    const run = startLocalRun([], { [variable]: value });

    expect(await run.exited).toBe(1);
    expect(run.lines.at(-1)).toMatch(/leave the variable out/);
    expect(run.lines.join('\n')).toContain(`${variable}=${value}`);
    expect(run.lines.join('\n')).not.toMatch(/starting|^\s+at /m);
  });

  it('says in a sentence that it has no place for its data', async () => {
    const run = startLocalRun([], { TMPDIR: '/dev/null' });

    expect(await run.exited).toBe(1);
    expect(run.lines.at(-1)).toMatch(/TMPDIR names another place/);
    expect(run.lines.join('\n')).not.toMatch(/^\s+at /m);
  });

  it('ends when the disk with its data is full', async ({ skip }) => {
    await using disk = await smallDisk(64);
    if (disk === undefined) return skip('needs the right to mount a small disk');
    const run = startLocalRun([], { TMPDIR: disk.path });
    await run.line(/^OpenSearch /);

    await disk.fillTo(8);

    expect(await run.exited).toBe(1);
    expect(run.lines.at(-1)).toMatch(/^The disk with .* is full: \d+ MB are left, .* TMPDIR/);
    expect(run.lines.filter((line) => / died: /.test(line))).toHaveLength(0);
  });

  it.each([
    { args: ['--mesages', '5'], code: 2, says: /--mesages/ },
    {
      args: ['--messages', 'five'],
      code: 2,
      says: /--messages takes a whole number from 1, not five/,
    },
    { args: ['--messages', '5', '--devices', '0'], code: 2, says: /--devices/ },
    { args: ['--help'], code: 0, says: /KAFKA_BROKERS/ },
  ])('answers $args with exit code $code', async ({ args, code, says }) => {
    const run = startLocalRun(args);

    expect(await run.exited).toBe(code);
    expect(run.lines.join('\n')).toMatch(says);
  });

  it('names a fault of a connector file before any server starts', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'a.json'), '{"connector.class": "FileStreamSource"}');

    const run = startLocalRun([], { CONNECTORS_DIR: folder.path });

    expect(await run.exited).toBe(1);
    expect(run.lines.join('\n')).toMatch(/a\.json:1: connector\.class: found FileStreamSource/);
    expect(run.lines.join('\n')).not.toMatch(/^(Kafka|OpenSearch|MQTT) /m);
  });

  it('says how to get what is missing, before anything starts', async () => {
    await using folder = await temporaryFolder();
    const run = startLocalRun([], {
      PATH: join(folder.path, 'no-programs'),
      JAVA_HOME: '',
      OPENSEARCH_VERSION: '2.0.0',
      XDG_CACHE_HOME: join(folder.path, 'no-cache'),
    });

    expect(await run.exited).toBe(1);
    expect(run.lines.join('\n')).toMatch(/apt-get install .*maven/);
    expect(run.lines.join('\n')).toMatch(/docker compose up/);
  });
});
