import { setTimeout as sleep } from 'node:timers/promises';
import { LocalRunError } from './local-run-error.ts';
import { type Exit, exitText } from './process.ts';
import type { Server } from './server.ts';

type Reviving = {
  readonly report: (text: string) => void;
  /** Whether the run has begun to stop its servers. */
  readonly isStopping: () => boolean;
  /** Between a start that failed and the next. */
  readonly pause?: number;
};

const PAUSE = 5000;

/** Says that a server has died, and starts it again until it answers; why it can't start is said once. */
export const revive = async (
  server: Server,
  exit: Exit,
  { report, isStopping, pause = PAUSE }: Reviving,
): Promise<void> => {
  report(`${server.name} died: ${exitText(exit)}`);
  let isTold = false;
  while (!isStopping()) {
    const fault = await restart(server);
    if (fault === undefined) break;
    if (!isTold) report(fault.message);
    isTold = true;
    await sleep(pause, undefined, { ref: false });
  }
  if (isStopping()) await server.stop();
  else report(`${server.name} runs again at ${server.address}`);
};

const restart = async (server: Server): Promise<LocalRunError | undefined> => {
  try {
    await server.restart();
    return undefined;
  } catch (error) {
    if (error instanceof LocalRunError) return error;
    throw error;
  }
};
