import type { Command } from 'commander';
import { checkService } from '../infra/check-service.ts';
import type { ConnectorFolder } from '../shared/config/files.ts';
import type { Fault } from '../shared/connect/errors.ts';
import { readConnectorFolders } from './connector-folders.ts';
import { FAULTS, type Session } from './session.ts';
import { paramOption, stageParameters } from './stage-parameters.ts';
import { faultCount, faultText } from './text/fault-text.ts';

type Options = {
  readonly stage: string;
  readonly param: readonly string[];
  readonly strict: boolean;
  readonly json: boolean;
};

const MORE_HELP = `
Without FILES it reads CONNECTORS_DIR, else connectors/. What it calls an error stops serverless package with the
same stage and parameters, and nothing else in files or parameters does. A function makes the same checks of its
files when it starts.

Exit codes: 0 no faults, or warnings alone; 1 errors, with --strict warnings too; 2 wrong usage

Examples
  $ npx connectless validate
  $ npx connectless validate connectors/kafka-to-opensearch.json
  $ npx connectless validate --stage prod --param kafkaSignIn=files --param clusterArn=arn:aws:kafka:…
  $ npx connectless validate --strict --json | jq -r '.[].key'`;

/** `connectless validate`: every fault of every file and parameter, in one go. */
export const addValidate = (program: Command, session: Session): void => {
  program
    .command('validate')
    .summary('every fault and warning of every file and parameter, in one go')
    .description(
      'Checks connector files, and the parameters of a deploy: every fault and warning, in one go.',
    )
    .argument('[files...]', 'connector files, the worker’s .properties, or folders of them')
    .option('--stage <stage>', 'the stage whose params of serverless.yml hold', 'dev')
    .addOption(paramOption())
    .option('--strict', 'warnings count as faults', false)
    .option(
      '--json',
      'an array of faults: file, key, line, severity, found, expected, suggestion',
      false,
    )
    .addHelpText('after', MORE_HELP)
    .action((files: readonly string[], options: Options) => validate(files, options, session));
};

const validate = async (
  files: readonly string[],
  { stage, param, strict, json }: Options,
  session: Session,
): Promise<void> => {
  const { parameters, faults: ofParameters } = await stageParameters(stage, session, param);
  const folders = await readConnectorFolders(files, session);
  const faults = [
    ...ofParameters,
    ...folders.flatMap((folder) => checkService(folder, parameters, strict).faults),
  ];
  const { paint, width } = session;
  if (json) session.print(JSON.stringify(faults, null, 2));
  else {
    if (faults.length > 0) session.print(`${faultText(faults, paint, width)}\n`);
    session.print(faultCount(faults, countFiles(folders)));
  }
  session.finish(fails(faults, strict) ? FAULTS : 0);
};

const fails = (faults: readonly Fault[], strict: boolean): boolean =>
  faults.some(({ severity }) => strict || severity === 'error');

const countFiles = (folders: readonly ConnectorFolder[]): number =>
  folders.reduce(
    (sum, { connectors, worker, faults = [] }) =>
      sum + connectors.length + faults.length + (worker ? 1 : 0),
    0,
  );
