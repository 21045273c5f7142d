import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConnectorFolder, TextFile } from '../config/files.ts';
import { WORKER_FILE } from '../config/worker.ts';
import { ConfigError, type Fault } from '../connect/errors.ts';
import { loadNamed } from './load-named.ts';

/**
 * Reads a folder of connector files, with the modules and certificates that they name; `CONNECTORS_DIR`, where set, instead
 * of the usual one. What can't be read is a fault of the folder.
 *
 * Rejects with a ConfigError where there is no such folder
 */
export const readConnectorFolder = async (
  usual: URL,
  dir: string | undefined,
): Promise<ConnectorFolder> => {
  const folder = dir ?? fileURLToPath(usual);
  const names = list(folder);
  const faults: Fault[] = [];
  const read = (name: string) => readTextFile(folder, name, faults);
  const connectors = names.filter((name) => name.endsWith('.json')).flatMap(read);
  const [worker] = names.filter((name) => name === WORKER_FILE).flatMap(read);
  return loadNamed(folder, { connectors, ...(worker && { worker }), faults });
};

const readTextFile = (folder: string, file: string, faults: Fault[]): readonly TextFile[] => {
  try {
    return [{ file, text: readFileSync(join(folder, file), 'utf8') }];
  } catch (error) {
    const isFolder = (error as NodeJS.ErrnoException).code === 'EISDIR';
    const expected = isFolder ? 'a file, not a folder' : 'a file that can be read';
    faults.push({ file, severity: 'error', expected });
    return [];
  }
};

const list = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).sort();
  } catch (cause) {
    throw new ConfigError(
      [{ file: folder, severity: 'error', expected: 'a folder of connector files' }],
      { cause },
    );
  }
};
