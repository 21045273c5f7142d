import type { Fault } from '../connect/errors.ts';
import type { Modules } from '../connect/modules.ts';
import type { StoreFiles } from './kafka-stores.ts';

/** A file's text and its name, as faults show it. */
export type TextFile = { readonly file: string; readonly text: string };

/** The files of one folder: connectors, and the worker's defaults where it has them. */
export type ConnectorFolder = {
  readonly connectors: readonly TextFile[];
  readonly worker?: TextFile;
  /** What could not be read. */
  readonly faults?: readonly Fault[];
  /** The modules that its files name, as far as they are there. */
  readonly modules?: Modules;
  /** Texts of the index templates that its files name, by that name, as far as they are there. */
  readonly templates?: ReadonlyMap<string, string>;
  /** The certificates that its files name, likewise. */
  readonly stores?: StoreFiles;
};
