import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFailed } from 'vitest';

/** `npm start` as a child: what it prints, and how it ends. */
export type LocalRun = {
  readonly pid: number;
  readonly lines: readonly string[];
  /** The first line that matches, printed already or yet to come; rejects when the run ends before. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** SIGINT: to the run alone, or where it was typed to npm and the run, as a terminal does. */
  interrupt(): void;
  /** Resolves with the exit code when it has ended. */
  readonly exited: Promise<number | null>;
};

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Starts the local run on the checkout, with no terminal; what it said is printed where the test fails.
 * `isTyped`: by npm and in a process group of its own, as from a terminal; npm's words are among the lines.
 */
export const startLocalRun = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  isTyped = false,
): LocalRun => {
  const [program, ...first] = isTyped
    ? (['npm', 'start', '--'] as const)
    : ([process.execPath, 'local/main.ts'] as const);
  const child = spawn(program, [...first, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: isTyped,
  });
  const lines: string[] = [];
  onTestFailed(() => void process.stderr.write(`${lines.join('\n')}\n`));
  const waiting = new Set<() => void>();
  const add = (text: string) => {
    lines.push(...text.split('\n').filter((line) => line !== ''));
    for (const look of waiting) look();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    let rest = '';
    stream.on('data', (chunk: string) => {
      const text = rest + chunk;
      const end = text.lastIndexOf('\n') + 1;
      rest = text.slice(end);
      add(text.slice(0, end));
    });
  }
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', (code) => resolve(code));
  });
  const find = (pattern: RegExp) =>
    lines.map((line) => pattern.exec(line)).find((match) => match !== null);

  return {
    pid: child.pid ?? 0,
    lines,
    exited,
    interrupt: () => {
      if (isTyped && child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
      else child.kill('SIGINT');
    },
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = find(pattern);
          if (!match) return;
          waiting.delete(look);
          resolve(match);
        };
        waiting.add(look);
        look();
        void exited.then(() => reject(new Error(`ended without ${pattern}:\n${lines.join('\n')}`)));
      }),
  };
};
