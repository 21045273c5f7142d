#!/usr/bin/env node
/** `npx connectless VERB`: what is configured, before it runs, and what runs. */
import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { ConfigError } from '../shared/connect/errors.ts';
import { addExplain } from './explain.ts';
import { addImport } from './import.ts';
import { FAULTS, INTERRUPTED, type Session, USAGE, UsageError } from './session.ts';
import { paintFor } from './text/paint.ts';
import { addValidate } from './validate.ts';

const VERBS = [addValidate, addExplain, addImport];

/** Wider text is hard to read. */
const WIDEST = 120;
const NO_TERMINAL = 100;

const session: Session = {
  cwd: process.cwd(),
  env: process.env,
  paint: paintFor(process.stdout),
  width: Math.min(process.stdout.columns ?? NO_TERMINAL, WIDEST),
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
  finish(exitCode) {
    process.exitCode = exitCode;
  },
};

const program = new Command('connectless')
  .description(manifest.description)
  .version(manifest.version)
  .helpCommand(false)
  .exitOverride()
  .showHelpAfterError('connectless --help lists the verbs, connectless VERB --help its options')
  .addHelpText(
    'after',
    `
Exit codes
  0    all is well; warnings too, but with --strict
  1    faults were found
  2    the command line was wrong
  130  Ctrl-C

Examples
  $ npx connectless validate                 all faults of all files of connectors/
  $ npx connectless explain                  what a deploy will make of them
  $ npx connectless import ~/kafka-connect   brings over what a Kafka Connect machine has`,
  );
for (const add of VERBS) add(program, session);

/** What a person reads of an error; only a bug shows its stack. */
const report = (error: unknown): number => {
  // Commander has said what there is to say; help and version come here, too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof UsageError) {
    session.complain(`error: ${error.message}`);
    return USAGE;
  }
  session.complain(error instanceof ConfigError ? error.message : stackOf(error));
  return FAULTS;
};

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

process.on('SIGINT', () => process.exit(INTERRUPTED));
// A reader that has seen enough, `head` for one, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
