/** `npm start`: the whole path on this machine, with the very handlers that are deployed. */
import { ConfigError } from '../shared/connect/errors.ts';
import { countInterruptions } from '../shared/interruptions.ts';
import { HELP, readOptions, UsageError } from './options.ts';
import { runLocally } from './run.ts';
import { createScreen } from './screen.ts';
import { LocalRunError } from './servers/local-run-error.ts';

const USAGE = 2;
const FAULT = 1;
const INTERRUPTED = 130;

const screen = createScreen(process.stdout);
const stop = new AbortController();
const interruptions = countInterruptions(() => performance.now());
const interrupt = (): void => {
  // A second Ctrl-C does not wait; the servers' guards end them.
  if (interruptions() > 1) process.exit(INTERRUPTED);
  stop.abort();
};
process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);
// Whoever read the output has gone (`| head`).
process.stdout.on('error', () => stop.abort());

const main = async (): Promise<number> => {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    screen.line(HELP);
    return 0;
  }
  const code = await runLocally(options, process.env, screen, stop.signal);
  return stop.signal.aborted ? INTERRUPTED : code;
};

/** What a person reads of an error; only a bug shows its stack. */
const explain = (error: unknown): string => {
  if (error instanceof UsageError) return `${error.message}\nnpm start -- --help lists the options`;
  if (error instanceof ConfigError) return `The connector files have faults:\n${error.message}`;
  if (error instanceof LocalRunError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = error instanceof UsageError ? USAGE : FAULT;
  if (stop.signal.aborted) process.exitCode = INTERRUPTED;
  else process.stderr.write(`${explain(error)}\n`);
}
// Clients of servers that are gone may still hold timers.
process.exit();
