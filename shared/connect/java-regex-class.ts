import type { Source } from './java-regex.ts';
import { literal, readCharacter, readSet } from './java-regex-escape.ts';
import { refuse } from './refused.ts';

/** Reads a character class. Unions, intersections and what Java reads otherwise are refused. */
export const readClass = (source: Source): string => {
  source.at += 1;
  const negated = source.pattern[source.at] === '^';
  if (negated) source.at += 1;
  if (source.pattern[source.at] === ']') refuse('a regular expression without ] first in a class');
  let result = negated ? '[^' : '[';
  while (source.pattern[source.at] !== ']') {
    if (source.at >= source.pattern.length) refuse('a regular expression with closed classes');
    result += readMember(source);
  }
  source.at += 1;
  return `${result}]`;
};

const readMember = (source: Source): string => {
  refuseForeign(source, FOREIGN_MEMBERS);
  const set = source.pattern[source.at] === '\\' ? readSet(source) : undefined;
  if (set !== undefined) return wholeSet(source, set);
  const first = readOne(source);
  if (isAtRange(source)) return readRange(source, first);
  return source.ignoreCase ? asciiBothCases(first) : first;
};

/** Reads the rest of a range, from its hyphen on. */
const readRange = (source: Source, first: string): string => {
  source.at += 1;
  refuseForeign(source, NESTED_CLASS);
  const last = readOne(source);
  return source.ignoreCase ? rangeBothCases(first, last) : `${first}-${last}`;
};

/** A hyphen that is last in its class stands for itself. */
const isAtRange = ({ pattern, at }: Source): boolean =>
  pattern[at] === '-' && pattern[at + 1] !== ']';

/** What Java knows in a class and JavaScript does not, by how it starts. */
type Foreign = Readonly<Record<string, string>>;

const NESTED_CLASS: Foreign = { '[': 'classes in classes' };
const FOREIGN_MEMBERS: Foreign = {
  ...NESTED_CLASS,
  '&&': '&& in a class',
  '\\Q': '\\Q in a class',
};

const refuseForeign = ({ pattern, at }: Source, foreign: Foreign): void => {
  for (const [start, what] of Object.entries(foreign))
    if (pattern.startsWith(start, at)) refuse(`a regular expression without ${what}`);
};

const wholeSet = (source: Source, { inside, negated }: { inside: string; negated: boolean }) => {
  if (negated) refuse('a regular expression without negated sets in a class');
  if (isAtRange(source)) refuse('a regular expression without a range that begins with a set');
  return inside;
};

const readOne = (source: Source): string => {
  if (source.pattern[source.at] === '\\') return readCharacter(source);
  const character = String.fromCodePoint(source.pattern.codePointAt(source.at) ?? 0);
  source.at += character.length;
  return literal(character);
};

/** A letter of ASCII in both cases: Java's flag `i` knows no other letters. */
export const asciiBothCases = (character: string): string =>
  /^[A-Za-z]$/.test(character) ? character.toLowerCase() + character.toUpperCase() : character;

const rangeBothCases = (first: string, last: string): string => {
  if (/^[a-z]{2}$|^[A-Z]{2}$/.test(first + last))
    return `${first.toLowerCase()}-${last.toLowerCase()}${first.toUpperCase()}-${last.toUpperCase()}`;
  if (/^[0-9]{2}$/.test(first + last)) return `${first}-${last}`;
  return refuse('a regular expression without mixed ranges where letters have no case');
};
