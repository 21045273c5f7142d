import { Worker } from 'node:worker_threads';

/** What an execution environment is asked. `deadline` in milliseconds since the epoch. */
export type Invocation = { readonly event: unknown; readonly deadline: number };

type Failure = { readonly name: string; readonly message: string };

/** What it answers, `ready` or `init error` first, then one answer for each invocation. */
export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'init error' | 'error'; readonly error: Failure };

/** A function that failed: its handler threw, its start did, or its time ran out. */
class InvocationError extends Error {
  override name = 'InvocationError';
  readonly errorType: string;
  readonly phase: 'init' | 'invoke';

  constructor(phase: 'init' | 'invoke', { name, message }: Failure) {
    super(message);
    this.phase = phase;
    this.errorType = name;
  }
}

/** One environment: a thread with its own module instances and its own environment variables. */
export type ExecutionEnvironment = {
  invoke(event: unknown): Promise<unknown>;
  /** Whether it may be given another event; not after a failed start, a time-out or an exit. */
  isUsable(): boolean;
  stop(): Promise<void>;
};

const RUNTIME = new URL('./runtime.ts', import.meta.url);

/** Starts an environment; a failed start shows at the first invocation, as on AWS. */
export const createExecutionEnvironment = (
  handler: string,
  env: NodeJS.ProcessEnv,
  timeoutSeconds: number,
): ExecutionEnvironment => {
  const worker = new Worker(RUNTIME, { workerData: { handler }, env: { ...env } });
  let usable = true;
  let next = Promise.withResolvers<Answer>();
  const started = next.promise;
  const settle = (answer: Answer) => next.resolve(answer);
  worker.on('message', settle);
  const died = (name: string, message: string) => {
    usable = false;
    settle({ kind: 'error', error: { name, message } });
  };
  worker.on('error', (error) => died('Runtime.ExitError', String(error)));
  worker.on('exit', (code) => died('Runtime.ExitError', `the environment exited with ${code}`));

  const invoke = async (event: unknown): Promise<unknown> => {
    const start = await started;
    if (start.kind !== 'ready') {
      usable = false;
      throw new InvocationError('init', failure(start));
    }
    next = Promise.withResolvers<Answer>();
    const invocation: Invocation = { event, deadline: Date.now() + timeoutSeconds * 1000 };
    worker.postMessage(invocation);
    const timer = setTimeout(() => {
      died('Sandbox.Timedout', `Task timed out after ${timeoutSeconds} seconds`);
      void worker.terminate();
    }, timeoutSeconds * 1000);
    try {
      const answer = await next.promise;
      if (answer.kind === 'result') return answer.result;
      throw new InvocationError('invoke', failure(answer));
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    invoke,
    isUsable: () => usable,
    stop: async () => {
      await worker.terminate();
    },
  };
};

const failure = (answer: Answer): Failure =>
  'error' in answer ? answer.error : { name: 'unknown', message: 'no answer' };
