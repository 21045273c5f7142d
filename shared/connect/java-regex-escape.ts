import type { Source } from './java-regex.ts';
import { refuse } from './refused.ts';

const LINE_BREAKS = '\\n\\x0B\\f\\r\\x85\\u2028\\u2029';
const HORIZONTAL = ' \\t\\xA0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000';

/** Escapes that stand for a set of characters, as the inside of a class. */
const ESCAPED_SETS: Readonly<Record<string, string>> = {
  d: '0-9',
  s: ' \\t\\n\\x0B\\f\\r',
  w: 'a-zA-Z_0-9',
  h: HORIZONTAL,
  v: LINE_BREAKS,
};

/** Java's POSIX names, which are of ASCII only. */
const POSIX: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Lower: 'a-z',
    Upper: 'A-Z',
    ASCII: '\\x00-\\x7f',
    Alpha: 'a-zA-Z',
    Digit: '0-9',
    Alnum: 'a-zA-Z0-9',
    Punct: '!-\\/:-@\\[-`\\{-~',
    Graph: '!-~',
    Print: ' -~',
    Blank: ' \\t',
    Cntrl: '\\x00-\\x1f\\x7f',
    XDigit: '0-9a-fA-F',
    Space: ' \\t\\n\\x0B\\f\\r',
  }),
);

const CHARACTERS: Readonly<Record<string, string>> = {
  t: '\\t',
  n: '\\n',
  r: '\\r',
  f: '\\f',
  a: '\\x07',
  e: '\\x1b',
};

const ANCHORS: Readonly<Record<string, string>> = {
  A: '^',
  z: '$',
  Z: '(?=(?:\\r\\n|[\\n\\r\\u0085\\u2028\\u2029])?$)',
  R: `(?:\\r\\n|[${LINE_BREAKS}])`,
};

const HEX = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|x\{([0-9a-fA-F]{1,6})\})/y;
const PROPERTY = /\\([pP])\{(\w+)\}/y;
const QUOTED = /\\Q([\s\S]*?)(?:\\E|$)/y;

/** A character that stands for itself. */
export const literal = (character: string): string =>
  /[\\^$.*+?()[\]{}|/-]/.test(character) ? `\\${character === '-' ? 'x2d' : character}` : character;

/** Reads an escape outside of a class. */
export const readEscape = (source: Source): string => {
  const set = readSet(source);
  if (set !== undefined) return set.negated ? `[^${set.inside}]` : `[${set.inside}]`;
  const quoted = sticky(QUOTED, source)?.[1];
  if (quoted !== undefined) return quoteText(source, quoted);
  const anchor = ANCHORS[source.pattern.charAt(source.at + 1)];
  if (anchor === undefined) return readCharacter(source);
  source.at += 2;
  return anchor;
};

/** Text between \Q and \E; a quantifier behind it is of its last character, which a group would change. */
const quoteText = (source: Source, text: string): string => {
  if (source.ignoreCase) refuse('a regular expression without \\Q where letters have no case');
  if (/[*+?{]/.test(source.pattern[source.at] ?? ''))
    refuse('a regular expression without a quantifier behind \\E');
  return [...text].map(literal).join('');
};

/** Reads an escape that is a set of characters, in a class or outside; undefined if it is something else. */
export const readSet = (source: Source): { inside: string; negated: boolean } | undefined => {
  const property = sticky(PROPERTY, source);
  if (property !== undefined) {
    const inside = POSIX.get(property[2] ?? '');
    if (source.ignoreCase || inside === undefined)
      return refuse('a regular expression without \\p but for names of ASCII such as Alpha');
    return { inside, negated: property[1] === 'P' };
  }
  const letter = source.pattern.charAt(source.at + 1);
  const inside = ESCAPED_SETS[letter.toLowerCase()];
  if (inside === undefined) return undefined;
  source.at += 2;
  return { inside, negated: letter !== letter.toLowerCase() };
};

/** Reads an escape of one character, in a class or outside. */
export const readCharacter = (source: Source): string => {
  const hex = sticky(HEX, source);
  if (hex !== undefined) {
    if (source.ignoreCase) refuse('a regular expression without codes where letters have no case');
    return `\\u{${hex[1] ?? hex[2] ?? hex[3]}}`;
  }
  const character = String.fromCodePoint(source.pattern.codePointAt(source.at + 1) ?? 0);
  if (source.at + 1 >= source.pattern.length || /[0-9A-Za-z]/.test(character)) {
    const known = CHARACTERS[character];
    if (known === undefined || source.at + 1 >= source.pattern.length)
      return refuse(
        `a regular expression without \\${character}, which differs or is not known here`,
      );
    source.at += 2;
    return known;
  }
  source.at += 1 + character.length;
  return literal(character);
};

const sticky = (expression: RegExp, source: Source): RegExpExecArray | undefined => {
  expression.lastIndex = source.at;
  const match = expression.exec(source.pattern);
  if (match === null) return undefined;
  source.at += match[0].length;
  return match;
};
