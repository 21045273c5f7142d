import type { Reference, ResolveReference } from '../config/references.ts';
import { ConnectError } from '../connect/errors.ts';

/** Where a value is looked up; undefined where there is none. */
export type Lookups = {
  readonly env: (name: string) => Promise<string | undefined>;
  readonly file: (path: string, key: string) => Promise<string | undefined>;
  /** The secret as it is kept. */
  readonly secretsmanager: (id: string) => Promise<string | undefined>;
  readonly ssm: (name: string) => Promise<string | undefined>;
};

/** Finds values by their references; of a secret with a key, the member of its JSON object. */
export const createResolveReference =
  (lookups: Lookups): ResolveReference =>
  async (reference) => {
    const value = await look(lookups, reference);
    if (value === undefined)
      throw new ConnectError(`${reference.provider} has no value for a reference`);
    return value;
  };

const look = async (
  lookups: Lookups,
  { provider, path, key = '' }: Reference,
): Promise<string | undefined> => {
  switch (provider) {
    case 'env':
      return lookups.env(path);
    case 'file':
      return lookups.file(path, key);
    case 'ssm':
      return lookups.ssm(path);
    case 'secretsmanager':
      return member(await lookups.secretsmanager(path), key);
  }
};

const member = (secret: string | undefined, key: string): string | undefined => {
  if (secret === undefined || key === '') return secret;
  const value = Object.entries(JSON.parse(secret) as object).find(([name]) => name === key)?.[1];
  return value === undefined ? undefined : String(value);
};
