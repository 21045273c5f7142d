import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';
import type { Counts } from './summary.ts';

/** Vitest's reporters: one for people, and one that leaves the counts where the test command reads them. */
export const reporters: (string | Reporter)[] = [
  process.env['TEST_REPORTER'] ?? 'default',
  {
    onTestRunEnd(modules, unhandledErrors) {
      const file = process.env['TEST_COUNTS_FILE'];
      if (file !== undefined)
        writeFileSync(file, JSON.stringify(testCounts(modules, unhandledErrors)));
    },
  },
];

const testCounts = (
  modules: readonly TestModule[],
  unhandledErrors: readonly SerializedError[],
): Counts => {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state: string): TestCase[] =>
    tests.filter((test) => test.result().state === state);
  return {
    passed: inState('passed').length,
    failed: [
      ...inState('failed').map(testName),
      ...modules.flatMap(brokenSets).map((set) => `${setName(set)} (could not be set up)`),
      ...unhandledErrors.map(({ name }) => `unhandled ${name ?? 'error'}`),
    ],
    skipped: inState('skipped').map((test) => ({ name: testName(test), reason: reason(test) })),
  };
};

/** Files and suites whose code outside of tests threw: their tests count as skipped, not failed. */
const brokenSets = (module: TestModule): readonly (TestModule | TestSuite)[] =>
  [module, ...module.children.allSuites()].filter((set) => set.errors().length > 0);

const setName = (set: TestModule | TestSuite): string =>
  set.type === 'module' ? set.relativeModuleId : `${set.module.relativeModuleId} > ${set.fullName}`;

const testName = (test: TestCase): string => `${test.module.relativeModuleId} > ${test.fullName}`;

const reason = (test: TestCase): string => {
  const result = test.result();
  return (result.state === 'skipped' && result.note) || 'no reason given';
};
