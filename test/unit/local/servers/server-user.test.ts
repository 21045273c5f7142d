import { stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LocalRunError } from '../../../../local/servers/local-run-error.ts';
import { giveTo, otherUser } from '../../../../local/servers/server-user.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const WAY_OUT = /Start the local run as another user, .*OPENSEARCH_NODE=/;

describe('otherUser', () => {
  it('names a user that this machine does not have', () => {
    expect(() => otherUser('no-such-user')).toThrow(LocalRunError);
    expect(() => otherUser('no-such-user')).toThrow(/as user no-such-user: .*no-such-user/);
    expect(() => otherUser('no-such-user')).toThrow(WAY_OUT);
  });
});

describe('giveTo', () => {
  it('gives all that a folder holds, and follows no link', async () => {
    await using folder = await temporaryFolder();
    const own = await stat(folder.path);
    await symlink('/no/such/place', join(folder.path, 'link'));
    await writeFile(join(folder.path, 'file'), '');

    await giveTo({ name: 'ourselves', uid: own.uid, gid: own.gid }, folder.path);

    expect(await stat(join(folder.path, 'file'))).toMatchObject({ uid: own.uid, gid: own.gid });
  });

  it('says in a sentence that it may not', async () => {
    const giving = giveTo({ name: 'nobody', uid: 65_534, gid: 65_534 }, '/no/such/folder');

    await expect(giving).rejects.toThrow(LocalRunError);
    await expect(giving).rejects.toThrow(WAY_OUT);
  });
});
