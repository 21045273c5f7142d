import { distance } from 'fastest-levenshtein';
import { isPattern } from './find-row.ts';

/** Of names, the one that a text misses by a letter or two, if any does. */
export const nearMiss = (text: string, names: readonly string[]): string | undefined => {
  const [best] = names
    .map((name) => ({ name, typos: distance(text.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, typos }) => typos <= allowance(name))
    .sort((a, b) => a.typos - b.typos);
  return best?.name;
};

const allowance = (name: string): number => (name.length < 5 ? 1 : name.length < 16 ? 2 : 3);

/** As `nearMiss`, for keys: where a row stands for many keys, it is read as the key at hand. */
export const nearKey = (key: string, names: readonly string[]): string | undefined =>
  nearMiss(
    key,
    names.map((name) => (isPattern(name) ? filledIn(name, key) : name)),
  );

/** `transforms.<alias>.type` for `transfroms.day.type` is `transforms.day.type`. */
const filledIn = (pattern: string, key: string): string => {
  const words = key.split('.');
  const parts = pattern.split('.');
  return parts
    .map((part, at) => {
      if (part === '*') return words.slice(at).join('.');
      return isPattern(part) ? (words[at] ?? part) : part;
    })
    .join('.');
};
