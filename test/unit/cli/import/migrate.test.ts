import { describe, expect, it } from 'vitest';
import { sortInputs } from '../../../../cli/import/inputs.ts';
import { BRIDGE_FILE, migrate } from '../../../../cli/import/migrate.ts';
import { checkConnectors } from '../../../../shared/config/check-connectors.ts';
import { aSourceFile } from '../../../support/connector-files.ts';
import { SEED_SECRETS, seedFiles } from '../../../support/seed-files.ts';

const seed = seedFiles();
const migration = migrate(sortInputs(seed));

const textOf = (files: typeof seed, name: string): string =>
  files.find(({ file }) => file === name)?.text ?? '';

/** What makes a line say something, by kind of file; what only continues the line above does not. */
const SAYS: Readonly<Record<string, RegExp>> = {
  json: /^\s*"[^"]+"\s*:\s*[^\s{]/,
  properties: /^[^\s#!]/,
  conf: /^[^\s#]/,
  yml: /^\s*[a-z][\w.-]*:\s*\S|^cluster\.initial_master_nodes:/,
};

const linesOf = (file: string, text: string): readonly number[] =>
  text
    .split('\n')
    .flatMap((line, at) => (SAYS[file.split('.').at(-1) ?? '']?.test(line) ? [at + 1] : []));

describe('migrate', () => {
  it.each(seed)('accounts for every line of $file', ({ file, text }) => {
    const lines = migration.accounts
      .filter((account) => account.file === file)
      .map(({ line }) => line);

    expect(lines.toSorted((a, b) => a - b)).toEqual(linesOf(file, text));
  });

  it('has a note for whatever is not simply kept', () => {
    const silent = migration.accounts.filter(({ fate, note }) => fate !== 'kept' && note === '');

    expect(silent).toEqual([]);
  });

  it('writes files that validate, warnings aside', () => {
    const worker = { file: 'connect-distributed.properties' };
    const { connectors, faults } = checkConnectors(
      {
        connectors: migration.outputs.filter(({ file }) => file.endsWith('.json')),
        worker: { ...worker, text: textOf(migration.outputs, worker.file) },
      },
      { deploy: true },
    );

    expect(faults.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(connectors).toHaveLength(2);
  });

  it('changes no line but those of secrets', () => {
    const source = 'mqtt-source-connector.json';
    const sink = 'kafka-to-elasticsearch.json';
    const worker = 'connect-distributed.properties';

    expect(textOf(migration.outputs, source)).toBe(
      textOf(seed, source).replace(/ *"connect\.mqtt\.password".*\n/, ''),
    );
    expect(textOf(migration.outputs, sink)).toBe(
      textOf(seed, sink).replace(
        'seed-elastic-password',
        `\${secretsmanager:connectless/kafka-to-elasticsearch:connect.elastic.use.http.password}`,
      ),
    );
    expect(textOf(migration.outputs, worker)).toBe(textOf(seed, worker));
  });

  it('puts no secret anywhere', () => {
    for (const secret of SEED_SECRETS) expect(JSON.stringify(migration)).not.toContain(secret);
  });

  it('bridges what the source reads, with the broker’s own queue', () => {
    const bridge = textOf(migration.outputs, BRIDGE_FILE);

    expect(bridge).toContain('\ntopic phone/data out 1\n');
    expect(bridge).toContain('max_queued_messages (10000)');
  });

  it.each([
    { quality: '0', qos: 0 },
    { quality: ' 0 ', qos: 0 },
    { quality: '2', qos: 1 },
  ])('bridges with the quality of service "$quality" of the source as $qos', ({ quality, qos }) => {
    const text = aSourceFile('a', 'INSERT INTO a SELECT * FROM b', {
      'connect.mqtt.service.quality': quality,
    });

    const { outputs } = migrate(
      sortInputs([
        { file: 'a.json', text },
        { file: 'mosquitto.conf', text: '' },
      ]),
    );

    expect(textOf(outputs, BRIDGE_FILE)).toContain(`\ntopic b out ${qos}\n`);
  });

  it.each(seed)('does without $file', ({ file }) => {
    const { accounts, outputs } = migrate(sortInputs(seed.filter((other) => other.file !== file)));

    expect(accounts.filter((account) => account.file === file)).toEqual([]);
    expect(outputs.map((output) => output.file)).not.toContain(file);
  });

  it('leaves what validation refuses open', () => {
    const text = aSourceFile('a', 'INSERT INTO a SELECT * FROM b', { 'connect.mqtt.kqcl': 'x' });

    const { accounts } = migrate(sortInputs([{ file: 'a.json', text }]));

    expect(accounts.find(({ key }) => key === 'connect.mqtt.kqcl')?.fate).toBe('open');
  });

  it.each(['{"connector.class"', ''])('leaves the file %j open as a whole', (text) => {
    const { accounts } = migrate(sortInputs([{ file: 'a.json', text }]));

    expect(accounts).toMatchObject([{ file: 'a.json', key: '', fate: 'open' }]);
  });
});
