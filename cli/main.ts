#!/usr/bin/env node
/** `npx connectless VERB`: what is configured, before it runs, and what runs. */
import { runCommandLine } from './command-line.ts';
import { INTERRUPTED } from './session.ts';
import { paintFor } from './text/paint.ts';

/** Wider text is hard to read. */
const WIDEST = 120;
const NO_TERMINAL = 100;

process.on('SIGINT', () => process.exit(INTERRUPTED));
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
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
  finish(exitCode) {
    process.exitCode = exitCode;
  },
});
