/** As whom OpenSearch runs where we are root, as who it refuses to. */
import { spawnSync } from 'node:child_process';
import { lchown, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalRunError } from './local-run-error.ts';
import type { User } from './process.ts';

/**
 * Whom OpenSearch runs as; undefined where we aren't root and it runs as ourselves.
 *
 * @throws LocalRunError where root may not run anything as somebody else
 */
export const openSearchUser = (): User | undefined =>
  process.getuid?.() === 0 ? otherUser('nobody') : undefined;

/** @throws LocalRunError where there is no such user, or nothing can be run as it */
export const otherUser = (name: string): User => {
  const user = { name, uid: idOf('-u', name), gid: idOf('-g', name) };
  // A container's root may have no more than the name.
  const { error } = spawnSync('/bin/sh', ['-c', ':'], { uid: user.uid, gid: user.gid });
  return error === undefined ? user : refuseUser(name, error);
};

const idOf = (flag: '-u' | '-g', name: string): number => {
  const { error, status, stdout, stderr } = spawnSync('id', [flag, name], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin' },
  });
  return status === 0 ? Number(stdout) : refuseUser(name, error ?? new Error(stderr.trim()));
};

/** Gives a folder with all that it holds to a user. */
export const giveTo = async (user: User, folder: string): Promise<void> => {
  try {
    const inside = await readdir(folder, { recursive: true });
    for (const path of ['', ...inside]) await lchown(join(folder, path), user.uid, user.gid);
  } catch (error) {
    refuseUser(user.name, error as Error);
  }
};

const refuseUser = (name: string, cause: Error): never => {
  throw new LocalRunError(
    `OpenSearch does not run as root, and can't run as user ${name}: ${cause.message}. Start the local run as another user, or use an OpenSearch that runs already: OPENSEARCH_NODE=http://127.0.0.1:9200`,
    { cause },
  );
};

/** Whether a user can read what lies at a path. */
export const canRead = ({ uid, gid }: User, path: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'test -r "$1"', 'sh', path], { uid, gid }).status === 0;

/** Refuses a folder that OpenSearch's user can't enter, such as one below /root. */
export const refuseUnreadable = (folder: string, user: User | undefined): void => {
  if (user === undefined || canRead(user, folder)) return;
  throw new LocalRunError(
    `OpenSearch does not run as root, and user ${user.name} can't read ${folder}: choose another place (XDG_CACHE_HOME for what is fetched, TMPDIR for a run's folder)`,
  );
};
