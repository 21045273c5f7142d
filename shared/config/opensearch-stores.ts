import type { Fault } from '../connect/errors.ts';
import type { TlsStores } from './kafka-connection.ts';
import { readStores, type StoreFiles } from './kafka-stores.ts';
import { CONNECTION_KEYS } from './keys/kafka-clients.ts';
import { checkKeyFile } from './passwords.ts';
import type { ConnectorReading } from './read-connector.ts';
import { createReport } from './report.ts';

/** The certificates of a sink's way to OpenSearch; whatever is wrong with them becomes a fault. */
export const readOpenSearchStores = (
  { connector: { file }, opensearch }: ConnectorReading,
  {
    stores = new Map(),
    deploy,
  }: { readonly stores: StoreFiles | undefined; readonly deploy: boolean },
  faults: Fault[],
): TlsStores => {
  const entries = opensearch?.tls ?? new Map();
  const report = createReport({ file, entries, table: CONNECTION_KEYS, strict: false }, faults);
  checkKeyFile(entries, report, deploy);
  return readStores(entries, stores, report);
};
