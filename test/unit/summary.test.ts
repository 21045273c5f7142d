import { describe, expect, it } from 'vitest';
import {
  type Counts,
  checkCounts,
  type StepResult,
  suiteCounts,
  summaryExitCode,
  summaryLines,
} from '../support/summary.ts';

const counts = (some: Partial<Counts>): Counts => ({ passed: 0, failed: [], skipped: [], ...some });
const step = (name: string, some: Partial<Counts>, seconds = 1): StepResult => ({
  name,
  seconds,
  counts: counts(some),
});

describe('checkCounts', () => {
  it('counts a check as one test', () => {
    expect(checkCounts('tsc', 0)).toEqual(counts({ passed: 1 }));
    expect(checkCounts('tsc', 2)).toEqual(counts({ failed: ['tsc'] }));
  });
});

describe('suiteCounts', () => {
  it.each([
    { what: 'what was reported', exitCode: 0, reported: counts({ passed: 3 }), failed: [] },
    {
      what: 'a reported failure once',
      exitCode: 1,
      reported: counts({ passed: 2, failed: ['a'] }),
      failed: ['a'],
    },
    {
      what: 'a failure that no test has',
      exitCode: 1,
      reported: counts({ passed: 3 }),
      failed: ['unit (exit code 1)'],
    },
    {
      what: 'a crash before any report',
      exitCode: 137,
      reported: undefined,
      failed: ['unit (exit code 137)'],
    },
    {
      what: 'a run without a report',
      exitCode: 0,
      reported: undefined,
      failed: ['unit (ran no test)'],
    },
    {
      what: 'a run without a test',
      exitCode: 0,
      reported: counts({}),
      failed: ['unit (ran no test)'],
    },
    {
      what: 'a run that skipped all',
      exitCode: 0,
      reported: counts({ skipped: [{ name: 'a', reason: 'no Java' }] }),
      failed: [],
    },
  ])('counts $what', ({ exitCode, reported, failed }) => {
    expect(suiteCounts('unit', exitCode, reported)).toEqual({ ...counts({}), ...reported, failed });
  });
});

describe('summaryLines', () => {
  it('ends with the counts, after a table of seconds; steps may overlap', () => {
    const lines = summaryLines(
      [step('tsc', { passed: 1 }, 1.26), step('unit', { passed: 41 }, 98.7)],
      98.8,
    );

    expect(lines).toEqual(['tsc    1.3 s', 'unit  98.7 s', 'all   98.8 s', '42 passed, 0 failed']);
  });

  it('names what failed and what was skipped, and why', () => {
    const lines = summaryLines(
      [
        step('unit', { passed: 1, failed: ['a.test.ts > a'] }),
        step('contract', { skipped: [{ name: 'b.test.ts > b', reason: 'no Java 21' }] }),
      ],
      2,
    );

    expect(lines.slice(0, 2)).toEqual([
      'failed: a.test.ts > a',
      'skipped: b.test.ts > b (no Java 21)',
    ]);
    expect(lines.at(-1)).toBe('1 passed, 1 failed, 1 skipped');
  });
});

describe('summaryExitCode', () => {
  it.each([
    { results: [], expected: 1 },
    { results: [step('unit', { passed: 1 })], expected: 0 },
    { results: [step('unit', { passed: 1 }), step('e2e', { failed: ['a'] })], expected: 1 },
    { results: [step('unit', { skipped: [{ name: 'a', reason: 'b' }] })], expected: 1 },
  ])('is $expected for $results', ({ results, expected }) => {
    expect(summaryExitCode(results)).toBe(expected);
  });
});
