import { CLAUSES, type Clause, clausesOf, type Texts } from './clauses.ts';
import type { ColumnReader } from './columns.ts';
import type { Cursor } from './cursor.ts';
import type { Shape } from './shape.ts';
import type { ClauseValues, KcqlStatement, OtherClause } from './statement.ts';
import { wordAround } from './way-out.ts';

type Clauses = ClauseValues & { readonly otherClauses: readonly OtherClause[] };

type ReadPath = ColumnReader['readKeyPath'];

/** Reads the clauses in their order, and reports what comes after as lost. */
export const readClauses = (
  cursor: Cursor,
  readPath: ReadPath,
  kind: KcqlStatement['kind'],
): Clauses => {
  const otherClauses: OtherClause[] = [];
  const read: Clause[] = [];
  let values: ClauseValues = {};
  for (const clause of clausesOf(kind)) {
    const { keyword, use, excludedBy } = clause;
    if (!cursor.at(keyword) || read.some((other) => other.keyword === excludedBy)) continue;
    cursor.take();
    const { offset } = cursor.peek();
    const texts = readShape(cursor, readPath, clause.shape);
    if (use) values = { ...values, ...use.read(texts) };
    else otherClauses.push({ keyword, text: cursor.since(offset) });
    for (const name of use?.repeated?.(texts) ?? [])
      cursor.warn(offset, name, 'set again, which replaces its value', 'each property once');
    read.push(clause);
  }
  warnOfRest(cursor, read, kind);
  return { ...values, otherClauses };
};

const readShape = (cursor: Cursor, readPath: ReadPath, shape: Shape): Texts => {
  const inner = (of: Shape) => readShape(cursor, readPath, of);
  switch (shape.kind) {
    case 'token':
      cursor.expect(shape.anyOf.join(' or '), ...shape.anyOf);
      return [];
    case 'word':
      return [[cursor.readWord(shape.word)]];
    case 'path':
      return [readPath()];
    case 'sequence':
      return shape.of.flatMap(inner);
    case 'list': {
      const texts = [...inner(shape.of)];
      while (cursor.at(',')) {
        cursor.take();
        texts.push(...inner(shape.of));
      }
      return texts;
    }
    case 'unless':
      return cursor.at(...shape.next) ? [] : inner(shape.of);
    case 'while': {
      const texts: Texts[number][] = [];
      while (cursor.at(shape.next)) texts.push(...inner(shape.of));
      return texts;
    }
  }
};

/** Upstream reads a statement as far as it can, and looks at nothing behind that. */
const warnOfRest = (cursor: Cursor, read: readonly Clause[], kind: KcqlStatement['kind']): void => {
  const { offset } = cursor.peek();
  const rest = cursor.rest();
  if (rest !== '') cursor.warn(offset, rest, 'which is ignored', placeFor(cursor, read, kind));
};

const placeFor = (cursor: Cursor, read: readonly Clause[], kind: KcqlStatement['kind']): string => {
  const { kind: found, offset } = cursor.peek();
  if (found === '.') return `back-ticks: \`${wordAround(cursor.statement, offset)}\``;
  const order = clausesOf(kind);
  const clause = order.find(({ keyword }) => keyword === found);
  if (clause) {
    const later = read.find((other) => order.indexOf(other) > order.indexOf(clause));
    if (later) return `${found} before ${later.keyword}`;
    return read.includes(clause) ? `${found} only once` : `${found} or ${clause.excludedBy}`;
  }
  return CLAUSES.some(({ keyword }) => keyword === found)
    ? `INSERT INTO or UPSERT INTO with ${found}`
    : 'a clause or the end of the statement';
};
