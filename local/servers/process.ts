import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whom a process runs as. */
export type User = { readonly name: string; readonly uid: number; readonly gid: number };

/** How a process ended; `lastLines` is what its log says at the end. */
export type Exit = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lastLines: readonly string[];
};

/** A process that ends with us, however we end. */
export type GuardedProcess = {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Asks it to end, and insists when it is out of patience. Resolves when it has ended. */
  stop(patience?: number): Promise<void>;
};

type SpawnOptions = {
  readonly output: number | 'pipe';
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string | undefined;
  readonly user?: User | undefined;
};

type LoggedCommand = {
  readonly command: readonly string[];
  readonly log: string;
  readonly cwd?: string;
  readonly user?: User | undefined;
};

const PATIENCE = 20_000;

/** Nothing of ours, so that no JAVA_TOOL_OPTIONS changes a server; under the POSIX locale Java can't open a path with an ü. */
const SERVER_ENV = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C.UTF-8' };

const LOG_END = 65_536;

/**
 * The shell becomes the command. A subshell beside it reads a pipe that only we
 * hold the other end of: it ends when we do, SIGKILL included, and then the guard
 * ends the command. It shares the command's process group, so that the group's
 * number, which is the command's pid, can't be given to a stranger before that.
 */
const GUARD = `(
  cat
  kill $$ || exit
  for tenth in 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9; do
    sleep 0.1
    kill -0 $$ || exit
  done
  kill -9 -$$
) <&3 >/dev/null 2>&1 &
exec "$@" 3<&-`;

/**
 * Starts a command that ends when we do.
 *
 * It has a session of its own: Ctrl-C in the terminal reaches only us, and we end
 * servers in the order that suits them.
 */
export const spawnGuarded = (
  command: readonly string[],
  { output, cwd, env, user }: SpawnOptions,
): ChildProcess => {
  const child = spawn('/bin/sh', ['-c', GUARD, 'sh', ...command], {
    detached: true,
    stdio: ['ignore', output, output, 'pipe'],
    env,
    ...(cwd === undefined ? {} : { cwd }),
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
  });
  // Lets the guard go.
  child.once('exit', () => child.stdio[3]?.destroy());
  return child;
};

/** Starts a server that appends its output to `log`. */
export const startLogged = ({ command, log, cwd, user }: LoggedCommand): GuardedProcess => {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'a');
  const child = spawnGuarded(command, { output, cwd, user, env: SERVER_ENV });
  closeSync(output);
  const exited = exitOf(child, log);
  return { pid: child.pid ?? 0, exited, stop: (patience) => stopChild(child, exited, patience) };
};

/** The last lines of a log that say something; stack frames are left out, their causes are not. */
export const lastLines = (log: string): readonly string[] =>
  log
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !/^\s+(at |\.\.\. \d+ (more|common))/.test(line))
    .slice(-12);

/** An exit in words. */
export const exitText = ({ code, signal, lastLines }: Exit): string => {
  const how = signal === null ? `exit code ${code}` : signal;
  const said = lastLines.map((line) => `\n  ${line}`).join('');
  return said === '' ? `${how}, its log is empty` : `${how}; its last lines:${said}`;
};

const exitOf = (child: ChildProcess, log: string): Promise<Exit> =>
  new Promise((resolve) => {
    child.once('exit', (code, signal) =>
      resolve({ code, signal, lastLines: lastLines(endOf(log)) }),
    );
    child.once('error', ({ message }) =>
      resolve({ code: null, signal: null, lastLines: [message] }),
    );
  });

const endOf = (log: string): string => {
  const file = openSync(log, 'r');
  const { size } = fstatSync(file);
  const end = Buffer.alloc(Math.min(size, LOG_END));
  readSync(file, end, 0, end.length, size - end.length);
  closeSync(file);
  return end.toString();
};

const stopChild = async (
  child: ChildProcess,
  exited: Promise<Exit>,
  patience = PATIENCE,
): Promise<void> => {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const insist = setTimeout(() => process.kill(-pid, 'SIGKILL'), patience);
  await exited;
  clearTimeout(insist);
};
