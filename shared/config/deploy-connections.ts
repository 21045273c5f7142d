import type { Fault } from '../connect/errors.ts';
import type { Environment } from './environment.ts';
import { refuseErrors } from './faults.ts';
import type { ConnectorFolder } from './files.ts';
import { type KafkaConnection, kafkaEntries, readKafkaConnection } from './kafka-connection.ts';
import { WORKER_KEYS } from './keys/worker.ts';
import { type OpenSearchConnection, readOpenSearchConnection } from './opensearch-connection.ts';
import type { ResolveReference } from './references.ts';
import { createReport, type Report } from './report.ts';
import { resolveUsed } from './resolve-entries.ts';
import { readWorker } from './worker.ts';

const CLIENT_ID = 'connectless-prepare';

/**
 * How a deploy's own function reaches Kafka: by the worker's file and the environment.
 *
 * Rejects with a ConfigError with all that is wrong
 */
export const readDeployKafka = async (
  folder: ConnectorFolder,
  env: Environment,
  resolve: ResolveReference,
): Promise<KafkaConnection> => {
  const faults: Fault[] = [];
  const used = kafkaEntries(new Map(), readWorker(folder, faults), env);
  const entries = await resolveUsed(used, resolve, faults);
  const connection = readKafkaConnection(
    entries,
    { env, stores: folder.stores ?? new Map(), clientId: CLIENT_ID },
    reportTo(faults),
  );
  refuseErrors(faults);
  return connection;
};

/**
 * How it reaches OpenSearch: by `OPENSEARCH_NODE`, signed where that is a host of AWS.
 *
 * @throws ConfigError with all that is wrong
 */
export const readDeployOpenSearch = (env: Environment): OpenSearchConnection => {
  const faults: Fault[] = [];
  const report = reportTo(faults);
  const hosts = { key: 'OPENSEARCH_NODE', urls: [], username: null, password: null, region: null };
  if (!env['OPENSEARCH_NODE']) report.error(hosts.key, { expected: 'the URL of the domain' });
  const connection = readOpenSearchConnection(hosts, 'by host', env, report);
  refuseErrors(faults);
  return connection;
};

const reportTo = (faults: Fault[]): Report =>
  createReport(
    { file: 'environment', entries: new Map(), table: WORKER_KEYS, strict: false },
    faults,
  );
