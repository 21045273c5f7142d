import type { Fault } from '../connect/errors.ts';

/** The properties of one file, by their dotted keys. */
export type Properties = Readonly<Record<string, string>>;

/** A file's properties as they are asked for; what is wrong with them gathers in `faults`. */
export type Settings = {
  readonly file: string;
  text(key: string): string | undefined;
  /** A fault, and the empty string, where the key is missing. */
  required(key: string): string;
  /** A comma-separated list, empty where the key is missing. */
  list(key: string): readonly string[];
  /** A fault where the value is none of these. */
  choice<T extends string>(key: string, choices: readonly T[], fallback: T): T;
  flag(key: string, fallback: boolean): boolean;
  fault(key: string, expected: string, found?: string): void;
};

export const createSettings = (file: string, properties: Properties, faults: Fault[]): Settings => {
  const fault: Settings['fault'] = (key, expected, found) => {
    faults.push({ file, key, severity: 'error', expected, ...(found !== undefined && { found }) });
  };
  const text = (key: string): string | undefined => {
    const value = properties[key]?.trim();
    return value === '' ? undefined : value;
  };
  const choice: Settings['choice'] = (key, choices, fallback) => {
    const value = text(key);
    const chosen = choices.find((name) => name === value);
    if (value !== undefined && chosen === undefined) fault(key, choices.join(' or '), value);
    return chosen ?? fallback;
  };
  return {
    file,
    text,
    required(key) {
      const value = text(key);
      if (value === undefined) fault(key, 'a value');
      return value ?? '';
    },
    list: (key) =>
      (text(key) ?? '')
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    choice,
    flag: (key, fallback) => choice(key, ['true', 'false'], fallback ? 'true' : 'false') === 'true',
    fault,
  };
};
