import { describe, expect, it } from 'vitest';
import type { Answer, Case } from './cases.ts';
import { canonical } from './compare.ts';
import { missingTool, prepareRunner, runConnect } from './connect-jars.ts';
import { generateCases } from './generate.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import { answerOurs } from './ours.ts';

const SHOWN = 5;
const missing = missingTool();
// The same cases each time, so that nobody's change fails by luck; CONNECTLESS_SEED makes others.
const { CONNECTLESS_SEED = '1' } = process.env;
const seed = Number(CONNECTLESS_SEED);

type Difference = { readonly one: Case; readonly ours: Answer; readonly theirs: Answer };

const compare = (cases: readonly Case[], answers: readonly Answer[]): readonly Difference[] =>
  cases.flatMap((one, index) => {
    const ours = answerOurs(one);
    const theirs = answers[index];
    if (theirs === undefined) throw new Error('Kafka Connect gave fewer answers than cases');
    return canonical(one, ours) === canonical(one, theirs) ? [] : [{ one, ours, theirs }];
  });

const isKnown = ({ one, ours, theirs }: Difference): boolean =>
  KNOWN_DIFFERENCES.some(({ applies }) => applies(one, ours, theirs));

describe('the record pipeline beside Kafka Connect', () => {
  it.skipIf(missing !== undefined)(
    `answers as Kafka Connect 4.1 does${missing === undefined ? ` (seed ${seed})` : `: no ${missing} here`}`,
    () => {
      const cases = generateCases(seed);

      const answers = runConnect(prepareRunner(), cases) as readonly Answer[];
      const differences = compare(cases, answers);

      const unknown = differences.filter((difference) => !isKnown(difference));
      // A comparison of failures alone would say little.
      expect(answers.filter(({ outcome }) => outcome === 'ok').length).toBeGreaterThan(5000);
      expect({ seed, differences: unknown.slice(0, SHOWN) }).toEqual({ seed, differences: [] });
    },
  );
});
