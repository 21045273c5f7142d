import { dialectsOf, keysOf } from '../shared/config/dialects.ts';
import type { Entry } from '../shared/config/entries.ts';
import type { ConnectorFolder, TextFile } from '../shared/config/files.ts';
import { findRow } from '../shared/config/find-row.ts';
import { readConnectorFile } from '../shared/config/json-file.ts';
import type { Fate, KeyTable } from '../shared/config/key-row.ts';
import { WORKER_KEYS } from '../shared/config/keys/worker.ts';
import { readPropertiesFile } from '../shared/config/properties-file.ts';

/** A key of a file, and what becomes of it here. */
export type KeyAccount = {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly key: string;
  readonly fate: Fate;
  /** Whether its value is one that nobody should read. */
  readonly secret: boolean;
};

/** What becomes of every key of every file of a folder. What is wrong with a file is for validation to say. */
export const keyAccounts = ({ connectors, worker }: ConnectorFolder): readonly KeyAccount[] => [
  ...connectors.flatMap(connectorAccounts),
  ...(worker ? readPropertiesFile(worker, []).map(accountBy(WORKER_KEYS)) : []),
];

const connectorAccounts = (file: TextFile): readonly KeyAccount[] => {
  const { entries } = readConnectorFile(file, []);
  const className = entries.find(({ key }) => key === 'connector.class')?.text.trim() ?? '';
  const [dialect] = dialectsOf(className);
  return [...nameEntries(file, entries), ...entries].map(accountBy(dialect ? keysOf(dialect) : {}));
};

const NAME = 'name';

/** A name beside `config` is none of the settings, but a line of the file. */
const nameEntries = ({ file, text }: TextFile, entries: readonly Entry[]): readonly Entry[] => {
  const line = text.split('\n').findIndex((candidate) => /"name"\s*:/.test(candidate)) + 1;
  return line === 0 || entries.some(({ key }) => key === NAME)
    ? []
    : [{ file, key: NAME, line, text: '' }];
};

const accountBy =
  (table: KeyTable) =>
  ({ file, line, key }: Entry): KeyAccount => ({
    file,
    line,
    key,
    fate: fateOf(table, key),
    secret: isSecret(table, key),
  });

const fateOf = (table: KeyTable, key: string): Fate => {
  const row = findRow(table, key);
  if (row?.aliasOf === undefined) return row?.fate ?? UNKNOWN;
  const meant = fateOf(table, row.aliasOf);
  // What an older spelling of a key that is honoured says is taken over.
  return meant.kind === 'honoured' ? row.fate : meant;
};

const UNKNOWN: Fate = { kind: 'no effect', why: 'no such key; Kafka Connect ignores it, too' };

const SECRET_NAME = /passw|secret|credential|jaas|token|private\.?key|keystore\.key$|api[._-]?key/i;

/** A row for many keys hides them all; of those only some are secrets. */
const isSecret = (table: KeyTable, key: string): boolean =>
  SECRET_NAME.test(key) || (Object.hasOwn(table, key) && table[key]?.type === 'PASSWORD');
