import { expect } from 'vitest';
import { parseKcql } from '../../../shared/kcql/parser.ts';
import type { KcqlProblem, KcqlStatement } from '../../../shared/kcql/statement.ts';

/** The one statement of a text that has no problem. */
export const statementIn = (text: string): KcqlStatement => {
  const { statements, problems } = parseKcql(text);
  expect(problems).toEqual([]);
  expect(statements).toHaveLength(1);
  return statements[0] as KcqlStatement;
};

/** The statement of a text that upstream takes with a loss, and the warnings of it. */
export const lossesIn = (
  text: string,
): { readonly statement: KcqlStatement; readonly losses: readonly KcqlProblem[] } => {
  const { statements, problems } = parseKcql(text);
  expect(problems.map(({ severity }) => severity)).not.toContain('error');
  expect(statements).toHaveLength(1);
  return { statement: statements[0] as KcqlStatement, losses: problems };
};

/** The one error of a text that is refused. */
export const errorIn = (text: string): KcqlProblem => {
  const { statements, problems } = parseKcql(text);
  const errors = problems.filter(({ severity }) => severity === 'error');
  expect(statements).toEqual([]);
  expect(errors).toHaveLength(1);
  return errors[0] as KcqlProblem;
};

/** A statement around clauses. */
export const withClauses = (clauses: string): string => `INSERT INTO a SELECT * FROM b ${clauses}`;

/** An argument for every clause that has one. */
export const SAMPLES: Readonly<Record<string, string>> = {
  PK: 'id',
  WITHTARGET: '= a.b',
  BATCH: '= 5',
  PARTITIONBY: 'a, b',
  WITHTIMESTAMP: 'ts',
  TIMESTAMPUNIT: '= SECONDS',
  WITHFORMAT: 'JSON',
  STOREAS: 'x (a=b)',
  WITHTAG: '(a, b=c)',
  INCREMENTALMODE: '= m',
  WITHTYPE: 'q',
  WITHDOCTYPE: '= d',
  WITHINDEXSUFFIX: '= s',
  TTL: '= 60',
  WITHCONVERTER: '= `c`',
  WITHJMSSELECTOR: '= `s > 1`',
  WITHKEY: '(k)',
  KEYDELIMITER: "= '-'",
  WITHPIPELINE: '= p',
  WITHSUBSCRIPTION: '= s',
  WITHREGEX: '= `r`',
  LIMIT: '5',
  PROPERTIES: '(a=b)',
};
