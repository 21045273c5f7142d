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
One message with a UUID in it goes through IoT Core's data plane, as a device's would. The function prepare, which is
in the VPC, is asked how far it has come: which partition and offset of Kafka has it, whether the group of each sink's
mapping has committed past it, which index has its document.

Times are since publishing began. They are upper bounds: after IoT Core, each hop is looked for 250 ms after the answer
before. A group's time is that of its commit, which Lambda makes after the function has answered a batch: it may come
after the document's. A hop that can't be seen is a ? with its reason, and the others are followed all the same.

Where a document is missing, the hop where it stopped is named by what was seen, with what AWS knows of it. CloudWatch
knows the last minutes a minute or two late. The document stays in the index: {"connectless_verify": UUID, …}.

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
    .option('--json', 'an object: hops with their times, what is missing', false)
    .addHelpText('after', MORE_HELP)
    .action(async (options: VerifyOptions) =>
      (await import('./verify/run.ts')).verify(options, session),
    );
};
