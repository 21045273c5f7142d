import { cp, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../../shared/connect/errors.ts';
import { runCommand, runProcess } from '../../support/command-line.ts';
import { aSinkFile, aSourceFile, writeFiles } from '../../support/connector-files.ts';
import { SEED_FOLDER, SEED_SECRETS } from '../../support/seed-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SCRAM_WORKER = fileURLToPath(
  new URL('../../../examples/scram-worker/connectors', import.meta.url),
);
const CLUSTER =
  'arn:aws:kafka:eu-central-1:123456789012:cluster/c/12345678-1234-1234-1234-123456789012-1';

let root: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  root = await temporaryFolder();
});
afterAll(() => root[Symbol.asyncDispose]());

const emptyFolder = (): Promise<string> => mkdtemp(join(root.path, 'case-'));

/** A folder with a fault: `topics` and KCQL differ. */
const faultyFolder = async (): Promise<string> => {
  const folder = await emptyFolder();
  await writeFiles(folder, { 'sink.json': aSinkFile('sink', ['a'], { topics: 'b' }) });
  return folder;
};

const VERBS = [
  'validate',
  'explain',
  'import',
  'redrive',
  'dead-letters',
  'status',
  'pause',
  'resume',
  'verify',
];
const HELPS = [
  ['--help'],
  ...VERBS.map((verb) => [verb, '--help']),
  ...['list', 'show', 'replay'].map((verb) => ['dead-letters', verb, '--help']),
];

describe('connectless', () => {
  it('suggests the verb that was meant', async () => {
    const { exitCode, stdout, stderr } = await runProcess(['vaildate']);

    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Did you mean validate?');
  });

  it.each(VERBS.map((verb) => [verb, '--help']).concat([['--help']]))(
    'has examples in %s %s',
    async (...args) => {
      const { exitCode, stdout } = await runCommand(args);

      expect(exitCode).toBe(0);
      expect(stdout).toContain('Examples\n  $ npx connectless ');
    },
  );

  it.each(['validate', 'import', 'redrive'])(
    'shows in %s --help the defaults that say something',
    async (verb) => {
      const { stdout } = await runCommand([verb, '--help']);

      expect(stdout).toContain('(default: ');
      expect(stdout).not.toMatch(/\(default:\s+(false|\[\])/);
    },
  );

  it.each(HELPS)('fits %s %s %s into the columns that a person reads', async (...args) => {
    const { stdout } = await runCommand(args);

    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120);
  });

  it('says its version', async () => {
    const { version } = JSON.parse(
      await readFile(new URL('../../../package.json', import.meta.url), 'utf8'),
    );

    expect(await runCommand(['--version'])).toEqual({
      exitCode: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it.each([
    [[]],
    [['validate', '--josn']],
    [['import']],
    [['validate', 'nowhere']],
    [['import', 'nowhere']],
  ])('calls %j wrong usage', async (args) => {
    expect(await runCommand(args)).toMatchObject({ exitCode: 2, stdout: '' });
  });
});

describe('connectless validate', () => {
  it('finds nothing wrong with the shipped files', async () => {
    expect(await runCommand(['validate'])).toEqual({
      exitCode: 0,
      stdout: '3 files, no faults\n',
      stderr: '',
    });
  });

  it('names faults, counts them and exits 1', async () => {
    const { exitCode, stdout } = await runCommand(['validate', await faultyFolder()]);

    expect(exitCode).toBe(1);
    expect(stdout).toContain('topics: ');
    expect(stdout).toMatch(/\n1 error.* in 1 file\n$/);
  });

  it('gives a machine an array of faults', async () => {
    const { exitCode, stdout } = await runCommand(['validate', await faultyFolder(), '--json']);

    const faults: readonly Fault[] = JSON.parse(stdout);
    expect(exitCode).toBe(1);
    expect(faults).toContainEqual(expect.objectContaining({ key: 'topics', severity: 'error' }));
  });

  it('has no colours in a pipe', async () => {
    const { exitCode, stdout } = await runProcess(['validate', await faultyFolder()]);

    expect(exitCode).toBe(1);
    expect(stdout).toContain('error');
    expect(stdout).not.toContain('\u001b');
  });

  it('reads CONNECTORS_DIR, and files as they are named', async () => {
    const folder = await faultyFolder();

    const byVariable = await runCommand(['validate'], { env: { CONNECTORS_DIR: folder } });
    const byName = await runCommand(['validate', 'sink.json'], { cwd: folder });

    expect([byVariable.exitCode, byName.exitCode]).toEqual([1, 1]);
    expect(byName.stdout).toMatch(/^sink\.json\n/);
  });

  it('gives a folder that is called like a file one error', async () => {
    const folder = await emptyFolder();
    await mkdir(join(folder, 'odd.json'));

    const { exitCode, stdout } = await runCommand(['validate', '--json'], {
      env: { CONNECTORS_DIR: folder },
    });

    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toHaveLength(1);
  });
});

describe('connectless explain', () => {
  it('tells the way of a message and the rule’s SQL', async () => {
    const { exitCode, stdout } = await runCommand(['explain']);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^phone\/data → mqtt-source → phone-data → opensearch-sink → phone-data_\d{4}-\d\d-\d\d\n/,
    );
    expect(stdout).toContain("SELECT encode(*, 'base64') AS data");
  });

  it('gives a machine connectors and faults', async () => {
    const folder = await faultyFolder();
    await writeFiles(folder, {
      'source.json': aSourceFile('source', 'INSERT INTO x SELECT * FROM y'),
    });

    const { exitCode, stdout } = await runCommand(['explain', folder, '--json']);

    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      faults: [expect.objectContaining({ key: 'topics' })],
    });
  });
});

describe('connectless import', () => {
  it('makes files that validate, and shows no secret to anybody', async () => {
    const folder = await emptyFolder();
    const args = ['import', SEED_FOLDER, '--target', folder];

    const runs = [
      await runProcess(args),
      await runCommand([...args, '--verbose']),
      await runCommand([...args, '--json']),
      await runCommand(['validate', folder]),
      await runCommand(['explain', folder]),
    ];

    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0]);
    const names = await readdir(folder);
    expect(names.sort((a, b) => a.localeCompare(b))).toEqual([
      'connect-distributed.properties',
      'kafka-to-elasticsearch.json',
      'mosquitto-bridge.conf',
      'mqtt-source-connector.json',
    ]);
    const written = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    const shown = runs.flatMap(({ stdout, stderr }) => [stdout, stderr]);
    for (const secret of SEED_SECRETS)
      expect([...written, ...shown].join('\n')).not.toContain(secret);
  });

  it.each(['tls/ca.pem', 'an absolute path'])(
    'brings a SCRAM worker with its truststore at %s',
    async (place) => {
      const [source, folder] = [await emptyFolder(), await emptyFolder()];
      await cp(SCRAM_WORKER, source, { recursive: true });
      const worker = join(source, 'connect-distributed.properties');
      const text = await readFile(worker, 'utf8');
      const named = place === 'tls/ca.pem' ? place : join(SCRAM_WORKER, 'tls/ca.pem');
      await writeFile(worker, text.replace('tls/ca.pem', named));

      const imported = await runCommand(['import', source, '--target', folder]);
      const again = await runCommand(['import', source, '--target', folder]);
      const params = ['kafkaSignIn=files', `clusterArn=${CLUSTER}`].flatMap((one) => [
        '--param',
        one,
      ]);
      const validated = await runCommand(['validate', folder, '--json', ...params]);

      expect([imported.exitCode, again.exitCode]).toEqual([0, 0]);
      expect(imported.stdout).toContain('--param kafkaSignIn=files');
      expect(again.stdout).toContain('as they were');
      expect(await readFile(join(folder, 'tls/ca.pem'), 'utf8')).toBe(
        await readFile(join(SCRAM_WORKER, 'tls/ca.pem'), 'utf8'),
      );
      expect(validated.stdout).not.toContain('truststore');
    },
  );

  it('overwrites nobody’s certificates but by force', async () => {
    const folder = await emptyFolder();
    await mkdir(join(folder, 'tls'));
    await writeFile(join(folder, 'tls/ca.pem'), 'theirs');

    const { exitCode, stderr } = await runCommand(['import', SCRAM_WORKER, '--target', folder]);

    expect([exitCode, await readdir(folder)]).toEqual([1, ['tls']]);
    expect(stderr).toContain('tls/ca.pem');
  });

  it('has one example folder in the help and in README', async () => {
    const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
    const { stdout } = await runCommand(['--help']);

    const [example] = /connectless import \S+/.exec(stdout) ?? [];
    expect(readme).toContain(`npx ${example} `);
  });

  it('overwrites nobody’s file but by force', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'mqtt-source-connector.json'), '{}');

    const refused = await runCommand(['import', SEED_FOLDER, '--target', folder]);
    const names = await readdir(folder);
    const forced = await runCommand(['import', SEED_FOLDER, '--target', folder, '--force']);

    expect([refused.exitCode, forced.exitCode]).toEqual([1, 0]);
    expect(refused.stderr).toContain('mqtt-source-connector.json');
    expect(names).toEqual(['mqtt-source-connector.json']);
  });

  it('writes nothing in a dry run', async () => {
    const folder = await emptyFolder();

    const { stdout } = await runCommand(['import', SEED_FOLDER, '--target', folder, '--dry-run']);

    expect(stdout).toContain('would write');
    expect(await readdir(folder)).toEqual([]);
  });

  it('tells from a folder without such files what it looks for', async () => {
    const { exitCode, stderr } = await runCommand(['import', await emptyFolder()]);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('mosquitto.conf');
  });
});
