import type { Fault } from '../connect/errors.ts';
import type { Entries } from './entries.ts';
import { findRow } from './find-row.ts';
import type { KeyTable } from './key-row.ts';
import { type Feature, NOT_YET } from './not-yet.ts';

/** What is said of a key: a fault without its place. */
type Finding = Pick<Fault, 'found' | 'expected' | 'suggestion'>;

/** Takes findings of one connector's keys and makes faults of them. */
export type Report = {
  error(key: string, finding: Finding): void;
  warning(key: string, finding: Finding): void;
  /** A warning that is an error where all is to be strict. */
  loss(key: string, finding: Finding): void;
  /** Refuses what is not there yet. */
  later(key: string, feature: Feature, found?: string): void;
};

export type ReportOptions = {
  /** Where a key stands that is missing. */
  readonly file: string;
  readonly entries: Entries;
  readonly table: KeyTable;
  readonly strict: boolean;
};

export const createReport = (
  { file, entries, table, strict }: ReportOptions,
  faults: Fault[],
): Report => {
  const add =
    (severity: Fault['severity']) =>
    (key: string, { found, ...finding }: Finding): void => {
      const entry = entries.get(key);
      faults.push({
        ...(entry ? { file: entry.file, key: entry.key, line: entry.line } : { file, key }),
        severity,
        ...(found !== undefined && { found: entry?.resolved ? HIDDEN : shown(table, key, found) }),
        ...finding,
      });
    };
  const error = add('error');
  return {
    error,
    warning: add('warning'),
    loss: add(strict ? 'error' : 'warning'),
    later: (key, feature, found) =>
      error(key, {
        ...(found !== undefined && { found }),
        expected: `another value, since ${NOT_YET[feature]} not there yet`,
      }),
  };
};

const HIDDEN = '[hidden]';
const SECRET_NAME =
  /passw|secret|credential|jaas|token|licen[cs]e|\bssl\b(?!.*\.(?:type|location|algorithm)$)|private|api[._-]?key/i;
const USER_INFO = /\/\/[^/@\s]*@/g;
const LONGEST = 200;

/** A value as a fault may show it: no secret, no more than a line. */
const shown = (table: KeyTable, key: string, found: string): string => {
  if (findRow(table, key)?.type === 'PASSWORD' || SECRET_NAME.test(key)) return HIDDEN;
  const text = found.replace(USER_INFO, `//${HIDDEN}@`).replaceAll(/\s+/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
};
