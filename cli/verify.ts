import type { Command } from 'commander';
import { parseCount } from './choice.ts';
import type { Session } from './session.ts';

/** What `verify` takes. */
export type VerifyOptions = {
  readonly stage: string;
  readonly region?: string;
  readonly connector?: string;
  readonly topic?: string;
  readonly timeout: number;
  readonly json: boolean;
};

const MORE_HELP = `
One message with a UUID in it goes through IoT Core's data plane, as a device's would, and is looked for in every
index that its topic leads to: by the function prepare, since the domain is in the VPC. Where it does not arrive,
what AWS knows of each hop is shown, and where to look. CloudWatch knows the last minutes a minute or two late.
The document stays in the index: {"connectless_verify": UUID, …}.

Exit codes: 0 it arrived everywhere; 1 it did not; 2 wrong usage; 130 Ctrl-C

Examples
  $ npx connectless verify
  $ npx connectless verify --stage prod --topic phone/42/data --timeout 60`;

/** `connectless verify`: follows one message to its document. */
export const addVerify = (program: Command, session: Session): void => {
  program
    .command('verify')
    .summary('follows one message from IoT Core to its document')
    .description('Publishes one marked message and follows it to its document, hop by hop.')
    .option('--stage <stage>', 'the stage that is meant', 'dev')
    .option('--region <region>', 'where it is (default: AWS_REGION, else us-east-1)')
    .option('--connector <name>', 'the source connector, where there are several')
    .option('--topic <topic>', 'the MQTT topic (default: one that the first filter matches)')
    .option('--timeout <seconds>', 'how long to look for the document', parseCount, 120)
    .option('--json', 'an object: hops, documents, evidence', false)
    .addHelpText('after', MORE_HELP)
    .action(async (options: VerifyOptions) =>
      (await import('./verify/run.ts')).verify(options, session),
    );
};
