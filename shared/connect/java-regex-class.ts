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
  const { pattern, at } = source;
  if (pattern[at] === '[') refuse('a regular expression without classes in classes');
  if (pattern.startsWith('&&', at)) refuse('a regular expression without && in a class');
  if (pattern[at] === '\\') {
    if (pattern[at + 1] === 'Q') refuse('a regular expression without \\Q in a class');
    const set = readSet(source);
    if (set !== undefined) return wholeSet(source, set);
  }
  const first = readOne(source);
  const range = source.pattern[source.at] === '-' && source.pattern[source.at + 1] !== ']';
  if (!range) return source.ignoreCase ? asciiBothCases(first) : first;
  source.at += 1;
  if (source.pattern[source.at] === '[') refuse('a regular expression without classes in classes');
  const last = readOne(source);
  return source.ignoreCase ? rangeBothCases(first, last) : `${first}-${last}`;
};

const wholeSet = (source: Source, { inside, negated }: { inside: string; negated: boolean }) => {
  if (negated) refuse('a regular expression without negated sets in a class');
  if (source.pattern[source.at] === '-' && source.pattern[source.at + 1] !== ']')
    refuse('a regular expression without a range that begins with a set');
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
