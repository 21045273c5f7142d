import type { Fate, KeyTable } from '../../shared/config/key-row.ts';
import type { ConfigKey, ConfigKeys } from '../../shared/connect/config-keys.ts';

/** What becomes of a key, in a few words. */
export const fateText = (fate: Fate): string => {
  switch (fate.kind) {
    case 'honoured':
      return 'honoured';
    case 'translated':
      return `becomes ${fate.to}`;
    case 'no effect':
      return `no effect: ${fate.why}`;
    case 'refused':
      return `refused, expected ${fate.instead}`;
  }
};

/** A table of keys as Markdown. */
export const keyTable = (table: KeyTable): string =>
  markdown(
    ['Key', 'Type', 'Default', 'Here', 'Meaning'],
    Object.entries(table).map(([name, row]) => [
      code(name),
      typeText(row),
      defaultText(row),
      [
        row.aliasOf ? `read as ${code(row.aliasOf)}` : fateText(row.fate),
        ...refusedTexts(row),
      ].join('; '),
      row.aliasOf ? '' : row.doc,
    ]),
  );

/** The keys of a converter, transform or predicate as Markdown. */
export const pluginTable = (keys: ConfigKeys): string =>
  markdown(
    ['Key', 'Type', 'Default', 'Meaning'],
    Object.entries(keys).map(([name, row]) => [
      code(name),
      typeText(row),
      defaultText(row),
      row.doc,
    ]),
  );

const refusedTexts = ({ refusedValues = {} }: KeyTable[string]): readonly string[] =>
  Object.entries(refusedValues).map(([value, instead]) => `${code(value)} is refused: ${instead}`);

const typeText = ({ type, values }: ConfigKey): string =>
  values ? values.map(code).join(', ') : type.toLowerCase();

const defaultText = ({ required, defaultValue }: ConfigKey): string => {
  if (required) return '*required*';
  const text = String(defaultValue ?? '');
  return text === '' ? '' : code(text);
};

/** As code. */
export const code = (text: string): string => `\`${text}\``;

/** A table whose cells may hold bars. */
export const markdown = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
