import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConnectorFolder, TextFile } from '../config/files.ts';
import { ConfigError } from '../connect/errors.ts';

const WORKER = 'connect-distributed.properties';

/**
 * Reads a folder of connector files; `CONNECTORS_DIR`, where set, instead of the usual one.
 *
 * @throws ConfigError where there is no such folder
 */
export const readConnectorFolder = (usual: URL, dir: string | undefined): ConnectorFolder => {
  const folder = dir ?? fileURLToPath(usual);
  const names = list(folder);
  const read = (name: string): TextFile => ({
    file: name,
    text: readFileSync(join(folder, name), 'utf8'),
  });
  return {
    connectors: names.filter((name) => name.endsWith('.json')).map(read),
    ...(names.includes(WORKER) && { worker: read(WORKER) }),
  };
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
