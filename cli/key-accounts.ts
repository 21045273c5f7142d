import type { ConnectorFolder } from '../shared/config/files.ts';
import type { Fate } from '../shared/config/key-row.ts';

/** A key of a file, and what becomes of it here. */
export type KeyAccount = {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly key: string;
  readonly fate: Fate;
  /** Whether its value is one that nobody should read. */
  readonly secret: boolean;
};

/** What becomes of every key of every file of a folder. */
export const keyAccounts = (_folder: ConnectorFolder): readonly KeyAccount[] => [];
