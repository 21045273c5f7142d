import { ConfigError, type Fault } from '../connect/errors.ts';
import { type CheckOptions, checkConnectors } from './check-connectors.ts';
import type { Connector, SinkConfig, SourceConfig } from './connector.ts';
import { dialectsOf, keysOf } from './dialects.ts';
import type { Environment } from './environment.ts';
import { inOrder, isError, refuseErrors } from './faults.ts';
import type { ConnectorFolder } from './files.ts';
import { type ConnectorFile, readConnectorFile } from './json-file.ts';
import { type KafkaConnection, readKafkaConnection } from './kafka-connection.ts';
import type { StoreFiles } from './kafka-stores.ts';
import { WORKER_KEYS } from './keys/worker.ts';
import { writesLetters } from './letters.ts';
import { readOpenSearchConnection } from './opensearch-connection.ts';
import { readOpenSearchStores } from './opensearch-stores.ts';
import { type ConnectorReading, readConnector } from './read-connector.ts';
import type { ResolveReference } from './references.ts';
import { createReport } from './report.ts';
import { resolveEntries, resolveUsed } from './resolve-entries.ts';
import { checkWorker, readWorker, WORKER_FILE } from './worker.ts';

/**
 * Reads every connector of a folder.
 *
 * @throws ConfigError with all errors of all files
 */
export const readConnectors = (
  folder: ConnectorFolder,
  options: CheckOptions = {},
): readonly Connector[] => {
  const { connectors, faults } = checkConnectors(folder, options);
  refuseErrors(faults);
  return connectors;
};

/**
 * Reads the one source connector that a function runs: the one `CONNECTOR` names, or the only one.
 * References are resolved, but only those that it uses.
 *
 * Rejects with a ConfigError with all errors of its file, the worker's and the environment.
 */
export const readSourceConfig = async (
  folder: ConnectorFolder,
  env: Environment,
  resolve: ResolveReference,
): Promise<SourceConfig> => {
  const faults: Fault[] = [];
  const { reading, connector } = await readOwn(folder, 'source', env, resolve, faults);
  const kafka = await readKafka(reading, { env, resolve, stores: folder.stores }, faults);
  refuseErrors(faults);
  return { ...connector, kafka };
};

/** As `readSourceConfig`, the one sink connector that a function runs. */
export const readSinkConfig = async (
  folder: ConnectorFolder,
  env: Environment,
  resolve: ResolveReference,
): Promise<SinkConfig> => {
  const faults: Fault[] = [];
  const { reading, connector } = await readOwn(folder, 'sink', env, resolve, faults);
  const kafka = writesLetters(connector.errors)
    ? await readKafka(reading, { env, resolve, stores: folder.stores }, faults)
    : NOTHING_TO_PRODUCE;
  const { hosts, auth, tls } = reading.opensearch as NonNullable<typeof reading.opensearch>;
  const opensearch = {
    ...readOpenSearchConnection(hosts, auth, env, reading.report),
    ...(tls.size > 0 && {
      tls: readOpenSearchStores(reading, { stores: folder.stores, deploy: false }, faults),
    }),
  };
  refuseErrors(faults);
  return { ...connector, kafka, opensearch };
};

/**
 * How a connector reaches Kafka, for those who want nothing else of it: what else its file refers to, a
 * password of OpenSearch for one, is not resolved.
 *
 * Rejects with a ConfigError as `readSourceConfig` does
 */
export const readKafkaConfig = async (
  folder: ConnectorFolder,
  { kind, name }: Connector,
  env: Environment,
  resolve: ResolveReference,
): Promise<KafkaConnection> => {
  const faults: Fault[] = [];
  const own = { ...env, CONNECTOR: name };
  const { reading } = await readOwn(folder, kind, own, resolve, faults, 'none');
  const kafka = await readKafka(reading, { env, resolve, stores: folder.stores }, faults);
  refuseErrors(faults);
  return kafka;
};

type Own<K extends Connector['kind']> = {
  readonly reading: ConnectorReading;
  readonly connector: Extract<Connector, { kind: K }>;
};

/** A function's own file, found without judging any other. */
const readOwn = async <K extends Connector['kind']>(
  folder: ConnectorFolder,
  kind: K,
  env: Environment,
  resolve: ResolveReference,
  faults: Fault[],
  references: 'all' | 'none' = 'all',
): Promise<Own<K>> => {
  const file = findOwn(folder, kind, env, faults);
  const table = references === 'all' ? (dialectsOf(classOf(file)).map(keysOf)[0] ?? {}) : {};
  const entries = await resolveEntries(file.entries, table, env, resolve, faults);
  const worker = readWorker(folder, faults);
  checkWorker(worker, false, faults);
  const { modules } = folder;
  const surroundings = { worker, strict: false, modules, env };
  const reading = readConnector({ ...file, entries }, surroundings, faults);
  if (reading && reading.connector.kind !== kind)
    reading.report.error('connector.class', {
      found: `a ${reading.connector.kind}`,
      expected: `a ${kind} for this function`,
    });
  if (!reading || reading.connector.kind !== kind)
    throw new ConfigError(inOrder(faults).filter(isError));
  // Of that kind, as was just looked at.
  return { reading, connector: reading.connector as Own<K>['connector'] };
};

const findOwn = (
  { connectors }: ConnectorFolder,
  kind: Connector['kind'],
  env: Environment,
  faults: Fault[],
): ConnectorFile => {
  const wanted = env['CONNECTOR'];
  const candidates = connectors
    .map((text) => {
      const own: Fault[] = [];
      return { own, file: readConnectorFile(text, own) };
    })
    .filter(({ file }) =>
      wanted
        ? file.name === wanted
        : dialectsOf(classOf(file)).some((dialect) => dialect.kind === kind),
    );
  const [only, second] = candidates;
  if (only && !second) {
    faults.push(...only.own);
    return only.file;
  }
  const found = wanted ?? `${candidates.length} ${kind} connectors`;
  const expected = `the name of one ${kind} connector`;
  throw new ConfigError([
    { file: 'environment', key: 'CONNECTOR', severity: 'error', found, expected },
  ]);
};

const classOf = ({ entries }: ConnectorFile): string =>
  entries.find(({ key }) => key === 'connector.class')?.text.trim() ?? '';

/** A sink that writes no letters needs no brokers, and nobody connects to them. */
const NOTHING_TO_PRODUCE: KafkaConnection = {
  brokers: [],
  clientId: '',
  security: { protocol: 'PLAINTEXT' },
};

type Start = {
  readonly env: Environment;
  readonly resolve: ResolveReference;
  readonly stores: StoreFiles | undefined;
};

const readKafka = async (
  { connector, kafka }: ConnectorReading,
  { env, resolve, stores = new Map() }: Start,
  faults: Fault[],
): Promise<KafkaConnection> => {
  const entries = await resolveUsed(kafka, resolve, faults);
  const report = createReport(
    { file: WORKER_FILE, entries, table: WORKER_KEYS, strict: false },
    faults,
  );
  return readKafkaConnection(entries, { env, stores, clientId: connector.name }, report);
};
