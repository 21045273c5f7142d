import { refuse } from './refused.ts';

/** A group of an expression: its name, and whether a repetition leaves open what it holds. */
export type RegexGroup = { readonly name: string | undefined; readonly repeated: boolean };

/** Texts and numbers of groups. Java finds a wrong one with the first topic that matches, we at once. */
export const readReplacement = (
  replacement: string,
  groups: readonly RegexGroup[],
): readonly (string | number)[] => {
  const parts: (string | number)[] = [];
  let at = 0;
  while (at < replacement.length) {
    const character = replacement.charAt(at);
    if (character === '\\' && at + 1 < replacement.length) {
      parts.push(replacement.charAt(at + 1));
      at += 2;
    } else if (character === '$') {
      const [group, end] = readReference(replacement, at + 1, groups);
      parts.push(group);
      at = end;
    } else if (character === '\\') refuse('a replacement that does not end in a backslash');
    else {
      parts.push(character);
      at += 1;
    }
  }
  return parts;
};

const readReference = (
  replacement: string,
  at: number,
  groups: readonly RegexGroup[],
): [group: number, end: number] => {
  const named = /^\{([A-Za-z][A-Za-z0-9]*)\}/.exec(replacement.slice(at));
  if (named !== null) {
    const index = groups.findIndex(({ name }) => name === named[1]);
    return [knownGroup(index + 1, groups, index < 0), at + named[0].length];
  }
  const digits = /^\d+/.exec(replacement.slice(at))?.[0];
  if (digits === undefined) return refuse('a replacement with a group behind each $');
  // Java takes as many digits as there are groups for.
  const taken = Array.from(digits, (_, index) => digits.slice(0, index + 1)).findLast(
    (prefix, index) => index === 0 || Number(prefix) <= groups.length,
  );
  const group = Number(taken);
  return [knownGroup(group, groups, group > groups.length), at + (taken ?? '').length];
};

const knownGroup = (group: number, groups: readonly RegexGroup[], unknown: boolean): number => {
  if (unknown) refuse('a replacement with groups that the regular expression has');
  if (groups[group - 1]?.repeated === true)
    refuse('a replacement without groups that a repetition fills several times');
  return group;
};

/** Java's `replaceFirst`: what is found first, not what matches as a whole. */
export const replaceFirst = (
  first: RegExp,
  parts: readonly (string | number)[],
  text: string,
): string => {
  const match = first.exec(text);
  if (match === null) return text;
  const inserted = parts.map((part) => (typeof part === 'string' ? part : (match[part] ?? '')));
  return text.slice(0, match.index) + inserted.join('') + text.slice(match.index + match[0].length);
};
