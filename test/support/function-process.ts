/** Runs the handler of its first argument: a line of `{ event, time }` in, a line of the answer out. */
import { createInterface } from 'node:readline';

const { handler } = await import(process.argv[2] ?? '');

const answer = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

answer('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const { event, time } = JSON.parse(line);
  const end = Date.now() + time;
  const context = { getRemainingTimeInMillis: () => end - Date.now() };
  answer(await handler(event, context).then(() => 'resolved', String));
}
