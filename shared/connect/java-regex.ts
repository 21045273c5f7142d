import { asciiBothCases, readClass } from './java-regex-class.ts';
import { literal, readEscape } from './java-regex-escape.ts';
import { readReplacement, replaceFirst } from './java-regex-replacement.ts';
import { refuse } from './refused.ts';

/** A Java regular expression, with the two things that Connect asks of it. */
export type JavaRegex = {
  /** `Matcher.matches`: the whole text. */
  matches(text: string): boolean;
  /** `Matcher.replaceFirst` of a replacement in Java's syntax, read once. */
  replaceFirst(replacement: string): (text: string) => string;
};

/** What is known while a pattern is read. */
export type Source = {
  readonly pattern: string;
  at: number;
  ignoreCase: boolean;
  dotAll: boolean;
  /** Groups so far: their name, and whether a repetition leaves open what they hold. */
  readonly groups: { name: string | undefined; repeated: boolean }[];
};

const LINE_END = '\\n\\r\\u0085\\u2028\\u2029';
const FINAL_LINE_END = `(?=(?:\\r\\n|[${LINE_END}])?$)`;
const QUANTIFIER = /[*+?]|\{\d+(?:,\d*)?\}/y;
const GROUP = /\(\?(?:<([A-Za-z][A-Za-z0-9]*)>|(:|=|!|<=|<!)|([a-z]+)?(?:-([a-z]+))?([:)]))/y;

/**
 * Translates a Java regular expression into JavaScript's of the same meaning. Where there is none, or the
 * meaning hangs on Java's version, it is refused: "expected " and the error's message make a sentence.
 */
export const createJavaRegex = (pattern: string): JavaRegex => {
  const source: Source = { pattern, at: 0, ignoreCase: false, dotAll: false, groups: [] };
  const body = readAlternatives(source);
  if (source.at < pattern.length) refuse('a regular expression with balanced parentheses');
  const whole = compile(`^(?:${body})$`);
  const first = compile(body);
  return {
    matches: (text) => whole.test(text),
    replaceFirst: (replacement) => {
      const parts = readReplacement(replacement, source.groups);
      return (text) => replaceFirst(first, parts, text);
    },
  };
};

const compile = (body: string): RegExp => {
  try {
    return new RegExp(body, 'u');
  } catch {
    return refuse('a regular expression that JavaScript takes too');
  }
};

/** Reads up to a closing parenthesis or the end; inline flags last that long. */
const readAlternatives = (source: Source): string => {
  const { ignoreCase, dotAll } = source;
  let result = '';
  while (source.at < source.pattern.length && source.pattern[source.at] !== ')')
    result += readPiece(source);
  source.ignoreCase = ignoreCase;
  source.dotAll = dotAll;
  return result;
};

const readPiece = (source: Source): string => {
  const groups = source.groups.length;
  const atom = readAtom(source);
  QUANTIFIER.lastIndex = source.at;
  const quantifier = atom === '' ? undefined : QUANTIFIER.exec(source.pattern)?.[0];
  if (quantifier === undefined) return atom;
  source.at += quantifier.length;
  const following = source.pattern[source.at];
  if (following === '+') refuse('a regular expression without possessive quantifiers');
  if (following !== undefined && '*{'.includes(following))
    refuse('a regular expression without a quantifier behind a quantifier');
  if (quantifier !== '?') for (const group of source.groups.slice(groups)) group.repeated = true;
  if (following !== '?') return atom + quantifier;
  source.at += 1;
  return `${atom}${quantifier}?`;
};

const readAtom = (source: Source): string => {
  const character = String.fromCodePoint(source.pattern.codePointAt(source.at) ?? 0);
  switch (character) {
    case '(':
      return readGroup(source);
    case '[':
      return readClass(source);
    case '\\':
      return readEscape(source);
    case '*':
    case '+':
    case '?':
    case '{':
      return refuse(`a regular expression with something before ${character}`);
    default:
      source.at += character.length;
      return plain(source, character);
  }
};

const plain = (source: Source, character: string): string => {
  if (character === '.') return source.dotAll ? '[\\s\\S]' : `[^${LINE_END}]`;
  if (character === '$') return FINAL_LINE_END;
  if (character === '^' || character === '|') return character;
  if (source.ignoreCase && /[A-Za-z]/.test(character)) return `[${asciiBothCases(character)}]`;
  return literal(character);
};

const readGroup = (source: Source): string => {
  if (source.pattern[source.at + 1] !== '?')
    return readInGroup(source, '(', 1, { name: undefined });
  GROUP.lastIndex = source.at;
  const match = GROUP.exec(source.pattern);
  if (match === null) return refuse('a regular expression without atomic or other special groups');
  const [opening, name, kind, flags = '', off = '', end] = match;
  if (name !== undefined) return readInGroup(source, '(', opening.length, { name });
  if (kind !== undefined) return readInGroup(source, `(?${kind}`, opening.length, undefined);
  const before = { ignoreCase: source.ignoreCase, dotAll: source.dotAll };
  setFlags(source, flags, off);
  if (end === ':') {
    const group = readInGroup(source, '(?:', opening.length, undefined);
    Object.assign(source, before);
    return group;
  }
  source.at += opening.length;
  return '';
};

const readInGroup = (
  source: Source,
  opening: string,
  length: number,
  capture: { name: string | undefined } | undefined,
): string => {
  const groups = source.groups.length;
  const names = source.groups.map(({ name }) => name);
  if (capture?.name !== undefined && names.includes(capture.name))
    refuse('a regular expression without two groups of one name');
  if (capture !== undefined) source.groups.push({ ...capture, repeated: false });
  source.at += length;
  const body = readAlternatives(source);
  if (source.pattern[source.at] !== ')') refuse('a regular expression with balanced parentheses');
  source.at += 1;
  // JavaScript reads what lies behind from its end: what groups hold there may differ.
  if (opening.startsWith('(?<'))
    for (const group of source.groups.slice(groups)) group.repeated = true;
  return `${opening}${body})`;
};

const setFlags = (source: Source, on: string, off: string): void => {
  if (/[^is]/.test(on + off)) refuse('a regular expression without inline flags but i and s');
  if (on.includes('i')) source.ignoreCase = true;
  if (off.includes('i')) source.ignoreCase = false;
  if (on.includes('s')) source.dotAll = true;
  if (off.includes('s')) source.dotAll = false;
};
