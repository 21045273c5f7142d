import { parseKcql } from '../kcql/parser.ts';
import type { KcqlStatement } from '../kcql/statement.ts';
import type { Settings } from './settings.ts';

/** The statements of a KCQL property; what is wrong with its text becomes faults of the key. */
export const readStatements = (settings: Settings, key: string): readonly KcqlStatement[] => {
  const { statements, problems } = parseKcql(settings.required(key));
  for (const { severity, expected, found } of problems)
    if (severity === 'error') settings.fault(key, expected, found);
  return statements;
};
