import { Command, CommanderError, Help, type Option } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { ConnectError } from '../shared/connect/errors.ts';
import { awsWayOut } from './aws/aws-error.ts';
import { addDeadLetters } from './dead-letters.ts';
import { addExplain } from './explain.ts';
import { addImport } from './import.ts';
import { kafkaWayOut } from './kafka-error.ts';
import { addPause } from './pause.ts';
import { addRedrive } from './redrive.ts';
import { FAULTS, type Session, USAGE, UsageError } from './session.ts';
import { addStatus } from './status.ts';
import { addValidate } from './validate.ts';
import { addVerify } from './verify.ts';

const VERBS = [
  addValidate,
  addExplain,
  addImport,
  addRedrive,
  addDeadLetters,
  addStatus,
  addPause,
  addVerify,
];

const MORE_HELP = `
Exit codes
  0    all is well; warnings too, but with --strict
  1    faults were found
  2    the command line was wrong
  130  Ctrl-C

Examples
  $ npx connectless validate                 all faults of all files of connectors/
  $ npx connectless explain                  what a deploy will make of them
  $ npx connectless import ~/kafka-connect   brings over what a Kafka Connect machine has
  $ npx connectless status                   how each deployed connector is doing
  $ npx connectless redrive --dry-run        what no function has taken
  $ npx connectless dead-letters list        what is errant, and why`;

/** Runs what a command line asks for; how it ends goes to `session.finish`. */
export const runCommandLine = async (args: readonly string[], session: Session): Promise<void> => {
  const program = createProgram(session);
  for (const add of VERBS) add(program, session);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    session.finish(report(error, session));
  }
};

const createProgram = (session: Session): Command =>
  new Command('connectless')
    .description(manifest.description)
    .version(manifest.version)
    .helpCommand(false)
    .exitOverride()
    .configureHelp({ optionDescription })
    .configureOutput({
      writeOut: (text) => session.print(text.trimEnd()),
      writeErr: (text) => session.complain(text.trimEnd()),
    })
    .showHelpAfterError('connectless --help lists the verbs, connectless VERB --help its options')
    .addHelpText('after', MORE_HELP);

const HELP = new Help();

/** An option's line without the defaults that are nothing: a flag that is off, a list with nothing in it. */
const optionDescription = (option: Option): string =>
  HELP.optionDescription(option).replace(/ \(default: (false|\[\])\)$/, '');

/** Tells what a person needs of an error; only a bug shows its stack. */
const report = (error: unknown, session: Session): number => {
  // Commander has said what there is to say; help and version come here, too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof UsageError) {
    session.complain(`error: ${error.message}`);
    return USAGE;
  }
  session.complain(
    error instanceof ConnectError
      ? error.message
      : (awsWayOut(error) ?? kafkaWayOut(error) ?? stackOf(error)),
  );
  return FAULTS;
};

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
