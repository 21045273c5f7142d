import type { Fault } from '../connect/errors.ts';
import type { Entries } from './entries.ts';
import type { Environment } from './environment.ts';
import { refuseErrors } from './faults.ts';
import type { ConnectorFolder } from './files.ts';
import {
  adminEntries,
  type KafkaConnection,
  readKafkaConnection,
  readKafkaSecurity,
  type SignIn,
  signInOf,
} from './kafka-connection.ts';
import { WORKER_KEYS } from './keys/worker.ts';
import { type OpenSearchConnection, readOpenSearchConnection } from './opensearch-connection.ts';
import { checkKafkaPasswords } from './passwords.ts';
import { type Reference, type ResolveReference, referencesIn } from './references.ts';
import { createReport, type Report } from './report.ts';
import { resolveUsed } from './resolve-entries.ts';
import { readWorker, WORKER_FILE } from './worker.ts';

const CLIENT_ID = 'connectless-prepare';

/**
 * How a deploy's own function reaches Kafka: as Connect's worker did, which made topics by the login in its
 * file; the environment has the last word.
 *
 * Rejects with a ConfigError with all that is wrong
 */
export const readDeployKafka = async (
  folder: ConnectorFolder,
  env: Environment,
  resolve: ResolveReference,
): Promise<KafkaConnection> => {
  const faults: Fault[] = [];
  const used = adminEntries(readWorker(folder, faults), env);
  const entries = await resolveUsed(used, resolve, faults);
  const connection = readKafkaConnection(
    entries,
    { env, stores: folder.stores ?? new Map(), clientId: CLIENT_ID },
    reportTo(faults, WORKER_FILE, entries),
  );
  refuseErrors(faults);
  return connection;
};

/** How Connect's worker signs in, as its file says it: references have no values yet. */
export type WorkerLogin = {
  /** Left out where the file does not name a protocol: Kafka's default is none of a cluster that asks who comes. */
  readonly signIn?: SignIn;
  readonly references: readonly Reference[];
  /** What keeps it from being deployed. */
  readonly faults: readonly Fault[];
};

/** Reads that login before a deploy; brokers and variables of the environment are the deploy's. */
export const readWorkerLogin = (folder: ConnectorFolder, env: Environment): WorkerLogin => {
  const faults: Fault[] = [];
  const entries = adminEntries(readWorker(folder, []), { ...env, KAFKA_BROKERS: 'of the deploy' });
  const report = reportTo(faults, WORKER_FILE, entries);
  readKafkaSecurity(entries, { env, stores: folder.stores ?? new Map() }, report);
  checkKafkaPasswords(entries, report, true);
  return {
    ...(entries.has('security.protocol') && { signIn: signInOf(entries, env) }),
    references: [...entries.values()].flatMap(({ text }) => referencesIn(text)),
    faults,
  };
};

/**
 * How it reaches OpenSearch: by `OPENSEARCH_NODE`, signed where that is a host of AWS.
 *
 * @throws ConfigError with all that is wrong
 */
export const readDeployOpenSearch = (env: Environment): OpenSearchConnection => {
  const faults: Fault[] = [];
  const report = reportTo(faults, 'environment');
  const hosts = { key: 'OPENSEARCH_NODE', urls: [], username: null, password: null, region: null };
  if (!env['OPENSEARCH_NODE']) report.error(hosts.key, { expected: 'the URL of the domain' });
  const connection = readOpenSearchConnection(hosts, 'by host', env, report);
  refuseErrors(faults);
  return connection;
};

const reportTo = (faults: Fault[], file: string, entries: Entries = new Map()): Report =>
  createReport({ file, entries, table: WORKER_KEYS, strict: false }, faults);
