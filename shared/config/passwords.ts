import { findRow } from './find-row.ts';
import type { ConnectorReading } from './read-connector.ts';
import { hasReference, referencesIn } from './references.ts';

const SECRET = '${secretsmanager:<secret>:<key>}';

/**
 * A password that a function uses is not to be in a package or in a function's environment, where
 * everyone who may look at the function sees it.
 */
export const checkPasswords = (
  { entries, table, report }: ConnectorReading,
  deploy: boolean,
): void => {
  const tell = deploy ? report.error : report.warning;
  for (const [key, { text }] of entries) {
    const row = findRow(table, key);
    if (row?.type !== 'PASSWORD' || row.fate.kind !== 'honoured' || text === '') continue;
    if (hasReference(text) && referencesIn(text).every(({ provider }) => provider !== 'env'))
      continue;
    tell(key, {
      expected: 'a reference to where it is kept, since it would be deployed for all to see',
      suggestion: SECRET,
    });
  }
};
