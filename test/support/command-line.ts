import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../../cli/command-line.ts';
import { plain } from '../../cli/text/paint.ts';

/** What a run of the command line left behind. */
export type CommandRun = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
};

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

type Options = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Ctrl-C. */
  readonly signal?: AbortSignal;
  /** Hears of progress. */
  readonly onLive?: (text: string) => void;
};

/** Runs `connectless` within this process. */
export const runCommand = async (
  args: readonly string[],
  {
    cwd = CHECKOUT,
    env = {},
    signal = new AbortController().signal,
    onLive = () => undefined,
  }: Options = {},
): Promise<CommandRun> => {
  const run = { exitCode: 0, stdout: '', stderr: '' };
  await runCommandLine(args, {
    cwd,
    env,
    paint: plain,
    width: 100,
    print: (text) => {
      run.stdout += `${text}\n`;
    },
    complain: (text) => {
      run.stderr += `${text}\n`;
    },
    live: onLive,
    interruption: () => signal,
    finish: (exitCode) => {
      run.exitCode = exitCode;
    },
  });
  return run;
};

/** Runs `connectless` as a process of its own, its output piped. */
export const runProcess = (
  args: readonly string[],
  cwd = CHECKOUT,
  env: Readonly<Record<string, string>> = {},
): Promise<CommandRun> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [MAIN, ...args],
      { cwd, env: { PATH: process.env['PATH'], ...env } },
      (error, stdout, stderr) =>
        resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
