#!/usr/bin/env node
/** `npx connectless VERB`: what is configured, before it runs, and what runs. */
import { countInterruptions } from '../shared/interruptions.ts';
import { runCommandLine } from './command-line.ts';
import { INTERRUPTED } from './session.ts';
import { createLive } from './text/live.ts';
import { paintFor } from './text/paint.ts';

/** Wider text is hard to read. */
const WIDEST = 120;
const NO_TERMINAL = 100;

const live = createLive(process.stderr);
let stop: AbortController | undefined;
const interruptions = countInterruptions(() => performance.now());
process.on('SIGINT', () => {
  // Nobody ends by himself, or it is the second Ctrl-C.
  if (stop === undefined || interruptions() > 1) process.exit(INTERRUPTED);
  live.clear();
  stop.abort();
});
// A reader that has seen enough, `head` for one, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

await runCommandLine(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  paint: paintFor(process.stdout),
  width: Math.min(process.stdout.columns || NO_TERMINAL, WIDEST),
  print(text) {
    live.clear();
    process.stdout.write(`${text}\n`);
  },
  complain(text) {
    live.clear();
    process.stderr.write(`${text}\n`);
  },
  live: live.show,
  interruption() {
    stop ??= new AbortController();
    return stop.signal;
  },
  finish(exitCode) {
    process.exitCode = exitCode;
  },
});
// Kafka's clients may still hold sockets; what was written goes first.
process.stdout.write('', () => process.exit());
