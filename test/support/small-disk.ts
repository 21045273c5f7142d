import { execFileSync, spawnSync } from 'node:child_process';
import { statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

type SmallDisk = AsyncDisposable & {
  readonly path: string;
  /** Writes until no more than so many megabytes are free. */
  fillTo(megabytes: number): Promise<void>;
};

const MEGABYTE = 2 ** 20;

/** A folder with a disk of its own; undefined where we may mount none. */
export const smallDisk = async (megabytes: number): Promise<SmallDisk | undefined> => {
  const folder = await temporaryFolder();
  const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'none', folder.path];
  if (spawnSync('mount', options).status !== 0) {
    await folder[Symbol.asyncDispose]();
    return undefined;
  }
  return {
    path: folder.path,
    async fillTo(left) {
      const { bavail, bsize } = await statfs(folder.path);
      const filler = Buffer.alloc(Math.max(0, bavail * bsize - left * MEGABYTE));
      await writeFile(join(folder.path, 'filler'), filler);
    },
    [Symbol.asyncDispose]: async () => {
      execFileSync('umount', [folder.path]);
      await folder[Symbol.asyncDispose]();
    },
  };
};
