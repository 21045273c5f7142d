/** The test command: static checks, then every suite that has tests, whatever failed before. */
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, constants, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { styleText } from 'node:util';
import { runChild } from './support/child.ts';
import {
  type Counts,
  checkCounts,
  type StepResult,
  suiteCounts,
  summaryExitCode,
  summaryLines,
} from './support/summary.ts';

type Step = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly isSuite: boolean;
};

const HEARTBEAT_MS = 10_000;
const ROOT = resolve(import.meta.dirname, '..');
const IS_TERMINAL = process.stdout.isTTY === true;

const check = (name: string, ...args: readonly string[]): Step => ({
  name,
  command: name,
  args,
  isSuite: false,
});

const suite = (name: string): Step => ({
  name,
  command: 'vitest',
  args: ['run', '--project', name],
  isSuite: true,
});

/**
 * Steps that run one after another, beside those of the other lanes: what starts servers waits more than it
 * works. The lanes take about as long as each other.
 */
const LANES: readonly (readonly Step[])[] = [
  [
    check('tsc'),
    check('biome', 'ci', '--error-on-warnings', `--colors=${IS_TERMINAL ? 'force' : 'off'}`, '.'),
    check('knip'),
    suite('unit'),
    suite('differential'),
    suite('infra'),
    suite('contract'),
  ],
  [suite('faults'), suite('e2e')],
];
const STEPS = LANES.flat();

const main = async (names: readonly string[]): Promise<number> => {
  const lanes = availableParallelism() > 1 ? LANES : [STEPS];
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(
      `no step ${unknown.join(', ')}; npm test -- ${STEPS.map((s) => s.name).join(' ')}`,
    );
    return 2;
  }
  return runLanes(lanes.map((lane) => lane.filter((step) => isWanted(step, names))));
};

/** Without names: everything that there is. A suite asked for by name runs, and fails, without tests. */
const isWanted = ({ name, isSuite }: Step, names: readonly string[]): boolean => {
  if (names.length > 0) return names.includes(name);
  return !isSuite || globSync(`test/${name}/**/*.test.ts`, { cwd: ROOT }).length > 0;
};

const runLanes = async (lanes: readonly (readonly Step[])[]): Promise<number> => {
  const interrupted = interruption();
  const folder = mkdtempSync(join(tmpdir(), 'connectless-test-'));
  try {
    const ended = await Promise.all(lanes.map((lane) => runLane(lane, folder, interrupted)));
    if (interrupted.aborted) return 128 + constants.signals[interrupted.reason as NodeJS.Signals];
    const results = ended.flat();
    console.log(`\n${summaryLines(results, performance.now() / 1000).join('\n')}`);
    return summaryExitCode(results);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const runLane = async (
  steps: readonly Step[],
  folder: string,
  interrupted: AbortSignal,
): Promise<readonly StepResult[]> => {
  const results: StepResult[] = [];
  for (const step of steps) {
    if (interrupted.aborted) break;
    results.push(await runStep(step, folder, interrupted));
    if (interrupted.aborted) console.log(`interrupted in ${step.name}`);
  }
  return results;
};

/** Aborts with the signal's name on Ctrl-C and its like. */
const interruption = (): AbortSignal => {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => controller.abort(signal));
  return controller.signal;
};

const runStep = async (step: Step, folder: string, signal: AbortSignal): Promise<StepResult> => {
  const { name, command, args, isSuite } = step;
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  const title = `== ${name}: ${[command, ...args].join(' ')}`;
  console.log(IS_TERMINAL ? styleText('bold', title) : title);

  const countsFile = join(folder, `${name}.json`);
  const exitCode = await runChild({
    command,
    args,
    env: childEnvironment(name, countsFile),
    onLine: (line) => {
      if (line !== '') console.log(`${name}: ${line}`);
    },
    onSilence: () => console.log(`${name}: still running, ${Math.round(seconds())} s`),
    silenceMs: HEARTBEAT_MS,
    signal,
  });

  const counts = isSuite
    ? suiteCounts(name, exitCode, readCounts(countsFile))
    : checkCounts(name, exitCode);
  return { name, seconds: seconds(), counts };
};

const childEnvironment = (name: string, countsFile: string): NodeJS.ProcessEnv => {
  const { FORCE_COLOR: _, ...env } = process.env;
  return {
    ...env,
    // A suite that waits for servers shows each test as it ends; hundreds of unit tests do not.
    TEST_REPORTER: name === 'unit' ? 'default' : 'verbose',
    TEST_COUNTS_FILE: countsFile,
    PATH: [join(ROOT, 'node_modules', '.bin'), env['PATH']].join(delimiter),
    // The tools write into a pipe, and vitest takes CI for a place that shows colours.
    ...(IS_TERMINAL ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
  };
};

const readCounts = (file: string): Counts | undefined =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;

process.chdir(ROOT);
process.exitCode = await main(process.argv.slice(2));
