import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { checkService } from '../infra/check-service.ts';
import { readWorkerLogin } from '../shared/config/deploy-connections.ts';
import type { TextFile } from '../shared/config/files.ts';
import { storeNames } from '../shared/config/store-names.ts';
import { readWorker } from '../shared/config/worker.ts';
import { loadNamed, readNamed } from '../shared/files/load-named.ts';
import { folderOf } from './connector-folders.ts';
import { cutOverSteps, type Surroundings } from './import/cut-over.ts';
import { type Inputs, READ_NAMES, sortInputs } from './import/inputs.ts';
import { BRIDGE_FILE, type Migration, migrate } from './import/migrate.ts';
import { conflictText, type Report, reportText } from './import/report-text.ts';
import { planWrites, type WritePlan } from './import/write-plan.ts';
import { FAULTS, type Session, UsageError } from './session.ts';
import { stageParameters } from './stage-parameters.ts';

type Options = {
  readonly target?: string;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
};

const MORE_HELP = `
It reads, where DIR has them: connector files (*.json), connect-distributed.properties, mosquitto.conf and
elasticsearch.yml, and writes connector files that validate and deploy as they are, and for a Mosquitto
that stays a ${BRIDGE_FILE} to IoT Core. Its report accounts for every line of every file, and ends
with the steps of the cut-over. Secrets are neither shown nor written: what uses one gets a reference
to AWS Secrets Manager; certificates that the files name are copied, private keys never. The connector
files of a fresh checkout are replaced, others only with --force.

Exit codes: 0 imported; 1 nothing was written, or what was written has faults; 2 wrong usage

Examples
  $ npx connectless import ~/kafka-connect --dry-run
  $ npx connectless import ~/kafka-connect --verbose
  $ npx connectless import ~/kafka-connect --target /tmp/connectors --json`;

/** `connectless import`: brings over what a Kafka Connect machine has. */
export const addImport = (program: Command, session: Session): void => {
  program
    .command('import')
    .summary('brings over the files of a Kafka Connect set-up')
    .description(
      'Makes connector files of what a Kafka Connect set-up has, and says what becomes of each line.',
    )
    .argument('<dir>', 'the folder of those files')
    .option('--target <folder>', 'where to write (default: CONNECTORS_DIR, else connectors)')
    .option('--force', 'overwrite files that somebody has changed', false)
    .option('--dry-run', 'report, and write nothing', false)
    .option('--verbose', 'every line of every file', false)
    .option('--json', 'the report as an object', false)
    .addHelpText('after', MORE_HELP)
    .action((dir: string, options: Options) => importFolder(dir, options, session));
};

const importFolder = async (dir: string, options: Options, session: Session): Promise<void> => {
  const { cwd, env, paint, width } = session;
  const target = options.target ?? (env['CONNECTORS_DIR'] || 'connectors');
  const folder = resolve(cwd, target);
  const inputs = readInputs(resolve(cwd, dir), dir);
  const stores = storeNames(folderOf([...inputs.connector, ...inputs.worker]));
  const migration = migrate(inputs, readNamed(resolve(cwd, dir), stores));
  const plan = planWrites(readTarget(folder, migration.outputs), migration.outputs, options.force);
  if (plan.conflicts.length > 0) {
    session.complain(conflictText(plan.conflicts, target));
    session.finish(FAULTS);
    return;
  }
  if (!options.dryRun) write(folder, plan);
  const report: Report = {
    from: dir,
    target,
    dryRun: options.dryRun,
    ...outcomeOf(inputs, migration, plan),
    faults: await faultsAfter(folder, plan, session),
  };
  session.print(
    options.json
      ? JSON.stringify(report, null, 2)
      : reportText(report, { paint, width, verbose: options.verbose }),
  );
  session.finish(report.faults.some(({ severity }) => severity === 'error') ? FAULTS : 0);
};

/** What became of the files that were read, and what is left to do. */
const outcomeOf = (
  inputs: Inputs,
  migration: Migration,
  plan: WritePlan,
): Pick<Report, 'accounts' | 'written' | 'removed' | 'unchanged' | 'unread' | 'steps'> => ({
  accounts: migration.accounts,
  written: plan.written.map(({ file }) => file),
  removed: plan.removed,
  unchanged: plan.unchanged,
  unread: inputs.unread
    .map(({ file }) => file)
    .filter((file) => !migration.stores.some((store) => store.from === file)),
  steps: cutOverSteps(migration, surroundings(inputs, plan)),
});

/** That `validate` takes, too, where nothing is said. */
const STAGE = 'dev';

/** What is wrong with what the folder holds then. */
const faultsAfter = async (
  folder: string,
  { result }: WritePlan,
  session: Session,
): Promise<Report['faults']> => {
  const { parameters } = await stageParameters(STAGE, session);
  return checkService(await loadNamed(folder, folderOf(result)), parameters).faults;
};

const readInputs = (folder: string, shown: string): Inputs => {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`no such folder: ${shown}`);
  const inputs = sortInputs(readTexts(folder));
  const { unread, ...read } = inputs;
  if (Object.values(read).every((files) => files.length === 0))
    throw new UsageError(`${shown} has none of ${READ_NAMES.join(', ')}`);
  return inputs;
};

const readTexts = (folder: string): readonly TextFile[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort()
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));

/** What the folder has, and of folders within it what would be written there. */
const readTarget = (folder: string, outputs: readonly TextFile[]): readonly TextFile[] => {
  if (!existsSync(folder)) return [];
  const within = outputs.map(({ file }) => file).filter((file) => file !== basename(file));
  return [
    ...readTexts(folder),
    ...[...readNamed(folder, within)].map(([file, text]) => ({ file, text })),
  ];
};

const surroundings = ({ worker }: Inputs, { result }: WritePlan): Surroundings => {
  const folder = folderOf(worker);
  const settings = readWorker(folder, []);
  const { signIn } = readWorkerLogin(folder, {});
  const brokers = settings.get('bootstrap.servers')?.text;
  return {
    hasBridge: result.some(({ file }) => file === BRIDGE_FILE),
    ...(brokers !== undefined && { brokers }),
    ...(signIn && { signIn }),
  };
};

const write = (folder: string, { written, removed }: WritePlan): void => {
  mkdirSync(folder, { recursive: true });
  for (const file of removed) rmSync(join(folder, file));
  for (const { file, text } of written) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
};
