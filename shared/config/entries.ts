/** One setting of a file: where it stands, and its text as Kafka would read it. */
export type Entry = {
  readonly file: string;
  /** As it is written there. */
  readonly key: string;
  readonly line: number;
  readonly text: string;
  /** Its text came from a config provider and is never shown. */
  readonly resolved?: true;
};

/** Settings by the name of the key that they mean, whatever spelling, prefix or file they have. */
export type Entries = ReadonlyMap<string, Entry>;

/** The settings of a file by the keys that it writes. */
export const entriesOf = (entries: readonly Entry[]): Entries =>
  new Map(entries.map((entry) => [entry.key, entry]));

/** The settings under a prefix, it taken off. */
export const withoutPrefix = (entries: Entries, prefix: string): Entries =>
  new Map(
    [...entries]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, entry]) => [key.slice(prefix.length), entry]),
  );

/** The texts of settings, as converters and transforms take them. */
export const textsOf = (entries: Entries): Readonly<Record<string, string>> =>
  Object.fromEntries([...entries].map(([key, { text }]) => [key, text]));
