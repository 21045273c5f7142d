import type { TextFile } from '../../shared/config/files.ts';
import { isShipped, SHIPPED_FILES } from './shipped-files.ts';

/** What an import does to its target folder. */
export type WritePlan = {
  readonly written: readonly TextFile[];
  /** Shipped files that nobody changed, and that nothing takes the place of. */
  readonly removed: readonly string[];
  /** They are as they would be written. */
  readonly unchanged: readonly string[];
  /** Somebody's own files: nothing is written while there are any, but by force. */
  readonly conflicts: readonly string[];
  /** What the folder holds afterwards. */
  readonly result: readonly TextFile[];
};

/**
 * Plans what is written. The shipped connectors go as a set, when none of them was changed: one that
 * stayed would run beside those that come.
 */
export const planWrites = (
  present: readonly TextFile[],
  outputs: readonly TextFile[],
  force: boolean,
): WritePlan => {
  const before = new Map(present.map(({ file, text }) => [file, text]));
  const shipped = present.filter(({ file }) => file in SHIPPED_FILES);
  const isIntact = shipped.every(({ file, text }) => isShipped(file, text));
  const names = new Set(outputs.map(({ file }) => file));
  const changed = outputs.filter(({ file, text }) => before.get(file) !== text);
  const replaces = outputs.some(({ file }) => file.endsWith('.json')) && isIntact;
  const removed = replaces
    ? shipped.map(({ file }) => file).filter((file) => !names.has(file))
    : [];
  const conflicts = changed
    .map(({ file }) => file)
    .filter((file) => before.has(file) && !force && !(isIntact && file in SHIPPED_FILES));
  return {
    written: changed,
    removed,
    unchanged: outputs.filter((output) => !changed.includes(output)).map(({ file }) => file),
    conflicts,
    result: [
      ...present.filter(({ file }) => !names.has(file) && !removed.includes(file)),
      ...outputs,
    ],
  };
};
