import { lex } from './lexer.ts';
import { one, type Word, word } from './shape.ts';

/** Takes off the quotes around a text: first back-ticks, then single quotes. */
export const unquote = (text: string): string => without("'", without('`', text));

const without = (quote: string, text: string): string =>
  text.length > 1 && text.startsWith(quote) && text.endsWith(quote) ? text.slice(1, -1) : text;

/** Writes a text so that it is read back as this word: bare where that is possible, else in quotes. */
export const quote = (text: string, as: Word): string => (isBare(text, as) ? text : inQuotes(text));

const inQuotes = (text: string): string => {
  if (text === '' || text.includes('`')) return `'${text}'`;
  return text === unquote(text) ? `\`${text}\`` : `\`'${text}'\``;
};

const isBare = (text: string, { alternatives }: Word): boolean => {
  const { tokens, dropped } = lex(text);
  const words = tokens.slice(0, -1);
  return (
    dropped.length === 0 &&
    text !== '' &&
    text === unquote(text) &&
    text === words.map((token) => token.text).join('') &&
    alternatives.some(
      ({ kinds, run = false }) =>
        (run || words.length === 1) && words.every(({ kind }) => kinds.includes(kind)),
    )
  );
};

const PLAIN = word('a plain name', one('name'));
const OTHER = word('another name', one('topic'));

/**
 * Writes the names of a path so that they are read back in this order.
 *
 * Upstream moves names of other than plain characters behind the plain ones,
 * so all names after one such name are written like it.
 */
export const quotePath = (names: readonly string[]): string => {
  const firstOther = names.findIndex((name) => !isBare(name, PLAIN));
  const written = names.map((name, at) => {
    const isWildcard = name === '*' && at > 0 && at === names.length - 1;
    if (at < firstOther || firstOther === -1 || isWildcard) return name;
    return isBare(name, OTHER) ? name : `\`${name}\``;
  });
  // A back-tick directly after a plain name and a dot would make another token of all three.
  return written.reduce((path, name) => path + (name.startsWith('`') ? ' .' : '.') + name);
};
