import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConnectorFolder, TextFile } from '../shared/config/files.ts';
import { WORKER_FILE } from '../shared/config/worker.ts';
import { readConnectorFolder } from '../shared/files/connector-folder.ts';
import { loadNamed } from '../shared/files/load-named.ts';
import { type Session, UsageError } from './session.ts';

/** Connector files and the worker's, as a folder. */
export const folderOf = (files: readonly TextFile[]): ConnectorFolder => {
  const worker = files.find(({ file }) => file === WORKER_FILE);
  return { connectors: files.filter(({ file }) => isJson(file)), ...(worker && { worker }) };
};

type Place = Pick<Session, 'cwd' | 'env'>;

/**
 * The connector files that a command line names, by folder: files, whole folders, or without any
 * `CONNECTORS_DIR`, else `connectors`. A file is read with the worker's file beside it, as its function
 * reads both. Names are shown as a reader standing in `cwd` would write them.
 *
 * Rejects with a UsageError where there is no such file or folder, or nothing in it; or, without any arguments, no connector
 */
export const readConnectorFolders = async (
  args: readonly string[],
  { cwd, env }: Place,
): Promise<readonly ConnectorFolder[]> => {
  const paths = args.length > 0 ? args : [env['CONNECTORS_DIR'] || 'connectors'];
  const chosen = paths.flatMap((path) => filesAt(resolve(cwd, path), path));
  if (chosen.length === 0 || (args.length === 0 && !chosen.some(isJson)))
    throw new UsageError(
      `no connector files in ${paths.join(', ')}: name them, or their folder, here or in CONNECTORS_DIR`,
    );
  const byFolder = Map.groupBy(new Set(chosen), (file) => dirname(file));
  return Promise.all(
    [...byFolder].map(([folder, files]) => loadNamed(folder, readFolder(folder, files, cwd))),
  );
};

/**
 * The folder that a verb runs connectors of, as their functions have it: `CONNECTORS_DIR`, else `connectors`,
 * with the key stores that its files name.
 *
 * Rejects with a ConfigError where there is no such folder
 */
export const readOwnFolder = ({ cwd, env }: Place): Promise<ConnectorFolder> => {
  const folder = resolve(cwd, env['CONNECTORS_DIR'] || 'connectors');
  return readConnectorFolder(pathToFileURL(folder), folder);
};

/** The files of a folder that are read, or the file itself. */
const filesAt = (path: string, shown: string): readonly string[] => {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new UsageError(`no such file or folder: ${shown}`);
  if (stats.isDirectory())
    return readdirSync(path)
      .filter((name) => name.endsWith('.json') || name === WORKER_FILE)
      .sort()
      .map((name) => join(path, name));
  if (!/\.(json|properties)$/.test(path))
    throw new UsageError(`neither a .json nor a .properties file: ${shown}`);
  return [path];
};

const readFolder = (folder: string, files: readonly string[], cwd: string): ConnectorFolder => {
  const beside = join(folder, WORKER_FILE);
  const worker =
    files.find((file) => file.endsWith('.properties')) ?? (isFile(beside) ? beside : undefined);
  const connectors = files.filter(isJson);
  const read = (path: string): TextFile => ({
    file: shownFrom(cwd, path),
    text: readFileSync(path, 'utf8'),
  });
  return {
    connectors: connectors.filter(isFile).map(read),
    ...(worker !== undefined && { worker: read(worker) }),
    faults: connectors
      .filter((path) => !isFile(path))
      .map((path) => ({
        file: shownFrom(cwd, path),
        severity: 'error',
        expected: 'a file, not a folder',
      })),
  };
};

const isJson = (path: string): boolean => path.endsWith('.json');

const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** A path as short as it can be said from `cwd`. */
const shownFrom = (cwd: string, path: string): string => {
  const short = relative(cwd, path);
  return short.startsWith('..') ? path : short || basename(path);
};
