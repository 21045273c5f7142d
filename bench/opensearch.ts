import { execFileSync, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** An OpenSearch to measure with. */
type BenchOpenSearch = { readonly address: string; [Symbol.asyncDispose](): Promise<void> };

/** The one that `OPENSEARCH_NODE` names, else that of a local run without phones, on cores of its own where that can be. */
export const benchOpenSearch = async (): Promise<BenchOpenSearch> => {
  const node = process.env['OPENSEARCH_NODE'];
  if (node) return { address: node, async [Symbol.asyncDispose]() {} };
  console.log('starting a local OpenSearch; OPENSEARCH_NODE would name another');
  const main = fileURLToPath(new URL('../local/main.ts', import.meta.url));
  const command = [process.execPath, main, '--devices', '0'];
  const [file = '', ...args] = [...ownCores(), ...command];
  const run = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => run.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    run.kill('SIGINT');
    await ended;
  };
  for await (const line of createInterface(run.stdout)) {
    const address = /^OpenSearch (http\S+)/.exec(line)?.[1];
    if (!address) continue;
    run.stdout.resume();
    return { address, [Symbol.asyncDispose]: stop };
  }
  throw new Error('the local run ended before OpenSearch answered');
};

/**
 * Takes the first core for this process and answers with what starts another one on the rest. A function and
 * its OpenSearch share no core on AWS; here each would slow the other, whichever of them is measured.
 */
const ownCores = (): readonly string[] => {
  const cores = availableParallelism();
  try {
    execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', '0', `${process.pid}`], {
      stdio: 'ignore',
    });
    console.log(`this process on core 0, OpenSearch on 1 to ${cores - 1} (taskset)`);
    return ['taskset', '--cpu-list', `1-${cores - 1}`];
  } catch {
    console.log('taskset cannot give each a core of its own: both share all of them');
    return [];
  }
};
