import type { Fault } from '../connect/errors.ts';
import { functionKey } from './function-key.ts';
import type { ConnectorFile } from './json-file.ts';

/** Refuses every file after the first that has a name, or one that names the same function. */
export const checkNames = (files: readonly ConnectorFile[], faults: Fault[]): void => {
  const first = new Map<string, ConnectorFile>();
  for (const file of files.filter(({ broken }) => !broken)) {
    const key = functionKey(file.name);
    const other = first.get(key);
    if (other === undefined) first.set(key, file);
    else
      faults.push({
        file: file.file,
        key: 'name',
        severity: 'error',
        found: file.name,
        expected:
          other.name === file.name
            ? `a name of its own, ${other.file} has this one`
            : `a name that differs from ${other.name} (${other.file}) in more than punctuation, since it names a function`,
      });
  }
};
