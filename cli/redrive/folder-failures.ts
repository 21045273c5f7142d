import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FailureRecord } from '../../shared/source/failed-event.ts';
import { UsageError } from '../session.ts';
import type { Failures } from './failures.ts';

/**
 * A folder of failure records, and the folders in it: what the local run keeps while Kafka is away.
 *
 * Rejects with a UsageError where there is no such folder
 */
export const folderFailures = async (folder: string, shown: string): Promise<Failures> => {
  const files = (await list(folder, shown))
    .filter((name) => name.endsWith('.json'))
    // Names begin with the time.
    .sort((a, b) => basename(a).localeCompare(basename(b)));
  let next = 0;
  return {
    size: async () => files.length,
    async take(max) {
      for (; next < files.length; ) {
        const names = files.slice(next, next + max);
        next += names.length;
        const records = await Promise.all(names.map((name) => read(join(folder, name))));
        const found = records.filter((record) => record !== undefined);
        if (found.length > 0) return found;
      }
      return [];
    },
    remove: ({ id }) => rm(id, { force: true }),
    close: async () => undefined,
  };
};

const list = async (folder: string, shown: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder, { recursive: true });
  } catch (cause) {
    throw new UsageError(`no such folder: ${shown}`, { cause });
  }
};

/** Nothing where the local run has fed it back meanwhile. */
const read = async (file: string): Promise<FailureRecord | undefined> => {
  try {
    const [body, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    return { id: file, body, sentAt: Math.floor(mtimeMs) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
