import type { Column } from './statement.ts';

type Names = readonly string[];

const META = ['topic', 'partition', 'offset', 'timestamp'];

/** The column that a path of names stands for; `refusal` tells for which there is none. */
export const toColumn = (names: Names, alias?: string): Column => ({
  ...originOf(names),
  ...(alias === undefined ? {} : { alias }),
});

const originOf = (names: Names): Pick<Column, 'origin' | 'path'> => {
  const path = names.length > 1 ? names.slice(1) : names;
  const joined = names.join('.');
  if (isMeta(names)) return { origin: 'meta', path: metaPath(path) };
  if (joined === '_key') return { origin: 'key', path: [] };
  if (joined.startsWith('_key.')) return { origin: 'key', path };
  if (joined.startsWith('_header.')) return { origin: 'header', path };
  return { origin: 'value', path: names };
};

const isMeta = (names: Names): boolean => names[0] === '_' && names.length > 1;

/** Upstream looks at the last name first, so that `_.x.topic` is the topic, too. */
const metaPath = (path: Names): Names => {
  const last = lastOf(path).toLowerCase();
  return META.includes(last) ? [last] : ['key', ...path.slice(1)];
};

const lastOf = (names: Names): string => names.at(-1) ?? '';

/** What is expected instead of these names, where upstream refuses them. */
export const refusal = (names: Names, alias?: string): string | undefined => {
  const last = lastOf(names);
  if (last.trim() === '') return 'a name that is not blank';
  if (!isMeta(names) || META.includes(last.toLowerCase())) return undefined;
  if (names.length < 3 || names[1]?.toLowerCase() !== 'key')
    return `_.key.x or one of ${META.map((name) => `_.${name}`).join(', ')}`;
  return alias !== undefined && names.length === 3 && last === '*'
    ? '_.key.* without an alias'
    : undefined;
};

export const isKeyOrHeader = ({ origin }: Column): boolean =>
  origin === 'key' || origin === 'header';

/**
 * Tells whether upstream refuses a column as one that was selected already.
 *
 * It compares only names without parents, only with columns of the value and of
 * `_.`, and lets names that look like a function call repeat.
 */
export const isRepeated = (column: Column, columns: readonly Column[]): boolean => {
  const name = topName(column);
  const isCall = column.origin === 'value' && name?.includes('(') && name.includes(')');
  return (
    name !== undefined &&
    !isCall &&
    columns.some((other) => !isKeyOrHeader(other) && topName(other) === name)
  );
};

const topName = ({ origin, path }: Column): string | undefined => {
  if (origin === 'meta') return path.length > 2 ? undefined : `_.${path.join('.')}`;
  return path.length > 1 ? undefined : (path[0] ?? '_key');
};
