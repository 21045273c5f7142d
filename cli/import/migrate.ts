import { checkConnectors } from '../../shared/config/check-connectors.ts';
import type { Connector } from '../../shared/config/connector.ts';
import type { TextFile } from '../../shared/config/files.ts';
import type { StoreFiles } from '../../shared/config/kafka-stores.ts';
import type { Fate } from '../../shared/config/key-row.ts';
import type { Fault } from '../../shared/connect/errors.ts';
import { folderOf } from '../connector-folders.ts';
import { type KeyAccount, keyAccounts } from '../key-accounts.ts';
import type { Account, Verdict } from './account.ts';
import { editorOf } from './editor.ts';
import { elasticsearchAccounts } from './elasticsearch-verdicts.ts';
import type { Inputs } from './inputs.ts';
import { bridgeConf, bridgeQos, type Forwarded } from './mosquitto-bridge.ts';
import { directiveValue, readMosquittoConf } from './mosquitto-conf.ts';
import { mosquittoAccounts } from './mosquitto-verdicts.ts';
import { type Redacted, redact, type SecretReference } from './secrets.ts';
import { type StoreMove, storeMoves } from './stores.ts';

/** What an import makes of files. */
export type Migration = {
  readonly outputs: readonly TextFile[];
  /** Every line of every file that was read. */
  readonly accounts: readonly Account[];
  readonly secrets: readonly SecretReference[];
  readonly connectors: readonly Connector[];
  /** What becomes of the certificates and keys that the files name. */
  readonly stores: readonly StoreMove[];
};

/** The name of what is written for a broker that stays. */
export const BRIDGE_FILE = 'mosquitto-bridge.conf';

/**
 * Makes connector files of what a Kafka Connect machine has, and accounts for every line. `stores` are the
 * files that those files' `ssl.*.location` name, as far as they are there.
 */
export const migrate = (inputs: Inputs, stores: StoreFiles = new Map()): Migration => {
  const files = [...inputs.connector, ...inputs.worker];
  const keys = keyAccounts(folderOf(files));
  const moves = storeMoves(files, keys, stores);
  const redacted = new Map(
    files.map((file) => [file.file, redact(file, keys, secretName(file.file))]),
  );
  const cleaned = files.map(({ file, text }) => ({
    file,
    text: relocated({ file, text: redacted.get(file)?.text ?? text }, moves),
  }));
  const copies = moves.flatMap(({ copy }) => copy ?? []);
  const { connectors, faults } = checkConnectors({
    ...folderOf(cleaned),
    stores: new Map(copies.map(({ file, text }) => [file, text])),
  });
  const settings = keys.map((key) => keyAccount(key, redacted.get(key.file), faults, moves));
  return {
    outputs: [...cleaned, ...distinct(copies), ...bridgeFiles(inputs, connectors)],
    accounts: [
      ...settings,
      ...missing(settings, faults),
      ...inputs.mosquitto.flatMap(({ file, text }) => mosquittoAccounts(file, text)),
      ...inputs.elasticsearch.flatMap(({ file, text }) => elasticsearchAccounts(file, text)),
    ],
    secrets: [...redacted.values()].flatMap(({ referenced }) => referenced),
    connectors,
    stores: moves,
  };
};

/** A file with its stores where the copies are. */
const relocated = (source: TextFile, moves: readonly StoreMove[]): string =>
  moves
    .filter(({ file, copy, from }) => file === source.file && copy && copy.file !== from)
    .reduce((editor, { key, copy }) => editor.with({ key, value: copy?.file }), editorOf(source))
    .text;

/** Several lines may name one store. */
const distinct = (copies: readonly TextFile[]): readonly TextFile[] => [
  ...new Map(copies.map((copy) => [copy.file, copy])).values(),
];

/** Where a file's secrets will lie: a name that Secrets Manager takes. */
const secretName = (file: string): string =>
  `connectless/${file.replace(/\.(json|properties)$/, '').replaceAll(/[^a-zA-Z0-9._-]/g, '-')}`;

const keyAccount = (
  { file, line, key, fate }: KeyAccount,
  redacted: Redacted | undefined,
  faults: readonly Fault[],
  moves: readonly StoreMove[],
): Account => {
  const move = moves.find((candidate) => candidate.file === file && candidate.key === key);
  const verdict =
    secretVerdict(key, redacted) ??
    (move?.verdict.fate === 'open' ? move.verdict : faultVerdict(file, key, faults)) ??
    move?.verdict ??
    verdictOnFate(fate);
  return { file, line, key, ...verdict };
};

const secretVerdict = (key: string, redacted: Redacted | undefined): Verdict | undefined => {
  if (redacted?.dropped.includes(key))
    return { fate: 'not needed', note: 'a secret that nothing reads: left out' };
  const reference = redacted?.referenced.find((referenced) => referenced.key === key);
  return reference && { fate: 'translated', note: `a reference to the secret ${reference.secret}` };
};

const faultVerdict = (file: string, key: string, faults: readonly Fault[]): Verdict | undefined => {
  const fault = faults.find(
    (candidate) =>
      candidate.severity === 'error' && candidate.file === file && candidate.key === key,
  );
  return fault && { fate: 'open', note: `expected ${fault.expected}` };
};

/** What is wrong but no key's: one that is missing, a file that can't be read. */
const missing = (accounts: readonly Account[], faults: readonly Fault[]): readonly Account[] =>
  faults
    .filter(
      ({ severity, file, key }) =>
        severity === 'error' &&
        !accounts.some((account) => account.file === file && account.key === key),
    )
    .map(({ file, line = 1, key = '', expected }) => ({
      file,
      line,
      key,
      fate: 'open',
      note: `expected ${expected}`,
    }));

const verdictOnFate = (fate: Fate): Verdict => {
  switch (fate.kind) {
    case 'honoured':
      return { fate: 'kept', note: '' };
    case 'translated':
      return { fate: 'translated', note: fate.to };
    case 'no effect':
      return { fate: 'not needed', note: fate.why };
    case 'refused':
      return { fate: 'open', note: fate.instead };
  }
};

/** A bridge for the broker whose file was there, with what the sources read. */
const bridgeFiles = (
  { mosquitto: [conf], connector }: Inputs,
  connectors: readonly Connector[],
): readonly TextFile[] => {
  const topics = connectors.flatMap((source) =>
    source.kind === 'source' ? forwardedBy(source, connector) : [],
  );
  if (!conf || topics.length === 0) return [];
  const maxQueuedMessages = directiveValue(readMosquittoConf(conf.text), 'max_queued_messages');
  const text = bridgeConf({
    topics: [...new Map(topics.map((topic) => [topic.filter, topic])).values()],
    ...(maxQueuedMessages !== undefined && { maxQueuedMessages }),
  });
  return [{ file: BRIDGE_FILE, text }];
};

type Source = Extract<Connector, { kind: 'source' }>;

const forwardedBy = (
  { file, statements }: Source,
  files: readonly TextFile[],
): readonly Forwarded[] => {
  const qos = bridgeQos(qualityIn(files.find((candidate) => candidate.file === file)));
  return statements
    .filter(({ filter }) => !filter.startsWith('$'))
    .map(({ filter }) => ({ filter, qos }));
};

/** The quality of service that a source subscribes with: Lenses' key, and Confluent's. */
const QUALITIES = ['connect.mqtt.service.quality', 'mqtt.qos'];

const qualityIn = (file: TextFile | undefined): string | undefined => {
  const editor = file && editorOf(file);
  return QUALITIES.map((key) => editor?.value(key)?.trim()).find((value) => value !== undefined);
};
