import type { TextFile } from '../../shared/config/files.ts';
import { hasReference } from '../../shared/config/references.ts';
import type { KeyAccount } from '../key-accounts.ts';
import { type Change, editorOf } from './editor.ts';

/** A secret's place in Secrets Manager; its value is in the file that was read, and nowhere else. */
export type SecretReference = {
  readonly file: string;
  readonly secret: string;
  readonly key: string;
  /** The secret's member that holds it. */
  readonly member: string;
};

/** A file without literal secrets: what it uses stands as references, what has no effect is gone. */
export type Redacted = {
  readonly text: string;
  readonly referenced: readonly SecretReference[];
  readonly dropped: readonly string[];
};

/** A change that keeps a secret out of a file, and the member that will hold it; none where nothing reads it. */
type Hiding = Change & { readonly member?: string };

/** What becomes of a file's secrets; `secret` names the one that will hold them. */
export const redact = (
  source: TextFile,
  accounts: readonly KeyAccount[],
  secret: string,
): Redacted => {
  const { file } = source;
  const edit = editorOf(source);
  const changes = accounts
    .filter((account) => account.file === file)
    .flatMap((account) => {
      const found = edit.value(account.key) ?? '';
      const change = (account.secret ? secretChange : urlChange)(account, found, secret);
      return change.value === found ? [] : [change];
    });
  return {
    text: changes.reduce((edited, change) => edited.with(change), edit).text,
    referenced: changes.flatMap(({ key, member }) =>
      member === undefined ? [] : [{ file, secret, key, member }],
    ),
    dropped: changes.filter(({ value }) => value === undefined).map(({ key }) => key),
  };
};

type Hide = (account: KeyAccount, found: string, secret: string) => Hiding;

const secretChange: Hide = ({ key, fate }, found, secret) => {
  const isLogin = key.endsWith('sasl.jaas.config') && found.search(JAAS_PASSWORD) >= 0;
  const member = isLogin ? passwordOf(key) : key;
  const value = (isLogin ? loginReferring : referring)(found, reference(secret, member));
  // What is a reference already hides nothing.
  if (fate.kind === 'no effect' && value !== found) return { key, value: undefined };
  return { key, value, member };
};

/** What holds the password of a login module's line, the rest of which stays in the file. */
const passwordOf = (key: string): string => key.replace(/sasl\.jaas\.config$/, 'password');

const reference = (secret: string, member: string): string =>
  `\${secretsmanager:${secret}:${member}}`;

const referring = (found: string, to: string): string =>
  found === '' || hasReference(found) ? found : to;

const JAAS_PASSWORD = /(\bpassword\s*=\s*)("[^"]*"|'[^']*'|[^\s;]+)/g;

/** A login module's line, of which the password alone is a secret. */
const loginReferring = (found: string, to: string): string =>
  found.replaceAll(JAAS_PASSWORD, (whole, start: string, password: string) =>
    hasReference(password) ? whole : `${start}"${to}"`,
  );

/** `//user:password@` of a URL. */
const USER_INFO = /(\/\/)([^/@:\s]*:)([^/@\s]*)@/g;

/** A password may hide in a URL, whose key is no secret's. */
const urlChange: Hide = ({ key, fate }, found, secret) => {
  if (fate.kind === 'no effect') return { key, value: found.replaceAll(USER_INFO, '$1') };
  const value = found.replaceAll(USER_INFO, (whole, slashes: string, user: string) =>
    hasReference(whole) ? whole : `${slashes}${user}${reference(secret, key)}@`,
  );
  return { key, value, member: key };
};
