import { type Clause, clausesOf } from './clauses.ts';
import { quote, quotePath } from './quote.ts';
import type { Column, KcqlStatement } from './statement.ts';
import * as words from './words.ts';

/**
 * Writes a statement as KCQL, which is parsed to the same statement again.
 *
 * Except one with both kinds of quotes in a name, for which KCQL has no way to write it.
 */
export const formatKcql = (statement: KcqlStatement): string => {
  const { kind, target, columns, source, ignored } = statement;
  return [
    ...(kind === 'select' ? [] : [kind.toUpperCase(), 'INTO', quote(target, words.target)]),
    'SELECT',
    // Quoted text selects nothing, as in the statement that this one came from.
    columns.map(formatSelected).join(', ') || "''",
    'FROM',
    quote(source, words.source),
    ...(ignored.length === 0 ? [] : ['IGNORE', ignored.map(formatColumn).join(', ')]),
    ...clausesOf(kind).flatMap((clause) => formatClause(clause, statement) ?? []),
  ].join(' ');
};

const ROOTS = { value: undefined, key: '_key', header: '_header', meta: '_' } as const;

const formatSelected = (column: Column): string =>
  formatColumn(column) === '`*`' ? '*' : formatColumn(column);

const formatColumn = ({ origin, path, alias }: Column): string => {
  const root = ROOTS[origin];
  // In back-ticks the root is part of the one name that there is.
  const isWhole = root === undefined || path[0]?.startsWith(`${root}.`);
  const names = quotePath(isWhole ? path : [root, ...path]);
  return alias === undefined ? names : `${names} AS ${alias}`;
};

const formatClause = ({ keyword, use }: Clause, statement: KcqlStatement): string | undefined => {
  const other = statement.otherClauses.find((clause) => clause.keyword === keyword);
  if (other) return other.text === '' ? keyword : `${keyword} ${other.text}`;
  const argument = use?.write(statement);
  return argument === undefined ? undefined : keyword + argument;
};
