import type { Command } from 'commander';
import { signInVariables } from '../infra/sign-in.ts';
import { checkConnectors } from '../shared/config/check-connectors.ts';
import { isError } from '../shared/config/faults.ts';
import { readConnectorFolders } from './connector-folders.ts';
import { planConnectors } from './explain/plan.ts';
import { planText } from './explain/plan-text.ts';
import { keyAccounts } from './key-accounts.ts';
import { FAULTS, type Session } from './session.ts';
import { paramOption, stageParameters } from './stage-parameters.ts';
import { faultText } from './text/fault-text.ts';

type Options = {
  readonly stage: string;
  readonly param: readonly string[];
  readonly json: boolean;
};

const MORE_HELP = `
It shows what infra/ makes of the files: rules and their SQL, functions, topics, mappings, today's index
names, keys and ids by example, and the keys that have no effect here, with the reason.

Exit codes: 0 all explained; 1 errors in files or parameters, which are named; 2 wrong usage

Examples
  $ npx connectless explain
  $ npx connectless explain connectors/mqtt-source-connector.json
  $ npx connectless explain --json | jq -r '.connectors[].rules[]?.sql'`;

/** `connectless explain`: what a deploy will make of the files. */
export const addExplain = (program: Command, session: Session): void => {
  program
    .command('explain')
    .summary('what a deploy will make of the files')
    .description('Tells in words and tables what a deploy will make of connector files.')
    .argument('[files...]', 'connector files, or folders of them')
    .option('--stage <stage>', 'the stage whose names are shown, and whose params hold', 'dev')
    .addOption(paramOption())
    .option('--json', 'an object: connectors, faults', false)
    .addHelpText('after', MORE_HELP)
    .action((files: readonly string[], options: Options) => explain(files, options, session));
};

const explain = async (
  files: readonly string[],
  { stage, param, json }: Options,
  session: Session,
): Promise<void> => {
  const { paint, width } = session;
  const now = Date.now();
  const { parameters, faults: ofParameters } = await stageParameters(stage, session, param);
  const folders = await readConnectorFolders(files, session);
  const checked = folders.map((folder) => {
    const { connectors, faults } = checkConnectors(folder, {
      env: signInVariables(parameters.given),
    });
    const plan = planConnectors(connectors, { stage, now, keys: keyAccounts(folder) });
    return { plan, faults };
  });
  const connectors = checked.flatMap(({ plan }) => plan);
  const faults = [...ofParameters, ...checked.flatMap((each) => each.faults)].filter(isError);
  if (json) session.print(JSON.stringify({ connectors, faults }, null, 2));
  else {
    if (connectors.length > 0) session.print(planText(connectors, { paint, width }));
    if (faults.length > 0) session.complain(faultText(faults, paint, width));
  }
  session.finish(faults.length > 0 ? FAULTS : 0);
};
