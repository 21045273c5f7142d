import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const HANDLERS = globSync('*.ts', { cwd: new URL('../../../handlers/', import.meta.url) });

/** Imports each handler into one Node and prints, by file, why it could not. */
const IMPORT_ALL = `
const failures = {};
for (const file of process.argv.slice(1))
  await import('./handlers/' + file).catch((error) => {
    failures[file] = String(error);
  });
process.stdout.write(JSON.stringify(failures), () => process.exit());
`;

it('each handler is a module to Node itself, which unlike Vitest takes names from CommonJS packages only where it finds them', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', IMPORT_ALL, ...HANDLERS],
    {
      cwd: new URL('../../../', import.meta.url),
      env: {
        AWS_REGION: 'eu-west-1',
        // Nobody answers there: the source starts without Kafka.
        KAFKA_BROKERS: '127.0.0.1:1',
        KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT',
        OPENSEARCH_NODE: 'http://127.0.0.1:1',
      },
    },
  );

  expect(HANDLERS.length).toBeGreaterThan(0);
  expect(JSON.parse(stdout)).toEqual({});
}, 30_000);
