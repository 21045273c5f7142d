import type { Command } from 'commander';
import type { Session } from './session.ts';

/** What `status` takes. */
export type StatusOptions = {
  readonly stage: string;
  readonly region?: string;
  readonly json: boolean;
};

const MORE_HELP = `
What AWS says of each connector of CONNECTORS_DIR, else connectors/: topic rules, function, mapping and its last
result, lag, errant records of the last day; then the failure queue, the cluster and the domain. It asks AWS'
APIs and CloudWatch alone, so a laptop will do. What the credentials may not ask is shown as ?.

Exit codes: 0 all runs, or is paused; 1 something needs you; 2 wrong usage

Examples
  $ npx connectless status
  $ npx connectless status --stage prod --json | jq -r '.connectors[] | .connector + " " + .state'`;

/** `connectless status`: how each connector is doing. */
export const addStatus = (program: Command, session: Session): void => {
  program
    .command('status')
    .summary('how each deployed connector is doing')
    .description('Shows how each deployed connector is doing.')
    .option('--stage <stage>', 'the stage that is meant', 'dev')
    .option('--region <region>', 'where it is (default: AWS_REGION, else us-east-1)')
    .option('--json', 'an object: connectors, failureQueue, clusters, domains', false)
    .addHelpText('after', MORE_HELP)
    .action(async (options: StatusOptions) =>
      (await import('./status/run.ts')).status(options, session),
    );
};
