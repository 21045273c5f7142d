import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConnectorFolder } from '../config/files.ts';
import { templateNames } from '../config/index-template-file.ts';
import { moduleNames } from '../config/module-names.ts';
import { storeNames } from '../config/store-names.ts';
import { isBelowFolder, type LoadedModule } from '../connect/modules.ts';

/** Loads the modules, certificates and templates that a folder's files name; what does not load is left for validation to say. */
export const loadNamed = async (
  folder: string,
  files: ConnectorFolder,
): Promise<ConnectorFolder> => {
  const names = moduleNames(files).filter(isBelowFolder);
  const loaded = await Promise.all(names.map((name) => load(folder, name)));
  return {
    ...files,
    modules: new Map(loaded.flat()),
    stores: readNamed(folder, storeNames(files)),
    templates: readNamed(folder, templateNames(files)),
  };
};

const load = async (
  folder: string,
  name: string,
): Promise<readonly (readonly [string, LoadedModule])[]> => {
  // In a package it is bundled, under the name of what it is then.
  const file = [name, name.replace(/\.ts$/, '.mjs')]
    .map((path) => join(folder, path))
    .find((path) => existsSync(path));
  if (file === undefined) return [];
  try {
    return [[name, { exports: await import(pathToFileURL(file).href) }]];
  } catch (error) {
    return [[name, { expected: `a module that can be imported, unlike this one: ${error}` }]];
  }
};

/** Texts of files by the names that others give them. */
export const readNamed = (folder: string, names: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    names.flatMap((name) => {
      try {
        return [[name, readFileSync(resolve(folder, name), 'utf8')] as const];
      } catch {
        return [];
      }
    }),
  );
