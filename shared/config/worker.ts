import type { Fault } from '../connect/errors.ts';
import { type Entries, entriesOf } from './entries.ts';
import type { ConnectorFolder } from './files.ts';
import { WORKER_KEYS } from './keys/worker.ts';
import { readPropertiesFile } from './properties-file.ts';
import { readRows } from './read-rows.ts';
import { createReport } from './report.ts';
import { checkUnknown, withMeant } from './unknown-keys.ts';

/** The worker's file, as Kafka Connect's own is called; also where its keys are missing when there is none. */
export const WORKER_FILE = 'connect-distributed.properties';

/** The worker's settings; empty where a folder has none. */
export const readWorker = (
  { worker, faults: unread = [] }: ConnectorFolder,
  faults: Fault[],
): Entries => {
  faults.push(...unread.filter(({ file }) => file === WORKER_FILE));
  return worker ? withMeant(entriesOf(readPropertiesFile(worker, faults)), WORKER_KEYS) : new Map();
};

/** Finds what is wrong in the worker's file, whichever connector reads it. */
export const checkWorker = (entries: Entries, strict: boolean, faults: Fault[]): void => {
  const report = createReport({ file: WORKER_FILE, entries, table: WORKER_KEYS, strict }, faults);
  checkUnknown(entries, WORKER_KEYS, report);
  readRows(WORKER_KEYS, entries, report);
};
