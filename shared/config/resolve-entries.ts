import type { Fault } from '../connect/errors.ts';
import type { Entry } from './entries.ts';
import { type Environment, OVERRIDES } from './environment.ts';
import { findRow } from './find-row.ts';
import type { KeyTable } from './key-row.ts';
import { hasReference, type ResolveReference, resolveReferences } from './references.ts';

/** A file's settings with the values of the references that a function uses. */
export const resolveEntries = async (
  entries: readonly Entry[],
  table: KeyTable,
  env: Environment,
  resolve: ResolveReference,
  faults: Fault[],
): Promise<readonly Entry[]> =>
  Promise.all(
    entries.map(async (entry) => {
      const { file, key, line, text } = entry;
      if (!findRow(table, key)?.atStart || !hasReference(text) || isOverridden(key, env))
        return entry;
      try {
        return { ...entry, text: await resolveReferences(text, resolve), resolved: true as const };
      } catch {
        const expected = 'a reference that has a value, which the function may read';
        faults.push({ file, key, line, severity: 'error', found: text, expected });
        return entry;
      }
    }),
  );

const isOverridden = (key: string, env: Environment): boolean =>
  Object.entries(OVERRIDES).some(([variable, keys]) => env[variable] && keys.includes(key));
