import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program to run, and who hears of it. */
export type Child = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Called with each line of its output. */
  readonly onLine: (line: string) => void;
  /** Called after each `silenceMs` without output. */
  readonly onSilence: () => void;
  readonly silenceMs: number;
  /** Aborts with the name of the signal that ends the child. */
  readonly signal: AbortSignal;
};

// What a broker or an engine needs to put its data away.
const GRACE_MS = 10_000;
// How long to wait for output that is still in the pipe: a process that has left the group may hold it open.
const DRAIN_MS = 1_000;

/** Runs a program and everything it starts; answers with its exit code when none of it is left. */
export const runChild = async (options: Child): Promise<number> => {
  const { command, args, env, signal } = options;
  // A process group of its own: one signal by its id reaches what the tool has started, too.
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const silence = listen(child, options);
  const closed = new Promise((resolve) => child.once('close', resolve));
  const lastResort = (): void => killGroup(child, 'SIGKILL');
  const interrupt = (): void => {
    killGroup(child, signal.reason);
    setTimeout(lastResort, GRACE_MS).unref();
  };
  signal.addEventListener('abort', interrupt);
  process.once('exit', lastResort);

  const exitCode = await exited(child);

  signal.removeEventListener('abort', interrupt);
  clearInterval(silence);
  await endGroup(child);
  await Promise.race([closed, sleep(DRAIN_MS)]);
  child.stdout.destroy();
  child.stderr.destroy();
  process.off('exit', lastResort);
  return exitCode;
};

const exited = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(127);
    });
    // Not 'close': a process that a test has left behind would hold the pipe open, and nobody would end it.
    child.once('exit', (code) => resolve(code ?? 1));
  });

const listen = (
  { stdout, stderr }: ChildProcessByStdio<null, Readable, Readable>,
  { onLine, onSilence, silenceMs }: Child,
): NodeJS.Timeout => {
  const timer = setInterval(onSilence, silenceMs);
  for (const input of [stdout, stderr])
    createInterface({ input }).on('line', (line) => {
      timer.refresh();
      onLine(line);
    });
  return timer;
};

/** Ends what a tool has left running: kindly, then for good. */
const endGroup = async (child: ChildProcess): Promise<void> => {
  killGroup(child, 'SIGTERM');
  const deadline = Date.now() + GRACE_MS;
  while (isGroupAlive(child) && Date.now() < deadline) await sleep(50);
  killGroup(child, 'SIGKILL');
};

const isGroupAlive = (child: ChildProcess): boolean =>
  signalGroup(child, 0) && !(existsSync('/proc/self/stat') && isGroupDead(`${child.pid}`));

/** In a container whose first process buries nobody, the dead can be signalled for ever. */
const isGroupDead = (group: string): boolean =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(processStatus)
    .every(([state, , processGroup]) => processGroup !== group || state === 'Z');

/** State, parent and group: what follows the program's name, which is in parentheses. */
const processStatus = (pid: string): readonly string[] => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  } catch {
    return [];
  }
};

const killGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
  signalGroup(child, signal);
};

/** Whether there was anybody to take the signal. */
const signalGroup = ({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean => {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
};
