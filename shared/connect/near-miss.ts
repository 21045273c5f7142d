import { distance } from 'fastest-levenshtein';

/** Of names, the one that a text misses by a letter or two, if any does. */
export const nearMiss = (text: string, names: readonly string[]): string | undefined => {
  const [best] = names
    .map((name) => ({ name, typos: distance(text.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, typos }) => typos <= allowance(name))
    .sort((a, b) => a.typos - b.typos);
  return best?.name;
};

const allowance = (name: string): number => (name.length < 5 ? 1 : name.length < 16 ? 2 : 3);
