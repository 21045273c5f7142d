import type { ConfigOf } from '../connect/config-keys.ts';
import { RefusedError } from '../connect/refused.ts';
import type { Entries, Entry } from './entries.ts';
import { findRow, isPattern } from './find-row.ts';
import type { KeyRow, KeyTable } from './key-row.ts';
import { hasReference, PROVIDERS, unknownProviders } from './references.ts';
import type { Report } from './report.ts';

/** A table's values, by key; the default where a key is left out or wrong. */
export type Values<T extends KeyTable> = ConfigOf<T>;

/** A table as it is read from a file. */
export type Reading<T extends KeyTable> = {
  readonly values: Values<T>;
  readonly entries: Entries;
  readonly report: Report;
};

/** Reads every key of a table; what is wrong with a value, and what is refused, goes to the report. */
export const readRows = <T extends KeyTable>(
  table: T,
  entries: Entries,
  report: Report,
): Reading<T> => {
  for (const [key, entry] of entries) {
    const row = findRow(table, key);
    if (row?.fate.kind === 'refused') refuse(key, row.fate.instead, report);
    if (row && Object.hasOwn(table, key) === false) readValue(key, row, entry, report);
  }
  const names = Object.keys(table).filter((name) => !isPattern(name) && !table[name]?.aliasOf);
  const values = Object.fromEntries(
    names.map((name) => [name, readRow(name, table[name] as KeyRow, entries.get(name), report)]),
  );
  // Each key has a value of its own row's type.
  return { values: values as Values<T>, entries, report };
};

const refuse = (key: string, instead: string, report: Report): void =>
  report.error(key, { expected: instead });

const readRow = (name: string, row: KeyRow, entry: Entry | undefined, report: Report): unknown => {
  const given = entry && !(row.required && entry.text.trim() === '');
  const value = given ? readValue(name, row, entry, report) : missing(name, row, report);
  const instead = row.refusedValues?.[String(value)];
  if (instead !== undefined) report.error(name, { found: String(value), expected: instead });
  return value;
};

const missing = (name: string, row: KeyRow, report: Report): unknown => {
  if (row.required) report.error(name, { expected: `a value: ${row.doc}` });
  return fallback(row);
};

/** A wrong value is told; what is read with the default instead is read to find further faults alone. */
const readValue = (key: string, row: KeyRow, { text }: Entry, report: Report): unknown => {
  if (hasReference(text)) return readReference(key, row, text, report);
  if (row.fate.kind === 'refused') return fallback(row);
  try {
    return row.read(text);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    report.error(key, { found: text, expected: error.message });
    return fallback(row);
  }
};

/** What a deploy needs can't wait for a function to start. */
const readReference = (key: string, row: KeyRow, text: string, report: Report): unknown => {
  if (row.fate.kind === 'no effect') return fallback(row);
  const [unknown] = unknownProviders(text);
  if (unknown !== undefined)
    report.error(key, { found: unknown, expected: `a provider of ${PROVIDERS.join(', ')}` });
  if (!row.atStart)
    report.error(key, { expected: 'the value itself, not a reference, since the deploy needs it' });
  return row.type === 'LIST' ? [text] : row.type === 'INT' ? fallback(row) : text;
};

const EMPTY: Readonly<Partial<Record<KeyRow['type'], unknown>>> = { LIST: [] };

const fallback = (row: KeyRow): unknown =>
  row.required ? (EMPTY[row.type] ?? '') : row.defaultValue;
