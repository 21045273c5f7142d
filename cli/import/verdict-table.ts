import type { Verdict } from './account.ts';

/** Keys that share a verdict; a last `*` stands for any rest. */
export type VerdictRow = Verdict & { readonly keys: readonly string[] };

/** A key's verdict: its own row's, else that of the longest beginning with `*`. */
export const verdictOf = (rows: readonly VerdictRow[], key: string): Verdict | undefined => {
  const patterns = rows.flatMap(({ keys, fate, note }) =>
    keys.map((pattern) => ({ pattern, fate, note })),
  );
  const [best] = patterns
    .filter(({ pattern }) => matches(pattern, key))
    .sort((a, b) => b.pattern.length - a.pattern.length);
  return best && { fate: best.fate, note: best.note };
};

const matches = (pattern: string, key: string): boolean =>
  pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern;
