import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConnectorFolders } from '../../../cli/connector-folders.ts';
import { UsageError } from '../../../cli/session.ts';
import { writeFiles } from '../../support/connector-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Two folders of connectors, one with a worker, and files that are none. */
const twoTeams = async (): ReturnType<typeof temporaryFolder> => {
  const folder = await temporaryFolder();
  for (const team of ['connectors', 'others']) {
    await mkdir(join(folder.path, team));
    await writeFiles(join(folder.path, team), { 'a.json': '{}', 'b.json': '[]', 'notes.txt': '' });
  }
  await writeFiles(join(folder.path, 'connectors'), { 'connect-distributed.properties': 'a=b' });
  return folder;
};

const namesIn = async (args: readonly string[], cwd: string, env = {}) =>
  (await readConnectorFolders(args, { cwd, env })).map(({ connectors, worker }) => [
    connectors.map(({ file }) => file),
    worker?.file,
  ]);

describe('readConnectorFolders', () => {
  it('reads connectors/, or CONNECTORS_DIR', async () => {
    await using folder = await twoTeams();

    expect(await namesIn([], folder.path)).toEqual([
      [['connectors/a.json', 'connectors/b.json'], 'connectors/connect-distributed.properties'],
    ]);
    expect(await namesIn([], folder.path, { CONNECTORS_DIR: 'others' })).toEqual([
      [['others/a.json', 'others/b.json'], undefined],
    ]);
  });

  it('reads single files with the worker beside them, each folder by itself', async () => {
    await using folder = await twoTeams();

    expect(await namesIn(['connectors/b.json', 'others/a.json', 'others'], folder.path)).toEqual([
      [['connectors/b.json'], 'connectors/connect-distributed.properties'],
      [['others/a.json', 'others/b.json'], undefined],
    ]);
  });

  it('names a folder that is called like a file', async () => {
    await using folder = await twoTeams();
    await mkdir(join(folder.path, 'others', 'c.json'));

    const [read] = await readConnectorFolders(['others'], { cwd: folder.path, env: {} });

    expect(read?.faults).toMatchObject([{ file: 'others/c.json', severity: 'error' }]);
    expect(read?.connectors).toHaveLength(2);
  });

  it.each([['nowhere'], ['connectors/notes.txt']])('refuses %s', async (path) => {
    await using folder = await twoTeams();

    await expect(namesIn([path], folder.path)).rejects.toThrow(UsageError);
  });

  it('refuses a folder without connector files', async () => {
    await using folder = await temporaryFolder();

    await expect(namesIn(['.'], folder.path)).rejects.toThrow('no connector files in .');
  });

  it('takes the worker’s file alone where it is named, not as all that a deploy has', async () => {
    await using folder = await temporaryFolder();
    await writeFiles(folder.path, { 'connect-distributed.properties': 'a=b' });

    expect(await namesIn(['.'], folder.path)).toEqual([[[], 'connect-distributed.properties']]);
    const deployed = namesIn([], folder.path, { CONNECTORS_DIR: '.' });
    await expect(deployed).rejects.toThrow('no connector files in .');
  });
});
