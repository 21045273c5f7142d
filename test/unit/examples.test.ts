import { readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { jsonSchema } from '../../docs/reference/json-schema.ts';
import { checkConnectors } from '../../shared/config/check-connectors.ts';
import { dialectsOf } from '../../shared/config/dialects.ts';
import { readSinkConfig, readSourceConfig } from '../../shared/config/read-connectors.ts';
import { faultLine } from '../../shared/connect/errors.ts';
import { readConnectorFolder } from '../../shared/files/connector-folder.ts';

const EXAMPLES = new URL('../../examples/', import.meta.url);
const names = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const folderOf = (name: string) =>
  readConnectorFolder(new URL(`${name}/connectors/`, EXAMPLES), undefined);

/** What of them is right and surprises: the files are as people write them. */
const SURPRISES: Readonly<Record<string, readonly string[]>> = {
  landoop: ['YYYY'],
  'lenses-index-by-record': ['by which a record names any index'],
};

describe('the examples', () => {
  it('are at least six', () => {
    expect(names.length).toBeGreaterThanOrEqual(6);
  });

  it.each(names)('%s can be deployed, even where all is strict', async (name) => {
    const folder = await folderOf(name);
    const { connectors, faults } = checkConnectors(folder, { strict: true, deploy: true });
    const lines = faults.map(faultLine);
    const expected = SURPRISES[name] ?? [];

    expect(lines.filter((line) => !expected.some((text) => line.includes(text)))).toEqual([]);
    expect(lines).toHaveLength(expected.length);
    expect(connectors).toHaveLength(folder.connectors.length);
  });

  it.each(names)('%s starts', async (name) => {
    const folder = await folderOf(name);
    const env = { AWS_REGION: 'eu-central-1' };
    const refused: string[] = [];
    for (const { name: connector, kind } of checkConnectors(folder).connectors) {
      const read = kind === 'source' ? readSourceConfig : readSinkConfig;
      await read(folder, { ...env, CONNECTOR: connector }, () => Promise.resolve('x')).catch(() =>
        refused.push(connector),
      );
    }

    expect(refused).toEqual([]);
  });

  it.each(names)('%s fits the schemas of its dialects', async (name) => {
    for (const { text } of (await folderOf(name)).connectors) {
      const file = JSON.parse(text);
      const [dialect] = dialectsOf((file.config ?? file)['connector.class']);
      const validate = new Ajv({ allowUnionTypes: true, allowMatchingProperties: true }).compile(
        dialect ? jsonSchema(dialect) : false,
      );

      expect([validate(file), validate.errors]).toEqual([true, null]);
    }
  });
});
