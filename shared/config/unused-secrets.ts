import type { Fault } from '../connect/errors.ts';
import { dialectsOf, keysOf } from './dialects.ts';
import type { Entry } from './entries.ts';
import { isError } from './faults.ts';
import type { ConnectorFolder } from './files.ts';
import { findRow } from './find-row.ts';
import { readConnectorFile } from './json-file.ts';
import type { KeyTable } from './key-row.ts';
import { WORKER_KEYS } from './keys/worker.ts';
import { isLiteralSecret } from './passwords.ts';
import { readPropertiesFile } from './properties-file.ts';

/**
 * Warns of secrets that stand in a file although nothing uses them, beside what is told of those that are used:
 * the file is deployed as it is, and shows them to everyone who may look at a function.
 */
export const unusedSecrets = (
  { connectors, worker }: ConnectorFolder,
  told: readonly Fault[],
): readonly Fault[] => {
  const refused = new Set(told.filter(isError).map(placeOf));
  return [
    ...connectors.flatMap((text) => {
      const { entries } = readConnectorFile(text, []);
      return secrets(entries, tableOf(entries));
    }),
    ...(worker ? secrets(readPropertiesFile(worker, []), WORKER_KEYS) : []),
  ].filter((fault) => !refused.has(placeOf(fault)));
};

const placeOf = ({ file, line, key }: Fault): string => JSON.stringify([file, line, key]);

const tableOf = (entries: readonly Entry[]): KeyTable => {
  const name = entries.find(({ key }) => key === 'connector.class')?.text.trim() ?? '';
  return dialectsOf(name).map(keysOf)[0] ?? {};
};

const secrets = (entries: readonly Entry[], table: KeyTable): readonly Fault[] =>
  entries
    .filter(({ key, text }) => findRow(table, key)?.type === 'PASSWORD' && isLiteralSecret(text))
    .map(({ file, key, line }) => ({
      file,
      key,
      line,
      severity: 'warning',
      expected:
        'no secret, or a reference to one: nothing uses it, but its file is deployed for all to see',
    }));
