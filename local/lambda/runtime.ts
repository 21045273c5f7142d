/** An execution environment's own thread: imports one handler and answers one event at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Invocation } from './execution-environment.ts';

if (parentPort === null) throw new Error('runs as a worker thread only');
const port = parentPort;
const post = (answer: Answer) => port.postMessage(answer);

const describe = (thrown: unknown) => ({
  name: thrown instanceof Error ? thrown.name : 'unknown',
  message: thrown instanceof Error ? thrown.message : String(thrown),
});

try {
  const { handler } = await import(workerData.handler);
  port.on('message', async ({ event, deadline }: Invocation) => {
    const context = { getRemainingTimeInMillis: () => deadline - Date.now() };
    try {
      post({ kind: 'result', result: await handler(event, context) });
    } catch (thrown) {
      post({ kind: 'error', error: describe(thrown) });
    }
  });
  post({ kind: 'ready' });
} catch (thrown) {
  post({ kind: 'init error', error: describe(thrown) });
}
