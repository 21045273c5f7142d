import type { Fault } from '../connect/errors.ts';
import type { Entries, Entry } from './entries.ts';
import { type Environment, OVERRIDES } from './environment.ts';
import { findRow } from './find-row.ts';
import { isOfProducer } from './kafka-connection.ts';
import type { KeyTable } from './key-row.ts';
import { isOpen } from './opensearch-connection.ts';
import { hasReference, type ResolveReference, resolveReferences } from './references.ts';

/**
 * A connector file's settings with the values of the references that a function uses; those of its
 * producer wait until it is known which of them, and of the worker's, are used.
 */
export const resolveEntries = async (
  entries: readonly Entry[],
  table: KeyTable,
  env: Environment,
  resolve: ResolveReference,
  faults: Fault[],
): Promise<readonly Entry[]> => {
  const isLeft = unusedCredentials(entries, env);
  return Promise.all(
    entries.map((entry) => {
      const { key } = entry;
      const waits = !findRow(table, key)?.atStart || isOverridden(key, env) || isOfProducer(key);
      return waits || isLeft(key) ? entry : resolveEntry(entry, resolve, faults);
    }),
  );
};

/** Which credentials nobody asks for. */
const unusedCredentials = (
  entries: readonly Entry[],
  env: Environment,
): ((key: string) => boolean) => {
  const asked = entries.find(({ key }) => key === 'connectless.opensearch.auth')?.text.trim();
  const none = isOpen(env) && asked !== 'basic';
  return (key) => none && CREDENTIALS.includes(key);
};

const CREDENTIALS = [
  'connection.username',
  'connection.password',
  'connect.elastic.use.http.username',
  'connect.elastic.use.http.password',
];

/** Settings with the values of their references, all of which are used. */
export const resolveUsed = async (
  entries: Entries,
  resolve: ResolveReference,
  faults: Fault[],
): Promise<Entries> =>
  new Map(
    await Promise.all(
      [...entries].map(
        async ([key, entry]) => [key, await resolveEntry(entry, resolve, faults)] as const,
      ),
    ),
  );

/** A setting with the values of its references; one without value is a fault. */
const resolveEntry = async (
  entry: Entry,
  resolve: ResolveReference,
  faults: Fault[],
): Promise<Entry> => {
  const { file, key, line, text } = entry;
  if (!hasReference(text)) return entry;
  try {
    return { ...entry, text: await resolveReferences(text, resolve), resolved: true as const };
  } catch {
    const expected = 'a reference that has a value, which the function may read';
    faults.push({ file, key, line, severity: 'error', found: text, expected });
    return entry;
  }
};

const isOverridden = (key: string, env: Environment): boolean =>
  Object.entries(OVERRIDES).some(([variable, keys]) => env[variable] && keys.includes(key));
