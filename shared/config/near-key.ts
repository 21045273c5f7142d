import { nearMiss } from '../connect/near-miss.ts';
import { isPattern } from './find-row.ts';

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
