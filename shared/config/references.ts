/** A reference to a secret or setting that is kept elsewhere: `${provider:path:key}` (Kafka's `ConfigProvider`). */
export type Reference = {
  readonly provider: Provider;
  /** A file, a secret, a parameter or a variable. */
  readonly path: string;
  /** The part of it that is meant, where it has parts. */
  readonly key?: string;
};

/** The providers that are there, without any `config.providers`. */
export const PROVIDERS = ['env', 'file', 'secretsmanager', 'ssm'] as const;

type Provider = (typeof PROVIDERS)[number];

/** Finds the value that a reference means; rejects where there is none. */
export type ResolveReference = (reference: Reference) => Promise<string>;

const REFERENCE = /\$\{([a-zA-Z0-9_-]+):([^}]*)\}/g;

/** Providers whose second part is a key; the last colon parts them, since an ARN has colons of its own. */
const WITH_KEY: readonly string[] = ['file', 'secretsmanager'];

/** Whether a text has references, of a provider that is there or not. */
export const hasReference = (text: string): boolean => text.search(REFERENCE) >= 0;

/** The names of providers in a text that are not there. */
export const unknownProviders = (text: string): readonly string[] =>
  [...text.matchAll(REFERENCE)]
    .map(([, provider = '']) => provider)
    .filter((provider) => !isProvider(provider));

/** The references of a text. */
export const referencesIn = (text: string): readonly Reference[] =>
  [...text.matchAll(REFERENCE)].flatMap(([, provider = '', rest = '']) =>
    isProvider(provider) ? [referenceOf(provider, rest)] : [],
  );

/** A text with the values of its references in their places. */
export const resolveReferences = async (
  text: string,
  resolve: ResolveReference,
): Promise<string> => {
  const values = await Promise.all(referencesIn(text).map(resolve));
  const left = values.values();
  return text.replaceAll(REFERENCE, (whole, provider: string) =>
    isProvider(provider) ? (left.next().value ?? '') : whole,
  );
};

const isProvider = (name: string): name is Provider => PROVIDERS.some((known) => known === name);

const referenceOf = (provider: Provider, rest: string): Reference => {
  const colon = rest.lastIndexOf(':');
  return WITH_KEY.includes(provider) && colon > 0
    ? { provider, path: rest.slice(0, colon), key: rest.slice(colon + 1) }
    : { provider, path: rest };
};
