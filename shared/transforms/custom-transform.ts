import { checkValue } from '../connect/check-value.ts';
import type { Read } from '../connect/config-keys.ts';
import type { ConnectRecord, Part } from '../connect/connect-record.ts';
import { acceptFunction, atCustomStage, readCustomRow } from '../connect/custom.ts';
import type { Modules } from '../connect/modules.ts';
import { refuse } from '../connect/refused.ts';
import type { Transform, TransformDefinition } from './transform.ts';

/** The transform that a module exports, as a row beside those of the table. */
export const readCustomTransform = (name: string, modules: Modules): Read<TransformDefinition> =>
  readCustomRow(name, 'transform', modules, (made) =>
    guarded(acceptFunction(made, 'create: (config) => (record) => record') as Transform, name),
  );

const guarded =
  (transform: Transform, name: string): Transform =>
  (record) =>
    atCustomStage({
      stage: 'TRANSFORMATION',
      name,
      run: () => transform(record),
      check: (after) => checkRecord(record, after),
    });

/** What comes after must be able to go on: a wrong value would else show where nobody looks for it. */
const checkRecord = (before: ConnectRecord, after: unknown): void => {
  if (after === undefined || after === before) return;
  const known = new Set(partsOf(before));
  const parts = isRecord(after) ? partsOf(after) : refuse('It gave neither a record nor undefined');
  for (const part of parts) if (!known.has(part)) checkPart(part);
};

const partsOf = ({ key, value, headers }: ConnectRecord): readonly Part[] => [
  key,
  value,
  ...headers.map((header) => header.value),
];

const checkPart = ({ bytes, read }: Part): void => {
  if (bytes === undefined) checkValue(read());
};

const isRecord = (made: unknown): made is ConnectRecord => {
  const { topic, timestamp, key, value, headers } = Object(made) as Partial<ConnectRecord>;
  return (
    typeof topic === 'string' &&
    (timestamp === null || typeof timestamp === 'number') &&
    isPart(key) &&
    isPart(value) &&
    Array.isArray(headers) &&
    headers.every((header) => typeof header?.key === 'string' && isPart(header.value))
  );
};

const isPart = (part: Part | undefined): boolean => typeof part?.read === 'function';
