import { type ConfigKey, textKey } from '../connect/config-keys.ts';

/** What becomes of a key here. */
export type Fate =
  /** Means what it means in Kafka Connect. */
  | { readonly kind: 'honoured' }
  /** Its value is used, for something else. */
  | { readonly kind: 'translated'; readonly to: string }
  | { readonly kind: 'no effect'; readonly why: string }
  | { readonly kind: 'refused'; readonly instead: string };

/**
 * One key of a file: its type, default and sentence as Kafka's `ConfigDef` has them, and its fate here.
 * In a table it stands under its name, where `<alias>` stands for one word and a last `*` for any rest.
 */
export type KeyRow<T = unknown> = ConfigKey<T> & {
  readonly fate: Fate;
  /** Values that are refused, each with what is expected instead. */
  readonly refusedValues?: Readonly<Record<string, string>>;
  /** An older spelling of that key. */
  readonly aliasOf?: string;
  /** Read when a function starts, so that its value may be a config provider's. */
  readonly atStart?: true;
};

/** The keys of a dialect, of Connect or of a worker, by name. */
export type KeyTable = Readonly<Record<string, KeyRow>>;

export const honoured = <T>(key: ConfigKey<T>): KeyRow<T> => ({
  ...key,
  fate: { kind: 'honoured' },
});

export const translated = <T>(to: string, key: ConfigKey<T>): KeyRow<T> => ({
  ...key,
  fate: { kind: 'translated', to },
});

export const noEffect = <T>(why: string, key: ConfigKey<T>): KeyRow<T> => ({
  ...key,
  fate: { kind: 'no effect', why },
});

export const refused = <T>(instead: string, key: ConfigKey<T>): KeyRow<T> => ({
  ...key,
  fate: { kind: 'refused', instead },
});

/** A key of which some values are refused, each with what is expected instead. */
export const refusedValues = <T>(
  values: Readonly<Record<string, string>>,
  row: KeyRow<T>,
): KeyRow<T> => ({ ...row, refusedValues: values });

/** An older spelling: whatever the file says under it, it says of the other key. */
export const aliasOf = (name: string): KeyRow<unknown> => ({
  ...translated(name, textKey(null, `Older spelling of ${name}.`)),
  aliasOf: name,
});

/** A key that a function reads when it starts: it may name a config provider. */
export const atStart = <T>(row: KeyRow<T>): KeyRow<T> => ({ ...row, atStart: true });
