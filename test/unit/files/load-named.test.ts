import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkConnectors } from '../../../shared/config/check-connectors.ts';
import { readConnectorFolder } from '../../../shared/files/connector-folder.ts';
import { aSinkFile, writeFiles } from '../../support/connector-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ANYWHERE = new URL('file:///nowhere/');
const SINK = aSinkFile('sink', ['phones'], {
  transforms: 'a,b',
  'transforms.a.type': './transforms/a.ts',
  'transforms.b.type': './transforms/b.ts',
});
const DROP = 'export const transform = { keys: {}, create: () => () => undefined };\n';

const faultsOf = async (files: Readonly<Record<string, string>>) => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'transforms'));
  await writeFiles(folder.path, { 'a.json': SINK });
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder.path, 'transforms', name), text);
  const { faults } = checkConnectors(await readConnectorFolder(ANYWHERE, folder.path));
  return faults
    .filter(({ severity }) => severity === 'error')
    .map(({ found, expected }) => `${found}: ${expected}`);
};

describe('loadNamed', () => {
  it('loads a module, or what a package has of it', async () => {
    expect(await faultsOf({ 'a.ts': DROP, 'b.mjs': DROP })).toEqual([]);
  });

  it('leaves what is not there, or does not load, to validation', async () => {
    const faults = await faultsOf({ 'a.ts': "throw new Error('not today');\n" });

    expect(faults).toEqual([
      './transforms/a.ts: a module that can be imported, unlike this one: Error: not today',
      './transforms/b.ts: a file that is there, beside the connector files',
    ]);
  });

  it('runs no module that lies elsewhere, or that no file names', async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, 'connectors'));
    await writeFiles(folder.path, { 'c.ts': 'globalThis.ran = true;' });
    await writeFiles(join(folder.path, 'connectors'), {
      'a.json': aSinkFile('sink', ['phones'], { 'value.converter': '../c.ts' }),
      'd.ts': 'globalThis.ran = true;',
    });

    const { modules } = await readConnectorFolder(ANYWHERE, join(folder.path, 'connectors'));

    expect(modules).toEqual(new Map());
    expect(globalThis).not.toHaveProperty('ran');
  });
});
