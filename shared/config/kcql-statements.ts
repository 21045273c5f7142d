import { clausesWithoutEffect, type Leg } from '../kcql/clauses.ts';
import { parseKcql } from '../kcql/parser.ts';
import type { KcqlProblem, KcqlStatement } from '../kcql/statement.ts';
import type { Feature } from './not-yet.ts';
import type { Report } from './report.ts';

/** Something in a statement that is refused: for good, or until a feature is there. */
type KcqlRefusal = {
  readonly asked: (statement: KcqlStatement) => boolean;
  readonly what: string;
} & ({ readonly expected: string } | { readonly later: Feature });

/** Something in a statement that is right and will surprise. */
type KcqlSurprise = {
  readonly asked: (statement: KcqlStatement) => boolean;
  readonly found: (statement: KcqlStatement) => string;
  readonly expected: string;
};

/** What a leg looks at in KCQL. */
export type KcqlRules = {
  readonly leg: Leg;
  readonly refusals: readonly KcqlRefusal[];
  readonly surprises: readonly KcqlSurprise[];
};

/**
 * The statements of a KCQL property. What upstream loses or misreads without a word is a loss, a clause
 * that has no effect a warning; what is not done here is refused: nothing is half-honoured.
 */
export const readKcql = (
  key: string,
  text: string,
  { leg, refusals, surprises }: KcqlRules,
  report: Report,
): readonly KcqlStatement[] => {
  // That it is missing is told already.
  if (text === '') return [];
  const { statements, problems } = parseKcql(text);
  for (const problem of problems) tellProblem(key, problem, report);
  for (const statement of statements) {
    for (const refusal of refusals.filter(({ asked }) => asked(statement)))
      refuse(key, refusal, report);
    for (const { found, expected } of surprises.filter(({ asked }) => asked(statement)))
      report.warning(key, { found: found(statement), expected });
    for (const clause of clausesWithoutEffect(statement, leg))
      report.warning(key, { found: clause, expected: `a clause that a ${leg} reads` });
  }
  return statements;
};

const tellProblem = (key: string, problem: KcqlProblem, report: Report): void => {
  const { severity, found, position, expected } = problem;
  const tell = severity === 'error' ? report.error : report.loss;
  tell(key, { found: `${found} (column ${position.offset + 1})`, expected });
};

const refuse = (key: string, refusal: KcqlRefusal, report: Report): void => {
  if ('later' in refusal) report.later(key, refusal.later, refusal.what);
  else report.error(key, { found: refusal.what, expected: refusal.expected });
};
