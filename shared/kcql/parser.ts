import { createColumnReader } from './columns.ts';
import { type Cursor, createCursor, type Finding, Refusal } from './cursor.ts';
import { unquote } from './quote.ts';
import { readClauses } from './read-clauses.ts';
import type { KcqlProblem, KcqlStatement, Position } from './statement.ts';
import * as words from './words.ts';

/**
 * Parses KCQL as the Lenses connectors do, into the statements that they would run.
 *
 * What they refuse is an error, what they lose or misread without a word a warning.
 */
export const parseKcql = (
  text: string,
): { readonly statements: readonly KcqlStatement[]; readonly problems: readonly KcqlProblem[] } => {
  const parsed = split(text).map(({ kcql, start }, at) => {
    const { statement, findings } = parseStatement(kcql);
    const problems = findings.map(({ offset, ...finding }) => ({
      ...finding,
      statement: at + 1,
      kcql: kcql.trim(),
      position: positionIn(text, start + offset),
    }));
    return { statement, problems };
  });
  return {
    statements: parsed.flatMap(({ statement }) => statement ?? []),
    problems: parsed.flatMap(({ problems }) => problems),
  };
};

/** Cuts at every `;`, even one in quotes, and forgets empty texts at the end, as Java's `split`. */
const split = (text: string): readonly { readonly kcql: string; readonly start: number }[] => {
  const texts = text.split(';');
  const count = texts.findLastIndex((kcql) => kcql !== '') + 1;
  let start = 0;
  return texts.slice(0, Math.max(count, 1)).map((kcql) => {
    const part = { kcql, start };
    start += kcql.length + 1;
    return part;
  });
};

const positionIn = (text: string, offset: number): Position => {
  const lines = text.slice(0, offset).split('\n');
  return { offset, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
};

type Parsed = { readonly statement?: KcqlStatement; readonly findings: readonly Finding[] };

const parseStatement = (kcql: string): Parsed => {
  const cursor = createCursor(kcql);
  try {
    return { statement: readStatement(cursor), findings: cursor.findings() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { findings: cursor.findings(error.finding) };
  }
};

const readStatement = (cursor: Cursor): KcqlStatement => {
  const { columns, ignored, readColumns, readKeyPath } = createColumnReader(cursor);
  const into = readInto(cursor);
  cursor.expect('SELECT', 'SELECT');
  if (cursor.at('FROM')) cursor.refuse('* or columns', cursor.peek(), ['name', 'topic']);
  readColumns('columns');
  cursor.expect('FROM', 'FROM');
  const source = unquote(cursor.readWord(words.source));
  if (cursor.at('IGNORE')) {
    cursor.take();
    readColumns('ignored');
  }
  const clauses = readClauses(cursor, readKeyPath, into.kind);
  return { ...into, source, columns, ignored, ...clauses };
};

const readInto = (cursor: Cursor) => {
  if (cursor.at('SELECT')) return { kind: 'select' } as const;
  const verb = cursor.expect('INSERT INTO, UPSERT INTO or SELECT', 'INSERT', 'UPSERT');
  if (verb.kind === 'UPSERT' && cursor.at('PK')) skipKey(cursor);
  cursor.expect('INTO', 'INTO');
  const target = unquote(cursor.readWord(words.target));
  return { kind: verb.kind === 'INSERT' ? 'insert' : 'upsert', target } as const;
};

/** `UPSERT PK id INTO` is in the grammar, but nothing upstream reads its key. */
const skipKey = (cursor: Cursor): void => {
  const { offset } = cursor.take();
  cursor.expect('a field', 'name');
  cursor.warn(offset, cursor.since(offset), 'which is ignored', 'PK after the source');
};
