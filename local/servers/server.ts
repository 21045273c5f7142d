import { setTimeout as sleep } from 'node:timers/promises';
import { LocalRunError } from './local-run-error.ts';
import { type Exit, exitText, type GuardedProcess } from './process.ts';

/** A server that this process runs. */
export type Server = {
  /** `Kafka 4.1.0` */
  readonly name: string;
  /** `host:port` of Kafka, the URL of OpenSearch. */
  readonly address: string;
  /** Of the process that runs now, or ran last. */
  pid(): number;
  /** Resolves when it has ended; it can be restarted then, and its port is free for others. */
  stop(): Promise<void>;
  /** Starts it again on the same port and data, whether it runs, was stopped or has died; resolves when it answers. */
  restart(): Promise<void>;
};

/** What a caller wants to hear of a server. */
export type ServerEvents = {
  /** Something a person should know, such as another port than the usual one. */
  readonly report?: (text: string) => void;
  /** The server ended, and nobody had asked for it. */
  readonly died?: (exit: Exit) => void;
  /** Ends a start that is under way; a server that runs is for `stop` to end. */
  readonly signal?: AbortSignal | undefined;
};

type Plan = {
  readonly name: string;
  readonly address: string;
  readonly launch: () => GuardedProcess;
  /** Whether it, and not somebody else on its port, does its work. */
  readonly answers: () => Promise<boolean>;
  readonly release: () => void;
  readonly died: ServerEvents['died'];
  readonly signal: ServerEvents['signal'];
};

const POLL = 50;
const START_TIMEOUT = 120_000;

/** Starts a server and resolves when it answers; rejects with the last lines of its log when it doesn't. */
export const startServer = async (plan: Plan): Promise<Server> => {
  const { name, address, launch, release, died } = plan;
  const stopped = new Set<GuardedProcess>();
  let current: GuardedProcess;

  const start = async (): Promise<void> => {
    const started = launch();
    current = started;
    await untilAnswers(started, plan);
    void started.exited.then((exit) => {
      if (!stopped.has(started)) died?.(exit);
    });
  };
  const stopCurrent = async (): Promise<void> => {
    stopped.add(current);
    await current.stop();
  };

  await start().catch((error: unknown) => {
    release();
    throw error;
  });
  return {
    name,
    address,
    pid: () => current.pid,
    stop: async () => {
      await stopCurrent();
      release();
    },
    restart: async () => {
      await stopCurrent();
      await start();
    },
  };
};

const untilAnswers = async (
  started: GuardedProcess,
  { name, answers, signal }: Plan,
): Promise<void> => {
  let exit: Exit | undefined;
  void started.exited.then((ended) => {
    exit = ended;
  });
  const giveUpAt = Date.now() + START_TIMEOUT;
  while (!(await answers())) {
    if (exit !== undefined) throw new LocalRunError(`${name} did not start: ${exitText(exit)}`);
    if (signal?.aborted) await started.stop(0);
    else if (Date.now() > giveUpAt) await started.stop();
    await sleep(POLL);
  }
};
