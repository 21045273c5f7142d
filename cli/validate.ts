import type { Command } from 'commander';
import { nameFaults } from '../infra/check-names.ts';
import { checkConnectors } from '../shared/config/check-connectors.ts';
import type { ConnectorFolder } from '../shared/config/files.ts';
import type { Fault } from '../shared/connect/errors.ts';
import { readConnectorFolders } from './connector-folders.ts';
import { FAULTS, type Session } from './session.ts';
import { faultCount, faultText } from './text/fault-text.ts';

type Options = { readonly strict: boolean; readonly json: boolean };

const MORE_HELP = `
Without FILES it reads CONNECTORS_DIR, else connectors/. The same checks run at serverless package and
when a function starts.

Exit codes: 0 no faults, or warnings alone; 1 errors, with --strict warnings too; 2 wrong usage

Examples
  $ npx connectless validate
  $ npx connectless validate connectors/kafka-to-opensearch.json
  $ npx connectless validate --strict --json | jq -r '.[].key'`;

/** `connectless validate`: every fault of every file, in one go. */
export const addValidate = (program: Command, session: Session): void => {
  program
    .command('validate')
    .summary('every fault and warning of every file, in one go')
    .description('Checks connector files: every fault and warning of every file, in one go.')
    .argument('[files...]', 'connector files, the worker’s .properties, or folders of them')
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
  { strict, json }: Options,
  session: Session,
): Promise<void> => {
  const folders = await readConnectorFolders(files, session);
  const faults = folders.flatMap((folder) => {
    const { connectors, faults: own } = checkConnectors(folder, { strict, env: session.env });
    return [...own, ...nameFaults(connectors, STAGE)];
  });
  const { paint, width } = session;
  if (json) session.print(JSON.stringify(faults, null, 2));
  else {
    if (faults.length > 0) session.print(`${faultText(faults, paint, width)}\n`);
    session.print(faultCount(faults, countFiles(folders)));
  }
  session.finish(fails(faults, strict) ? FAULTS : 0);
};

/** Names of functions have a stage in them: the one that a deploy takes unasked. */
const STAGE = 'dev';

const fails = (faults: readonly Fault[], strict: boolean): boolean =>
  faults.some(({ severity }) => strict || severity === 'error');

const countFiles = (folders: readonly ConnectorFolder[]): number =>
  folders.reduce(
    (sum, { connectors, worker, faults = [] }) =>
      sum + connectors.length + faults.length + (worker ? 1 : 0),
    0,
  );
