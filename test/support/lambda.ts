import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What an invocation came to. */
type Invocation = {
  readonly answer?: unknown;
  /** Everything that can be seen of an error. */
  readonly thrown?: string;
  /** The most memory that the process has had so far, in bytes. */
  readonly rss: number;
  /** What its heap holds now, without garbage where the process may collect that. */
  readonly heapUsed: number;
};

/** A function in a process of its own. */
export type Lambda = {
  invoke(event: unknown, time?: number): Promise<Invocation>;
  /** All that it has written, both streams, one after the other. */
  output(): string;
  /** As a time-out does. */
  kill(): Promise<void>;
};

const SCRIPT = fileURLToPath(new URL('./lambda-process.ts', import.meta.url));

/**
 * Starts a handler with nothing of this shell's environment but the path.
 *
 * @throws with what it wrote, where it ends before it is ready or during an invocation
 */
export const startLambda = async (
  handler: string,
  env: Readonly<Record<string, string>>,
  execArgv: readonly string[] = [],
): Promise<Lambda> => {
  const child = fork(SCRIPT, [handler], {
    env: { PATH: process.env['PATH'], ...env },
    execArgv: [...execArgv],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes) => {
      output += bytes;
    });
  const closed = once(child, 'close');
  const message = async (): Promise<unknown> => {
    const waiting = new AbortController();
    try {
      return await Promise.race([
        once(child, 'message', { signal: waiting.signal }).then(([first]) => first),
        closed.then(() => Promise.reject(new Error(`the function ended:\n${output}`))),
      ]);
    } finally {
      waiting.abort();
    }
  };
  await message();
  return {
    async invoke(event, time = 60_000) {
      child.send({ event, time });
      return (await message()) as Invocation;
    },
    output: () => output,
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
};
