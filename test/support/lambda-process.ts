/** Runs the handler of its first argument: its parent sends `{ event, time }`, and gets what became of it. */
import { inspect } from 'node:util';

const { handler } = await import(process.argv[2] ?? '');

process.on('message', async ({ event, time }: { event: unknown; time: number }) => {
  const end = Date.now() + time;
  const context = { getRemainingTimeInMillis: () => end - Date.now() };
  const outcome = await handler(event, context).then(
    (answer: unknown) => ({ answer }),
    // Whatever a runtime may print of it: message, stack, causes, members.
    (error: unknown) => ({ thrown: inspect(error, { showHidden: true, depth: 10 }) }),
  );
  globalThis.gc?.();
  // In kilobytes: the most that it ever had, between two looks too.
  const rss = process.resourceUsage().maxRSS * 1024;
  process.send?.({ ...outcome, rss, heapUsed: process.memoryUsage().heapUsed });
});

process.send?.('ready');
