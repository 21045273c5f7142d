import type { Entries } from './entries.ts';
import type { Environment } from './environment.ts';
import type { ConnectorFolder, TextFile } from './files.ts';
import { readConnectorFile } from './json-file.ts';
import { adminEntries } from './kafka-connection.ts';
import { readConnector } from './read-connector.ts';
import { isStoreKey } from './store-names.ts';
import { readWorker } from './worker.ts';

/**
 * The certificate files that a connector's function reads when it starts in an environment. Those that the environment
 * makes meaningless, as IAM does with all of Kafka's, are none of them: they may hold a private key.
 */
export const usedStores = (
  folder: ConnectorFolder,
  connector: TextFile,
  env: Environment,
): readonly string[] => {
  const { modules } = folder;
  const surroundings = { worker: readWorker(folder, []), strict: false, modules, env };
  const reading = readConnector(readConnectorFile(connector, []), surroundings, []);
  return reading ? [...storesOf(reading.kafka), ...storesOf(reading.opensearch?.tls)] : [];
};

/** The same of the deploy's own function, which signs in to Kafka as the worker did. */
export const usedByDeploy = (folder: ConnectorFolder, env: Environment): readonly string[] =>
  storesOf(adminEntries(readWorker(folder, []), env));

const storesOf = (entries: Entries = new Map()): readonly string[] =>
  [...entries].filter(([key]) => isStoreKey(key)).map(([, { text }]) => text.trim());
