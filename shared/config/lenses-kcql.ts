import { parseKcql } from '../kcql/parser.ts';
import type { KcqlStatement } from '../kcql/statement.ts';
import type { Settings } from './settings.ts';

/** Something a statement may ask for that we do not do: its name, whether it is asked for, what is done. */
export type Refusal = {
  readonly what: string;
  readonly asked: (statement: KcqlStatement) => boolean;
  readonly expected: string;
};

/**
 * The statements of a KCQL property. What is wrong with its text, and what we do not do, becomes
 * faults of the key: nothing is half-honoured.
 */
export const readStatements = (
  settings: Settings,
  key: string,
  refusals: readonly Refusal[],
): readonly KcqlStatement[] => {
  const { statements, problems } = parseKcql(settings.required(key));
  for (const { severity, expected, found } of problems)
    if (severity === 'error') settings.fault(key, expected, found);
  for (const statement of statements)
    for (const { what, asked, expected } of refusals)
      if (asked(statement)) settings.fault(key, expected, what);
  return statements;
};
