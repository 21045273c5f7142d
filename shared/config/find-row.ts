import type { KeyRow, KeyTable } from './key-row.ts';

/** The row of a key: by its name, else by a pattern, the first that fits. */
export const findRow = (table: KeyTable, key: string): KeyRow | undefined => {
  if (Object.hasOwn(table, key)) return table[key];
  const pattern = Object.keys(table).find((name) => isPattern(name) && patternOf(name).test(key));
  return pattern === undefined ? undefined : table[pattern];
};

/** Whether a row stands for many keys: `<alias>` for one word, a last `*` for any rest. */
export const isPattern = (name: string): boolean => /[<*]/.test(name);

/** A row's name as a regular expression. */
export const patternOf = (name: string): RegExp =>
  new RegExp(
    `^${name
      .split(/(<[a-z]+>|\*$)/)
      .map((part) => (part === '*' ? '.+' : part.startsWith('<') ? '[^.]+' : literal(part)))
      .join('')}$`,
  );

const literal = (text: string): string => text.replaceAll('.', '\\.');
