import { isKeyOrHeader, isRepeated, refusal, toColumn } from './column.ts';
import type { Cursor } from './cursor.ts';
import type { Token, TokenKind } from './lexer.ts';
import { quotePath } from './quote.ts';
import type { Column } from './statement.ts';

type Names = readonly string[];
type List = 'columns' | 'ignored';

const DEEPEST_CALL = 50;
const ALIAS = 'an alias of letters, digits, _ and @';
/** Upstream collects the names of a path kind by kind, in this order. */
const COLLECTED: readonly TokenKind[] = ['name', 'topic', '*'];

/** Reads the columns of a statement, and the paths of its PK. */
export type ColumnReader = {
  readonly columns: readonly Column[];
  readonly ignored: readonly Column[];
  /** Reads columns with commas between; answers with the names that the last one leaves over. */
  readColumns(list: List): Names;
  /** Reads one path of a PK. */
  readKeyPath(): Names;
};

/** Starts where the cursor stands. */
export const createColumnReader = (cursor: Cursor): ColumnReader => {
  const columns: Column[] = [];
  const ignored: Column[] = [];

  const readColumns = (list: List, depth = 0): Names => {
    let left = readColumn(list, depth);
    while (cursor.at(',')) {
      cursor.take();
      left = readColumn(list, depth);
    }
    return left;
  };

  const readColumn = (list: List, depth: number): Names => {
    if (cursor.at('*')) return readStar(list);
    const start = cursor.peek();
    const names = readNames(list, depth);
    const alias = readAlias();
    if (names.length === 0) return names;
    const column = makeColumn(start, names, alias);
    if (list === 'ignored') ignored.push(column);
    else select(column, start);
    return list === 'columns' && isKeyOrHeader(column) ? names.slice(1, -1) : names.slice(0, -1);
  };

  const readStar = (list: List): Names => {
    const start = cursor.take();
    if (list === 'ignored')
      cursor.warn(start.offset, '*', 'selected instead of ignored', 'names of columns');
    select(toColumn(['*']), start);
    return [];
  };

  const select = (column: Column, start: Token): void => {
    if (isRepeated(column, columns)) cursor.refuse('a column that is not selected yet', start);
    columns.push(column);
  };

  const makeColumn = (start: Token, names: Names, alias?: string): Column => {
    const expected = refusal(names, alias);
    if (expected !== undefined) return cursor.refuse(expected, start);
    const column = toColumn(names, alias);
    const { origin, path } = column;
    if (origin === 'meta' && path.length < names.length - 1)
      cursor.warn(start.offset, names.join('.'), `read as _.${path.join('.')}`, 'no more names');
    return column;
  };

  /**
   * Reads the names of a path; quoted text has none.
   *
   * A function is not called: upstream selects its arguments as columns, and the
   * parents of the last argument once more, as the column that the call stands for.
   */
  const readNames = (list: List, depth: number): Names => {
    const start = cursor.peek();
    if (cursor.at('string')) {
      cursor.take();
      cursor.warn(
        start.offset,
        start.text,
        'which selects nothing',
        'a name, bare or in back-ticks',
      );
      return [];
    }
    if (!cursor.at('name', 'topic') || cursor.peek(1).kind !== '(') return readPath();
    if (depth === DEEPEST_CALL)
      return cursor.refuse(`functions no more than ${DEEPEST_CALL} deep`, start);
    cursor.take();
    cursor.take();
    const left = cursor.at(')') ? [] : readColumns(list, depth + 1);
    cursor.expect(')', ')');
    const call = cursor.since(start.offset);
    cursor.warn(start.offset, call, 'whose function is not called', 'columns without functions');
    return left;
  };

  const readPath = (): Names => {
    const start = cursor.peek();
    const tokens = [cursor.expect('a column', 'name', 'topic')];
    while (cursor.at('.') && tokens.at(-1)?.kind !== '*') {
      cursor.take();
      tokens.push(cursor.at('*') ? cursor.take() : cursor.expect('a name or *', 'name', 'topic'));
    }
    const written = tokens.map(nameOf);
    const names = COLLECTED.flatMap((kind) => tokens.filter((token) => token.kind === kind)).map(
      nameOf,
    );
    if (names.some((name, at) => name !== written[at]))
      cursor.warn(
        start.offset,
        cursor.since(start.offset),
        `read as ${names.join('.')}`,
        `back-ticks for all after a name with special characters: ${quotePath(written)}`,
      );
    return names;
  };

  const readAlias = (): string | undefined => {
    if (!cursor.at('AS')) return undefined;
    cursor.take();
    const { kind, text, offset } = cursor.expect(ALIAS, 'name', 'string');
    if (kind === 'string') cursor.warn(offset, text, 'whose quotes stay in the alias', ALIAS);
    return text;
  };

  const readKeyPath = (): Names => {
    const start = cursor.peek();
    const expected = 'a path such as _key.id, without quotes and functions';
    const names = cursor.at('string') ? [] : readNames('columns', 0);
    if (names.length === 0) return cursor.refuse(expected, start);
    const { origin, path } = makeColumn(start, names);
    if (origin !== 'meta') return names;
    const left = path[0] === 'key' ? path.slice(1) : path;
    cursor.warn(start.offset, names.join('.'), `read as _value.${left.join('.')}`, expected);
    return left;
  };

  return { columns, ignored, readColumns, readKeyPath };
};

const nameOf = ({ text }: Token): string => text.replaceAll('`', '');
