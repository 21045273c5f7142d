import type { Command } from 'commander';
import type { Session } from './session.ts';

/** What `pause` and `resume` take. */
export type PauseOptions = { readonly stage: string; readonly region?: string };

const PAUSE_HELP = `
A sink stops reading: its mappings are disabled, records wait in Kafka for as long as the topic keeps them.
A source takes no more messages: with a reserved concurrency of 0 Lambda puts every event into the failure
queue, which keeps it for 14 days. What the concurrency was is remembered in a tag of the function.

Exit codes: 0 it is paused; 1 it could not be; 2 wrong usage

Examples
  $ npx connectless pause opensearch-sink
  $ npx connectless pause mqtt-source --stage prod`;

const RESUME_HELP = `
A sink goes on where it was. A source gets the concurrency back that it had, and then what has come meanwhile
from the failure queue (as connectless redrive does; run that again for what it leaves).

Exit codes: 0 it runs again; 1 it could not, or something was left in the queue; 2 wrong usage; 130 Ctrl-C

Examples
  $ npx connectless resume opensearch-sink
  $ npx connectless resume mqtt-source --no-redrive`;

/** `connectless pause` and `resume`: a connector stops and goes on, and nothing is lost meanwhile. */
export const addPause = (program: Command, session: Session): void => {
  common(program.command('pause <connector>'))
    .summary('stops a connector, and nothing is lost meanwhile')
    .description('Stops a deployed connector: nothing is lost meanwhile.')
    .addHelpText('after', PAUSE_HELP)
    .action(async (connector: string, options: PauseOptions) =>
      (await import('./pause/run.ts')).pause(connector, options, session),
    );
  common(program.command('resume <connector>'))
    .summary('lets a paused connector go on')
    .description('Lets a paused connector go on, a source with what has come meanwhile.')
    .option('--no-redrive', 'leave a source’s messages in the failure queue')
    .addHelpText('after', RESUME_HELP)
    .action(async (connector: string, options: PauseOptions & { readonly redrive: boolean }) =>
      (await import('./pause/run.ts')).resume(connector, options, session),
    );
};

const common = (command: Command): Command =>
  command
    .option('--stage <stage>', 'the stage that is meant', 'dev')
    .option('--region <region>', 'where it is (default: AWS_REGION, else us-east-1)');
