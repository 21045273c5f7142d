import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** An OpenSearch to measure with. */
type BenchOpenSearch = { readonly address: string; [Symbol.asyncDispose](): Promise<void> };

/** The one that `OPENSEARCH_NODE` names, else that of a local run without phones. */
export const benchOpenSearch = async (): Promise<BenchOpenSearch> => {
  const node = process.env['OPENSEARCH_NODE'];
  if (node) return { address: node, async [Symbol.asyncDispose]() {} };
  console.log('starting a local OpenSearch; OPENSEARCH_NODE would name another');
  const main = fileURLToPath(new URL('../local/main.ts', import.meta.url));
  const run = spawn(process.execPath, [main, '--devices', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
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
