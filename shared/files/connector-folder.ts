import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConnectorFolder, TextFile } from '../config/files.ts';
import { templateNames } from '../config/index-template-file.ts';
import { storeNames } from '../config/store-names.ts';
import { ConfigError, type Fault } from '../connect/errors.ts';
import { loadModules } from './load-modules.ts';

const WORKER = 'connect-distributed.properties';

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
  const [worker] = names.filter((name) => name === WORKER).flatMap(read);
  const files = { connectors, ...(worker && { worker }), faults };
  return {
    ...(await loadModules(folder, files)),
    stores: readNamed(folder, storeNames(files)),
    templates: readNamed(folder, templateNames(files)),
  };
};

/** Texts of files by the names that others give them; those that can't be read are left for validation to say. */
const readNamed = (folder: string, names: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    names.flatMap((name) => {
      try {
        return [[name, readFileSync(resolve(folder, name), 'utf8')] as const];
      } catch {
        return [];
      }
    }),
  );

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
