import { createExecutionEnvironment, type ExecutionEnvironment } from './execution-environment.ts';

/** A deployed function: its handler in as many environments as events come at once. */
export type LambdaFunction = {
  readonly name: string;
  /** Resolves with the handler's answer; rejects with an `InvocationError`. */
  invoke(event: unknown): Promise<unknown>;
  stop(): Promise<void>;
};

type FunctionOptions = {
  readonly name: string;
  /** A module that exports `handler`. */
  readonly handler: string;
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutSeconds: number;
  /** Environments at most; further events wait their turn. */
  readonly concurrency: number;
};

/** An environment answers one event at a time; idle ones are used again before another starts. */
export const createFunction = ({
  name,
  handler,
  env,
  timeoutSeconds,
  concurrency,
}: FunctionOptions): LambdaFunction => {
  const all = new Set<ExecutionEnvironment>();
  const idle: ExecutionEnvironment[] = [];
  const waiting: ((environment: ExecutionEnvironment) => void)[] = [];

  const start = (): ExecutionEnvironment => {
    const environment = createExecutionEnvironment(handler, env, timeoutSeconds);
    all.add(environment);
    return environment;
  };

  const take = async (): Promise<ExecutionEnvironment> => {
    for (let free = idle.pop(); free; free = idle.pop()) {
      if (free.isUsable()) return free;
      // It died after it had answered.
      all.delete(free);
    }
    if (all.size < concurrency) return start();
    const { promise, resolve } = Promise.withResolvers<ExecutionEnvironment>();
    waiting.push(resolve);
    return promise;
  };

  const giveBack = async (environment: ExecutionEnvironment): Promise<void> => {
    if (!environment.isUsable()) {
      all.delete(environment);
      await environment.stop();
    }
    const next = waiting.shift();
    const usable = environment.isUsable() ? environment : next && start();
    if (!usable) return;
    if (next) next(usable);
    else idle.push(usable);
  };

  return {
    name,
    async invoke(event) {
      const environment = await take();
      try {
        return await environment.invoke(event);
      } finally {
        await giveBack(environment);
      }
    },
    async stop() {
      await Promise.all([...all].map((environment) => environment.stop()));
    },
  };
};
