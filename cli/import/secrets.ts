import type { TextFile } from '../../shared/config/files.ts';
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

/** `${provider:…}`, as a whole or within. */
const REFERENCE = /\$\{[^}]*:[^}]*\}/;

/** What holds the password of a login module's line, the rest of which stays in the file. */
const passwordOf = (key: string): string => key.replace(/sasl\.jaas\.config$/, 'password');

const reference = (secret: string, member: string): string =>
  `\${secretsmanager:${secret}:${member}}`;

/** The member that a value refers to. */
const memberIn = (value: string, secret: string): string =>
  value.split(reference(secret, '').slice(0, -1))[1]?.split('}')[0] ?? '';

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
      return account.secret ? changeOf(account, found, secret) : urlChange(account, found, secret);
    });
  const used = changes.filter(({ value }) => value !== undefined && REFERENCE.test(value));
  return {
    text: changes.reduce((edited, change) => edited.with(change), edit).text,
    referenced: used.map(({ key, value = '' }) => ({
      file,
      secret,
      key,
      member: memberIn(value, secret),
    })),
    dropped: changes.filter(({ value }) => value === undefined).map(({ key }) => key),
  };
};

const changeOf = ({ key, fate }: KeyAccount, found: string, secret: string): readonly Change[] => {
  if (found === '' || REFERENCE.test(found)) return [];
  if (fate.kind === 'no effect') return [{ key, value: undefined }];
  return [{ key, value: referring(key, found, secret) }];
};

/** `//user:password@` of a URL. */
const USER_INFO = /(\/\/)([^/@:\s]*:)([^/@\s]*)@/g;

/** A password may hide in a URL, whose key is no secret's. */
const urlChange = ({ key, fate }: KeyAccount, found: string, secret: string): readonly Change[] => {
  const value =
    fate.kind === 'no effect'
      ? found.replaceAll(USER_INFO, '$1')
      : found.replaceAll(USER_INFO, (whole, slashes: string, user: string) =>
          REFERENCE.test(whole) ? whole : `${slashes}${user}${reference(secret, key)}@`,
        );
  return value === found ? [] : [{ key, value }];
};

const JAAS_PASSWORD = /(\bpassword\s*=\s*)("[^"]*"|'[^']*'|[^\s;]+)/g;

/** A JAAS text keeps what is no secret; anything else is a reference as a whole. */
const referring = (key: string, found: string, secret: string): string =>
  key.endsWith('sasl.jaas.config') && found.match(JAAS_PASSWORD)
    ? found.replaceAll(
        JAAS_PASSWORD,
        (_, start: string) => `${start}"${reference(secret, passwordOf(key))}"`,
      )
    : reference(secret, key);
