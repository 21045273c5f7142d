import { ConnectError } from './errors.ts';
import { javaTrim } from './java-number.ts';
import { refuse } from './refused.ts';

/** One key of a configuration file, as Kafka's `ConfigDef` has it: what validation and the reference page read. */
export type ConfigKey<T = unknown> = {
  readonly type: 'STRING' | 'BOOLEAN' | 'INT' | 'LONG' | 'LIST' | 'PASSWORD' | 'CLASS';
  readonly required: boolean;
  /** Undefined where the key is required. */
  readonly defaultValue: T | undefined;
  readonly doc: string;
  /** The only texts that are taken, where there are but some. */
  readonly values?: readonly string[];
  /** The least and the greatest number that are taken. */
  readonly min?: number;
  readonly max?: number;
  readonly read: (text: string) => T;
};

export type ConfigKeys = Readonly<Record<string, ConfigKey>>;

/** The values of keys, by key. */
export type ConfigOf<K extends ConfigKeys> = {
  readonly [P in keyof K]: K[P] extends ConfigKey<infer T> ? T : never;
};

/** One thing wrong with a configuration; `expected` completes "expected …". */
export type KeyFault = {
  readonly key: string;
  readonly found?: string;
  readonly expected: string;
  /** What to write instead. */
  readonly suggestion?: string;
};

/** Something read from a configuration, or everything that keeps it from being read. */
export type Read<T> = { readonly value: T } | { readonly faults: readonly KeyFault[] };

/** The configuration of one converter, transform or predicate, its prefix taken off. */
export type FlatConfig = Readonly<Record<string, string>>;

/** The same in every copy of the class: a module of a user's own is bundled with one. */
const KEY_ERROR = Symbol.for('connectless.KeyError');

/** A fault that shows only when all keys are seen together. */
export class KeyError extends ConnectError {
  override name = 'KeyError';
  readonly fault: KeyFault;
  readonly [KEY_ERROR] = true;

  constructor(fault: KeyFault) {
    super(`${fault.key}: expected ${fault.expected}`);
    this.fault = fault;
  }
}

/** Whether an error is a `KeyError`, whichever copy of the class made it. */
export const isKeyError = (error: unknown): error is KeyError =>
  error instanceof Error && KEY_ERROR in error;

/** Refuses a configuration for what one of its keys holds. */
export const refuseKey = (key: string, expected: string, found?: string): never => {
  throw new KeyError(found === undefined ? { key, expected } : { key, found, expected });
};

type Check<T> = (value: T) => void;
const anything = (): void => undefined;

/** A key that may be left out; null stands for Connect's null default. */
export const textKey = <D extends string | null>(
  defaultValue: D,
  doc: string,
  check: Check<string> = anything,
): ConfigKey<string | D> => ({
  type: 'STRING',
  required: false,
  defaultValue,
  doc,
  read: checked(javaTrim, check),
});

export const requiredText = (doc: string, check: Check<string> = anything): ConfigKey<string> => ({
  type: 'STRING',
  required: true,
  defaultValue: undefined,
  doc,
  read: checked(javaTrim, check),
});

/** A key that takes one of some texts; `ignoreCase` as Connect's `CaseInsensitiveValidString`. */
export const choiceKey = <const T extends string>(
  values: readonly T[],
  defaultValue: T | undefined,
  doc: string,
  ignoreCase = false,
): ConfigKey<T> => ({
  type: 'STRING',
  required: defaultValue === undefined,
  defaultValue,
  doc,
  values,
  read: (text) => {
    const given = javaTrim(text);
    const same = (value: string): boolean =>
      ignoreCase ? value.toUpperCase() === given.toUpperCase() : value === given;
    return values.find(same) ?? refuse(`one of ${values.join(', ')}`);
  },
});

export const booleanKey = (defaultValue: boolean, doc: string): ConfigKey<boolean> => ({
  type: 'BOOLEAN',
  required: false,
  defaultValue,
  doc,
  read: (text) => {
    const given = javaTrim(text).toLowerCase();
    if (given !== 'true' && given !== 'false') refuse('true or false');
    return given === 'true';
  },
});

type Bounds = { readonly min?: number; readonly max?: number };

const numberKey = (type: 'INT' | 'LONG', bits: number) => {
  const least = -(2n ** BigInt(bits - 1));
  const greatest = -least - 1n;
  return <D extends number | null>(
    defaultValue: D,
    doc: string,
    bounds: Bounds = {},
  ): ConfigKey<number | D> => {
    const { min = Number(least), max = Number(greatest) } = bounds;
    const whole = `a whole number from ${bounds.min ?? least} to ${bounds.max ?? greatest}`;
    const between = bounds.max === undefined ? `${min} or more` : `${min} to ${max}`;
    return {
      type,
      required: false,
      defaultValue,
      doc,
      min,
      max,
      read: (text) => {
        const exact = wholeNumber(javaTrim(text)) ?? refuse(whole);
        if (exact < least || exact > greatest) refuse(whole);
        const value = Number(exact);
        return value >= min && value <= max ? value : refuse(between);
      },
    };
  };
};

const wholeNumber = (text: string): bigint | undefined =>
  /^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : undefined;

/** An integer of 32 bits; Kafka's `Range` where it has bounds. */
export const intKey = numberKey('INT', 32);

/** An integer of 64 bits. Beyond 2^53 it is not exact. */
export const longKey = numberKey('LONG', 64);

/** A text that no fault, log or page shows. */
export const passwordKey = (doc: string): ConfigKey<string | null> => ({
  ...textKey(null, doc),
  type: 'PASSWORD',
});

/** The name of a class. */
export const classKey = <D extends string | null>(
  defaultValue: D,
  doc: string,
): ConfigKey<string | D> => ({ ...textKey(defaultValue, doc), type: 'CLASS' });

export const listKey = (
  doc: string,
  check: Check<readonly string[]> = anything,
): ConfigKey<readonly string[]> => ({
  type: 'LIST',
  required: false,
  defaultValue: [],
  doc,
  read: checked(readList, check),
});

/** A list that must be there and must not be empty. */
export const requiredList = (
  doc: string,
  check: Check<readonly string[]> = anything,
): ConfigKey<readonly string[]> => ({
  ...listKey(doc, (list) => {
    if (list.length === 0) refuse('a list that is not empty');
    check(list);
  }),
  required: true,
  defaultValue: undefined,
});

export const REPLACE_NULL_WITH_DEFAULT = booleanKey(
  true,
  'Whether a null field whose schema has a default is read as that default.',
);

/** Kafka's way to read a list: by commas, with white space around them. */
export const readList = (text: string): readonly string[] => {
  const given = javaTrim(text);
  return given === '' ? [] : given.split(/[ \t\n\v\f\r]*,[ \t\n\v\f\r]*/);
};

const checked =
  <T>(read: (text: string) => T, check: Check<T>) =>
  (text: string): T => {
    const value = read(text);
    check(value);
    return value;
  };
