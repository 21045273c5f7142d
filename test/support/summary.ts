/** A test that did not run, and why. */
type Skipped = { readonly name: string; readonly reason: string };

/** What a step's tests came to. Failed ones are named, since their output has scrolled away by then. */
export type Counts = {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly Skipped[];
};

/** A step that has ended. */
export type StepResult = {
  readonly name: string;
  readonly seconds: number;
  readonly counts: Counts;
};

/** A static check is one test. */
export const checkCounts = (name: string, exitCode: number): Counts =>
  exitCode === 0
    ? { passed: 1, failed: [], skipped: [] }
    : { passed: 0, failed: [name], skipped: [] };

/**
 * The counts of a vitest run, whose own word is not enough: a runner that crashed, that failed
 * without a failed test, or that ran nothing is a failure too.
 */
export const suiteCounts = (
  name: string,
  exitCode: number,
  reported: Counts | undefined,
): Counts => {
  const counts = reported ?? { passed: 0, failed: [], skipped: [] };
  if (counts.failed.length > 0) return counts;
  if (exitCode !== 0) return { ...counts, failed: [`${name} (exit code ${exitCode})`] };
  if (counts.passed + counts.skipped.length === 0)
    return { ...counts, failed: [`${name} (ran no test)`] };
  return counts;
};

/**
 * The last word: failed and skipped tests by name, the seconds of each step and of all (some run beside
 * each other), and the counts as the last line.
 */
export const summaryLines = (
  results: readonly StepResult[],
  elapsed: number,
): readonly string[] => {
  const { passed, failed, skipped } = total(results);
  return [
    ...failed.map((name) => `failed: ${name}`),
    ...skipped.map(({ name, reason }) => `skipped: ${name} (${reason})`),
    ...timeTable([...results, { name: 'all', seconds: elapsed }]),
    `${passed} passed, ${failed.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`,
  ];
};

/** 0 only where something passed and nothing failed. */
export const summaryExitCode = (results: readonly StepResult[]): number => {
  const { passed, failed } = total(results);
  return passed > 0 && failed.length === 0 ? 0 : 1;
};

const total = (results: readonly StepResult[]): Counts => ({
  passed: results.reduce((sum, { counts }) => sum + counts.passed, 0),
  failed: results.flatMap(({ counts }) => counts.failed),
  skipped: results.flatMap(({ counts }) => counts.skipped),
});

const timeTable = (steps: readonly Pick<StepResult, 'name' | 'seconds'>[]): readonly string[] => {
  const rows = steps.map(({ name, seconds }) => ({ name, seconds: seconds.toFixed(1) }));
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const secondsWidth = Math.max(...rows.map(({ seconds }) => seconds.length));
  return rows.map(
    ({ name, seconds }) => `${name.padEnd(nameWidth)}  ${seconds.padStart(secondsWidth)} s`,
  );
};
