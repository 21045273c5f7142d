import { parseLines } from 'dot-properties';
import { applyEdits, findNodeAtLocation, modify, parseTree } from 'jsonc-parser';
import type { TextFile } from '../../shared/config/files.ts';
import type { KeyAccount } from '../key-accounts.ts';

/** A secret's place in Secrets Manager; its value is in the file that was read, and nowhere else. */
export type SecretReference = {
  readonly file: string;
  readonly secret: string;
  readonly key: string;
};

/** A file without literal secrets: what it uses stands as references, what has no effect is gone. */
export type Redacted = {
  readonly text: string;
  readonly referenced: readonly SecretReference[];
  readonly dropped: readonly string[];
};

/** `${provider:…}`, as a whole or within. */
const REFERENCE = /\$\{[^}]*:[^}]*\}/;

const reference = (secret: string, key: string): string => `\${secretsmanager:${secret}:${key}}`;

/** What is to be done with one key's value. */
type Change = { readonly key: string; readonly value: string | undefined };

/** What becomes of a file's secrets; `secret` names the one that will hold them. */
export const redact = (
  { file, text }: TextFile,
  accounts: readonly KeyAccount[],
  secret: string,
): Redacted => {
  const edit = file.endsWith('.json') ? jsonEditor(text) : propertiesEditor(text);
  const changes = accounts
    .filter((account) => account.file === file)
    .flatMap((account) => {
      const found = edit.value(account.key) ?? '';
      return account.secret ? changeOf(account, found, secret) : urlChange(account, found, secret);
    });
  const used = changes.filter(({ value }) => value !== undefined && REFERENCE.test(value));
  return {
    text: changes.reduce((edited, change) => edited.with(change), edit).text,
    referenced: used.map(({ key }) => ({ file, secret, key })),
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
    ? found.replaceAll(JAAS_PASSWORD, (_, start: string) => `${start}"${reference(secret, key)}"`)
    : reference(secret, key);

type Editor = {
  readonly text: string;
  value(key: string): string | undefined;
  with(change: Change): Editor;
};

const FORMATTING = { formattingOptions: { insertSpaces: true, tabSize: 2 } };

const jsonEditor = (text: string): Editor => {
  const path = (key: string): string[] => {
    const root = parseTree(text);
    return root && findNodeAtLocation(root, ['config', key]) ? ['config', key] : [key];
  };
  return {
    text,
    value: (key) => {
      const root = parseTree(text);
      const node = root && findNodeAtLocation(root, path(key));
      return node === undefined ? undefined : String(node.value);
    },
    with: ({ key, value }) =>
      jsonEditor(applyEdits(text, modify(text, path(key), value, FORMATTING))),
  };
};

type Pair = { readonly key: string; readonly value: string; readonly range: readonly number[] };

const propertiesEditor = (text: string): Editor => {
  // A key that stands twice has its last value.
  const pairOf = (name: string): Pair | undefined =>
    (parseLines(text, true) as unknown as readonly (Pair & { readonly type: string })[]).findLast(
      ({ type, key }) => type === 'PAIR' && key === name,
    );
  return {
    text,
    value: (key) => pairOf(key)?.value,
    with: ({ key, value }) => {
      const [start = 0, , valueStart = 0, end = 0] = pairOf(key)?.range ?? [];
      // Backslashes alone need an escape within a value.
      return propertiesEditor(
        value === undefined
          ? text.slice(0, start) + text.slice(end).replace(/^\r?\n/, '')
          : text.slice(0, valueStart) + value.replaceAll('\\', '\\\\') + text.slice(end),
      );
    },
  };
};
