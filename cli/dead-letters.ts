import type { Command } from 'commander';
import { parseCount, parseTime } from './choice.ts';
import type { LetterChoice } from './dead-letters/choose-letters.ts';
import type { Session } from './session.ts';

/** What all of them take. */
type Common = { readonly brokers?: string; readonly json: boolean };

/** What `dead-letters list` takes. */
export type ListOptions = Common & LetterChoice;

/** What `dead-letters show` takes. */
export type ShowOptions = Common & { readonly value: boolean };

/** What `dead-letters replay` takes. */
export type ReplayOptions = ListOptions & {
  readonly topic?: string;
  readonly invoke: boolean;
  readonly stage: string;
  readonly region?: string;
  readonly limit?: number;
  readonly again: boolean;
  readonly dryRun: boolean;
};

const MORE_HELP = `
Topics are those of the connector files (CONNECTORS_DIR, else connectors/), or the ones that are named. The
verb speaks to the brokers itself, from where they can be reached: locally, or a shell in the VPC. Security
is that of the files; KAFKA_BROKERS, KAFKA_SECURITY_PROTOCOL and KAFKA_SASL_MECHANISM have the last word.

A letter that is replayed stays where it is, until the topic's retention. Which ones have been replayed is
remembered in the consumer group connectless-replay-TOPIC, so that the next replay leaves them out; Kafka
forgets it seven days after the last one, and a repeat then changes nothing in OpenSearch.

Examples
  $ npx connectless dead-letters list
  $ npx connectless dead-letters show phone-data-dead-letters-0@12 --value
  $ npx connectless dead-letters replay --error-stage TASK_PUT --since 1d --dry-run
  $ npx connectless dead-letters replay phone-data-dead-letters --brokers 127.0.0.1:9092`;

const EXIT_CODES = `
Exit codes: 0 all that was meant is acknowledged; 1 something was left, with the reason; 2 wrong usage; 130 Ctrl-C`;

/** `connectless dead-letters`: errant records, what is wrong with them, and back where they came from. */
export const addDeadLetters = (program: Command, session: Session): void => {
  const verb = program
    .command('dead-letters')
    .summary('errant records: list, show and replay their letters')
    .description('Lists, shows and replays the letters of errant records, of both legs.')
    .helpCommand(false)
    .addHelpText('after', MORE_HELP);

  choosing(
    common(verb.command('list [topics...]')).description('Counts letters by topic and cause.'),
  ).action(async (topics: readonly string[], options: ListOptions) =>
    (await import('./dead-letters/list.ts')).list(topics, options, session),
  );

  common(verb.command('show <position>'))
    .description('Shows one letter: where its record lay and what went wrong.')
    .option('--value', 'its content, too: key, value, headers, the whole message', false)
    .action(async (position: string, options: ShowOptions) =>
      (await import('./dead-letters/show.ts')).show(position, options, session),
    );

  choosing(common(verb.command('replay [topics...]')))
    .description(
      'Writes a sink’s record back to the topic it came from, and gives a source’s message to its connector again.',
    )
    .option(
      '--topic <topic>',
      'where the records of letters go that do not say where they came from',
    )
    .option('--invoke', 'a source’s messages through the deployed function, not here', false)
    .option('--stage <stage>', 'with --invoke: the stage of the function', 'dev')
    .option('--region <region>', 'with --invoke: where it is (default: AWS_REGION, else us-east-1)')
    .option('--limit <n>', 'so many records at most', parseCount)
    .option('--again', 'those as well that have been replayed', false)
    .option('--dry-run', 'look and count', false)
    .addHelpText('after', EXIT_CODES)
    .action(async (topics: readonly string[], options: ReplayOptions) =>
      (await import('./dead-letters/replay.ts')).replay(topics, options, session),
    );
};

const common = (command: Command): Command =>
  command
    .option('--brokers <list>', 'bootstrap servers (default: KAFKA_BROKERS, else the files’)')
    .option('--json', 'as JSON, for machines', false);

const choosing = (command: Command): Command =>
  command
    .option('--connector <name>', 'only letters of this connector')
    .option('--error-stage <stage>', 'only from this stage: VALUE_CONVERTER, TASK_PUT …')
    .option('--cause <text>', 'only where the cause, as list shows it, has this text')
    .option(
      '--since <time>',
      'only letters written from then on: 2h, 7d, 2025-04-24T12:00Z',
      parseTime,
    )
    .option('--until <time>', 'only letters written before then', parseTime);
