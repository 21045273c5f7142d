import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFunction } from '../../local/lambda/function.ts';
import { aSinkFile, writeFiles } from '../support/connector-files.ts';
import { packageService, type ServicePackage } from '../support/package-service.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const connectorsDir = fileURLToPath(
  new URL('../../examples/custom-transform/connectors/', import.meta.url),
);
const folder = await temporaryFolder();
let functions: ServicePackage['functions'];

beforeAll(async () => {
  ({ functions } = await packageService({ connectorsDir, into: folder.path }));
});

afterAll(() => folder[Symbol.asyncDispose]());

const invoke = async (key: string, connector: string) => {
  const fn = createFunction({
    name: key,
    handler: join(functions[key]?.folder ?? '', 'handlers/kafka-to-opensearch.mjs'),
    env: {
      CONNECTOR: connector,
      KAFKA_BROKERS: 'kafka.example:9092',
      KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT',
      OPENSEARCH_NODE: 'http://opensearch.example:9200',
      PARTIAL_BATCH_RESPONSE: 'true',
    },
    timeoutSeconds: 60,
    concurrency: 1,
  });
  const value = Buffer.from('{"millivolts":"many"}').toString('base64');
  const record = { topic: 'phone-data', partition: 0, offset: 7, timestamp: 0, headers: [], value };
  try {
    return await fn.invoke({ records: { 'phone-data-0': [record] } });
  } finally {
    await fn.stop();
  }
};

describe('a package with modules of a user', () => {
  it.each([
    ['phones', 'transforms/battery-volts.mjs'],
    ['meters', 'converters/csv.mjs'],
  ])('of %s holds its own alone, bundled', async (key, module) => {
    const { files = new Set(), folder: unzipped = '' } = functions[key] ?? {};
    const text = await readFile(join(unzipped, 'connectors', module), 'utf8');

    expect(files).toEqual(
      new Set([
        'connectors/connect-distributed.properties',
        `connectors/${key}.json`,
        `connectors/${module}`,
        'handlers/kafka-to-opensearch.mjs',
      ]),
    );
    expect(text).not.toMatch(/from ?["']connectless["']/);
  });

  it('runs alone, and knows what a module refuses from what it breaks', async () => {
    const edited = (await readFile(join(connectorsDir, 'phones.json'), 'utf8')).replace(
      '"errors.tolerance": "all"',
      '"errors.tolerance": "none"',
    );
    await writeFiles(join(functions['phones']?.folder ?? '', 'connectors'), {
      'phones.json': edited,
    });

    // Errant and not tolerated: it is delivered again. A bug would have thrown.
    expect(await invoke('phones', 'phones')).toEqual({
      batchItemFailures: [{ itemIdentifier: { partition: 'phone-data-0', offset: 7 } }],
    });
  });

  it('is not made where a module is missing', async () => {
    await using elsewhere = await temporaryFolder();
    await writeFiles(elsewhere.path, {
      'a.json': aSinkFile('a', ['a'], { 'value.converter': './converters/none.ts' }),
    });
    await using into = await temporaryFolder();

    await expect(
      packageService({ connectorsDir: elsewhere.path, into: into.path }),
    ).rejects.toThrow('a.json:1: value.converter: found ./converters/none.ts, expected a file');
  });
});
