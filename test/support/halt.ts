import { setTimeout as sleep } from 'node:timers/promises';
import type { Server } from '../../local/servers/server.ts';

/**
 * Ends a server that will be started again: its own `stop` also gives its ports back, and another run
 * on this machine may take them meanwhile.
 */
export const halt = async (server: Server): Promise<void> => {
  const pid = server.pid();
  process.kill(pid, 'SIGTERM');
  while (isAlive(pid)) await sleep(50);
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
