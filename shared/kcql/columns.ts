import type { Cursor } from './cursor.ts';
import type { Token, TokenKind } from './lexer.ts';
import { quotePath } from './quote.ts';
import type { Column } from './statement.ts';

/** Where columns go as they are read. */
export type Selection = { readonly columns: Column[]; readonly ignored: Column[] };

type Names = readonly string[];

const META_FIELDS = ['topic', 'partition', 'offset', 'timestamp'];
const DEEPEST_CALL = 50;

/** Reads columns with commas between; answers with the names that the last one leaves over. */
export const readColumns = (
  cursor: Cursor,
  selection: Selection,
  list: keyof Selection,
  depth = 0,
): Names => {
  let left = readColumn(cursor, selection, list, depth);
  while (cursor.at(',')) {
    cursor.take();
    left = readColumn(cursor, selection, list, depth);
  }
  return left;
};

const readColumn = (
  cursor: Cursor,
  selection: Selection,
  list: keyof Selection,
  depth: number,
): Names => {
  const start = cursor.peek();
  if (cursor.at('*')) {
    cursor.take();
    if (list === 'ignored')
      cursor.warn(start.offset, '*', 'selected instead of ignored', 'names of columns');
    select(cursor, selection, start, { origin: 'value', path: ['*'] });
    return [];
  }
  const names = readNames(cursor, selection, list, depth);
  const alias = readAlias(cursor);
  if (names.length === 0) return names;
  const column = toColumn(cursor, start, names, alias);
  if (list === 'ignored') selection.ignored.push(column);
  else select(cursor, selection, start, column);
  return list === 'columns' && isKeyOrHeader(column) ? names.slice(1, -1) : names.slice(0, -1);
};

/** Reads one path of a PK clause. */
export const readKeyPath = (cursor: Cursor, selection: Selection): Names => {
  const start = cursor.peek();
  const names = readNames(cursor, selection, 'columns', 0);
  if (names.length === 0)
    return cursor.refuse('a path such as _key.id, not in single quotes', start);
  const { origin, path } = toColumn(cursor, start, names, undefined);
  if (origin !== 'meta') return names;
  const left = path[0] === 'key' ? path.slice(1) : path;
  cursor.warn(
    start.offset,
    cursor.since(start.offset),
    `read as ${left.join('.')} of the value`,
    'a path of _key, _header or _value',
  );
  return left;
};

/**
 * Reads the names of a path; quoted text has none.
 *
 * A function call is not called: upstream selects its arguments as columns, and
 * the parents of the last one once more, as the column that the call stands for.
 */
const readNames = (
  cursor: Cursor,
  selection: Selection,
  list: keyof Selection,
  depth: number,
): Names => {
  const start = cursor.peek();
  if (cursor.at('string')) {
    cursor.take();
    cursor.warn(start.offset, start.text, 'which selects nothing', 'a name, bare or in back-ticks');
    return [];
  }
  if (cursor.peek(1).kind !== '(' || !cursor.at('name', 'topic')) return readPath(cursor);
  if (depth === DEEPEST_CALL) return cursor.refuse(`functions at most ${DEEPEST_CALL} deep`, start);
  cursor.take();
  cursor.take();
  const left = cursor.at(')') ? [] : readColumns(cursor, selection, list, depth + 1);
  cursor.expect(')', ')');
  const call = cursor.since(start.offset);
  cursor.warn(start.offset, call, 'whose function is not called', 'columns without functions');
  return left;
};

const readPath = (cursor: Cursor): Names => {
  const start = cursor.peek();
  const tokens = [cursor.expect('a column', 'name', 'topic')];
  while (cursor.at('.') && tokens.at(-1)?.kind !== '*') {
    cursor.take();
    tokens.push(cursor.at('*') ? cursor.take() : cursor.expect('a name or *', 'name', 'topic'));
  }
  // Upstream collects the plain names first.
  const collected = tokens.toSorted((a, b) => PLACE.indexOf(a.kind) - PLACE.indexOf(b.kind));
  const names = collected.map(({ text }) => text.replaceAll('`', ''));
  if (collected.some((token, at) => token !== tokens[at])) {
    const written = tokens.map(({ text }) => text.replaceAll('`', ''));
    cursor.warn(
      start.offset,
      cursor.since(start.offset),
      `read as ${names.join('.')}`,
      `the names after one with special characters in back-ticks: ${quotePath(written)}`,
    );
  }
  return names;
};

const PLACE: readonly TokenKind[] = ['name', 'topic', '*'];

const readAlias = (cursor: Cursor): string | undefined => {
  if (!cursor.at('AS')) return undefined;
  cursor.take();
  const { text, offset } = cursor.expect('an alias of letters, digits, _ and @', 'name', 'string');
  if (text.startsWith("'"))
    cursor.warn(
      offset,
      text,
      'whose quotes stay in the alias',
      'an alias of letters, digits, _ and @',
    );
  return text;
};

const toColumn = (
  cursor: Cursor,
  start: Token,
  names: Names,
  alias: string | undefined,
): Column => {
  if (names.at(-1)?.trim() === '') return cursor.refuse('a name that is not blank', start);
  const joined = names.join('.');
  const named = alias === undefined ? {} : { alias };
  if (names[0] === '_' && names.length > 1)
    return { origin: 'meta', path: metaPath(cursor, start, names, alias), ...named };
  if (joined === '_key') return { origin: 'key', path: [], ...named };
  const path = names.length > 1 ? names.slice(1) : names;
  if (joined.startsWith('_key.')) return { origin: 'key', path, ...named };
  if (joined.startsWith('_header.')) return { origin: 'header', path, ...named };
  return { origin: 'value', path: names, ...named };
};

const metaPath = (cursor: Cursor, start: Token, names: Names, alias: string | undefined): Names => {
  const [, part = '', ...path] = names;
  const field = names.at(-1)?.toLowerCase() ?? '';
  if (META_FIELDS.includes(field)) return [field];
  if (part.toLowerCase() !== 'key' || path.length === 0)
    return cursor.refuse(
      `_.key.x or one of ${META_FIELDS.map((name) => `_.${name}`).join(', ')}`,
      start,
    );
  if (alias !== undefined && path.length === 1 && path[0] === '*')
    return cursor.refuse('_.key.* without an alias', start);
  return ['key', ...path];
};

const isKeyOrHeader = ({ origin }: Column): boolean => origin === 'key' || origin === 'header';

/** Selects a column. As upstream, it may have the name of none at the top of the value or of `_.`. */
const select = (cursor: Cursor, { columns }: Selection, start: Token, column: Column): void => {
  const name = topName(column);
  const isFunction = column.origin === 'value' && name?.includes('(') && name.includes(')');
  const others = columns.filter((other) => !isKeyOrHeader(other)).map(topName);
  if (name !== undefined && !isFunction && others.includes(name))
    cursor.refuse('no column that was selected already', start);
  columns.push(column);
};

/** What upstream compares: the name of a column that has no parents, with the kind of its origin. */
const topName = ({ origin, path }: Column): string | undefined => {
  if (origin === 'meta') return path.length > 2 ? undefined : `_.${path.join('.')}`;
  return path.length > 1 ? undefined : (path[0] ?? '_key');
};
