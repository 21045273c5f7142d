import { createDateTimeFormatter } from '../connect/java-date-format.ts';
import { RefusedError } from '../connect/refused.ts';
import type { NamePart } from './connector.ts';
import { indexNameFault } from './index-name-fault.ts';
import type { Report } from './report.ts';

const PART = /\{([^{}]*)\}/;
/** Upstream formats a date without a zone, and fails. */
const ZONE_LETTER = /[XxZzVO]/;

/** An index by its name, or what in the record names it, and a suffix (`WITHINDEXSUFFIX`): text, and Java date patterns in braces. */
export const readDatedIndex = (
  key: string,
  target: NamePart,
  suffix: string,
  report: Report,
): readonly NamePart[] => {
  // Splitting by a group alternates text and pattern.
  const parts = suffix
    .split(PART)
    .map((part, at) => (at % 2 ? readDate(key, part, report) : part))
    .filter((part) => part !== '');
  const texts = parts.filter((part) => typeof part === 'string').join('');
  if (/[{}]/.test(texts))
    report.error(key, { found: suffix, expected: 'WITHINDEXSUFFIX with braces in pairs' });
  const index = [target, ...parts];
  checkIndexName(key, index, report);
  warnOfWeekYear(key, index, suffix, report);
  return index;
};

const readDate = (key: string, pattern: string, report: Report): NamePart => {
  if (pattern === '') return '';
  try {
    if (ZONE_LETTER.test(unquoted(pattern)))
      report.error(key, { found: `{${pattern}}`, expected: 'a date without letters of a zone' });
    return { kind: 'date', pattern, format: createDateTimeFormatter(pattern) };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    report.error(key, { found: `{${pattern}}`, expected: error.message });
    return '';
  }
};

const unquoted = (pattern: string): string => pattern.replaceAll(/'[^']*'/g, '');

/** The last week of 2025 begins on 28 December: in Java's en_US it belongs to 2026. */
const NEW_YEAR = Date.UTC(2025, 11, 29, 12);

/** Refuses a name that would be refused on a day like any other. */
const checkIndexName = (key: string, index: readonly NamePart[], report: Report): void => {
  const name = nameOn(index, NEW_YEAR);
  const fault = indexNameFault(name);
  if (fault) report.error(key, { found: `the index ${name}`, expected: fault });
};

/** A record may hold anything: a letter stands for it. */
const nameOn = (index: readonly NamePart[], time: number): string =>
  index
    .map((part) => {
      if (typeof part === 'string') return part;
      return part.kind === 'date' ? part.format(time, 'UTC') : 'x';
    })
    .join('');

const warnOfWeekYear = (
  key: string,
  index: readonly NamePart[],
  suffix: string,
  report: Report,
): void => {
  const patterns = index.flatMap((part) =>
    typeof part !== 'string' && part.kind === 'date' ? [part.pattern] : [],
  );
  if (!patterns.some((pattern) => unquoted(pattern).includes('Y'))) return;
  report.warning(key, {
    found: `${suffix}, whose Y is the year of the week: ${nameOn(index, NEW_YEAR)} on 2025-12-29`,
    expected: 'the calendar year',
    suggestion: suffix.replaceAll('Y', 'y'),
  });
};
