import type { Fault } from '../connect/errors.ts';
import type { Connector } from './connector.ts';
import type { Entries } from './entries.ts';
import { type Environment, LEFT_TO_FILES, OVERRIDES } from './environment.ts';
import { inOrder, isError } from './faults.ts';
import type { ConnectorFolder } from './files.ts';
import { checkIndices } from './index-template-file.ts';
import { readConnectorFile } from './json-file.ts';
import { readKafkaSecurity } from './kafka-connection.ts';
import { WORKER_KEYS } from './keys/worker.ts';
import { checkNames } from './names.ts';
import { readOpenSearchStores } from './opensearch-stores.ts';
import { checkPasswords } from './passwords.ts';
import { readConnector } from './read-connector.ts';
import { createReport } from './report.ts';
import { checkWorker, readWorker, WORKER_FILE } from './worker.ts';

/** What a folder's files say: every connector without an error of its own, and all that is wrong or surprises. */
export type CheckedConnectors = {
  readonly connectors: readonly Connector[];
  readonly faults: readonly Fault[];
};

export type CheckOptions = {
  /** Keys without effect that are not known, and texts that KCQL loses, are errors, too. */
  readonly strict?: boolean;
  /** A password in a file or a variable is an error: it is to be deployed. */
  readonly deploy?: boolean;
  /** The environment that the functions will have, where it is known: what it overrides is said. */
  readonly env?: Environment;
};

/** Reads every connector of a folder, and never throws: whatever the files hold, it is a fault. */
export const checkConnectors = (
  folder: ConnectorFolder,
  { strict = false, deploy = false, env = {} }: CheckOptions = {},
): CheckedConnectors => {
  const faults: Fault[] = [...(folder.faults ?? [])];
  const worker = readWorker(folder, faults);
  checkWorker(worker, strict, faults);
  warnOfOverrides(worker, env, faults);
  const files = folder.connectors.map((file) => readConnectorFile(file, faults));
  checkNames(files, faults);
  const connectors = files.flatMap((file) => {
    const reading = readConnector(file, { worker, strict, modules: folder.modules, env }, faults);
    if (reading === undefined) return [];
    warnOfOverrides(reading.entries, env, faults);
    const kafka = createReport(
      { file: WORKER_FILE, entries: reading.kafka, table: WORKER_KEYS, strict },
      faults,
    );
    readKafkaSecurity(reading.kafka, { env, stores: folder.stores ?? new Map() }, kafka);
    checkPasswords(reading, kafka, deploy);
    readOpenSearchStores(reading, { stores: folder.stores, deploy }, faults);
    return [reading.connector];
  });
  const sinks = connectors.filter((connector) => connector.kind === 'sink');
  checkIndices(sinks, folder.templates ?? new Map(), faults);
  const told = inOrder(faults);
  const wrong = new Set(told.filter(isError).map(({ file }) => file));
  return { connectors: connectors.filter(({ file }) => !wrong.has(file)), faults: told };
};

const warnOfOverrides = (entries: Entries, env: Environment, faults: Fault[]): void => {
  for (const [variable, keys] of Object.entries(OVERRIDES))
    for (const key of env[variable] ? keys : []) {
      const entry = entries.get(key);
      if (entry)
        faults.push({
          file: entry.file,
          key: entry.key,
          line: entry.line,
          severity: 'warning',
          expected: [
            `nothing: ${variable} in the environment decides instead`,
            LEFT_TO_FILES[variable],
          ]
            .filter((part) => part !== undefined)
            .join('; '),
        });
    }
};
