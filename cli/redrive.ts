import type { Command } from 'commander';
import { parseCount, parseTime } from './choice.ts';
import type { Session } from './session.ts';

/** What `redrive` takes. */
export type RedriveOptions = {
  readonly stage: string;
  readonly region?: string;
  readonly queue?: string;
  readonly folder?: string;
  readonly produce: boolean;
  readonly brokers?: string;
  readonly connector?: string;
  readonly topic?: string;
  readonly since?: number;
  readonly until?: number;
  readonly limit?: number;
  readonly concurrency: number;
  readonly dryRun: boolean;
  readonly json: boolean;
};

const MORE_HELP = `
The failure queue holds what no function has taken: events whose three tries failed, and messages whose rule
could not invoke its function. SQS keeps them for 14 days. A message leaves the queue when Kafka has
acknowledged its record, or the letter of it, and not before; what is doubled by a repeat has the same id
and ends in the same document. Ctrl-C gives back what is on its way.

--folder reads failure records from files instead, as npm start keeps them, and runs the connector here.
Files and worker come from CONNECTORS_DIR, else connectors/.

Exit codes: 0 all that was meant is acknowledged; 1 something was left, with the reason; 2 wrong usage; 130 Ctrl-C

Examples
  $ npx connectless redrive --dry-run                    what is there, by connector and filter
  $ npx connectless redrive --stage prod
  $ npx connectless redrive --topic 'phone/#' --since 2h
  $ npx connectless redrive --produce --brokers b-1.example:9098   in the VPC, without the function
  $ npx connectless redrive --folder /tmp/connectless-abc/failures --brokers 127.0.0.1:9092`;

/** `connectless redrive`: gives what ended in the failure queue to its function again. */
export const addRedrive = (program: Command, session: Session): void => {
  program
    .command('redrive')
    .summary('gives what ended in the failure queue to its function again')
    .description('Gives messages that ended in the failure queue to their function again.')
    .option('--stage <stage>', 'the stage whose queue and functions are meant', 'dev')
    .option('--region <region>', 'where the stage is (default: AWS_REGION, else us-east-1)')
    .option('--queue <queue>', 'another queue, by URL or name')
    .option('--folder <folder>', 'files of failure records instead of a queue; implies --produce')
    .option('--produce', 'run the connector here instead of invoking its function', false)
    .option(
      '--brokers <list>',
      'with --produce: bootstrap servers (default: KAFKA_BROKERS, else the files’)',
    )
    .option('--connector <name>', 'only what this connector has missed')
    .option('--topic <filter>', 'only messages whose MQTT topic matches')
    .option('--since <time>', 'only messages from then on: 2h, 7d, 2025-04-24T12:00Z', parseTime)
    .option('--until <time>', 'only messages before then', parseTime)
    .option('--limit <n>', 'so many messages at most', parseCount)
    .option('--concurrency <n>', 'deliveries at a time, 10 at most', parseCount, 5)
    .option('--dry-run', 'look, count, and give everything back', false)
    .option('--json', 'the account as an object', false)
    .addHelpText('after', MORE_HELP)
    .action(async (options: RedriveOptions) => {
      // The SDK's and Kafka's clients take a while to load: not for --help.
      const { redrive } = await import('./redrive/run.ts');
      await redrive(options, session);
    });
};
