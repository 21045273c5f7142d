import { homedir, platform } from 'node:os';
import { cacheFolder } from '../../local/servers/fetch.ts';

/** Where this user's cache lies: what tests need and make once is kept there, as the servers are. */
export const ownCache = (): string =>
  cacheFolder(process.env, {
    platform: platform(),
    home: homedir(),
    isRoot: process.getuid?.() === 0,
  });
