import { statfs } from 'node:fs/promises';
import { LocalRunError } from './local-run-error.ts';

const MEGABYTE = 2 ** 20;
/** With less, Kafka ends at its next write and OpenSearch takes no more documents, and each says so again and again. */
const LEAST_FREE = 16 * MEGABYTE;

/** Refuses a folder for servers' data whose disk is as good as full. */
export const refuseFullDisk = async (folder: string, least = LEAST_FREE): Promise<void> => {
  // What is left for others than root: OpenSearch is never root.
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= least) return;
  throw new LocalRunError(
    `The disk with ${folder} is full: ${Math.floor(free / MEGABYTE)} MB are left, and the servers need ${least / MEGABYTE} MB to go on. Make room there, or set TMPDIR to a folder on another disk.`,
  );
};
