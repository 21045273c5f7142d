/** What becomes of a line: it stays, takes another form, has nothing to do any more, or waits for a decision. */
export const FATES = ['kept', 'translated', 'not needed', 'open'] as const;

/** What becomes of a line. */
export type ImportFate = (typeof FATES)[number];

/** A fate, and in a few words into what, why, or what to do. */
export type Verdict = { readonly fate: ImportFate; readonly note: string };

/** One key of a file that was read, and what became of it. */
export type Account = Verdict & {
  readonly file: string;
  /** From 1; where the key begins. */
  readonly line: number;
  readonly key: string;
};
