import { describe, expect, it } from 'vitest';
import { refuseFullDisk } from '../../../../local/servers/disk.ts';
import { LocalRunError } from '../../../../local/servers/local-run-error.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('refuseFullDisk', () => {
  it('lets a disk with room be', async () => {
    await using folder = await temporaryFolder();

    await expect(refuseFullDisk(folder.path, 1)).resolves.toBeUndefined();
  });

  it('names the folder, what is left and the way out', async () => {
    await using folder = await temporaryFolder();

    const refused = refuseFullDisk(folder.path, Number.MAX_SAFE_INTEGER);

    await expect(refused).rejects.toThrow(LocalRunError);
    await expect(refused).rejects.toThrow(
      new RegExp(`disk with ${folder.path} is full: \\d+ MB .*TMPDIR`),
    );
  });
});
