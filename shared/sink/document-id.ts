import { createHash } from 'node:crypto';
import type { DocumentId, IdPart, SinkConnector, SinkStatement } from '../config/connector.ts';
import { DataError } from '../connect/errors.ts';
import { atStage } from '../connect/refused.ts';
import type { Value } from '../connect/value.ts';
import { keyTree, leafText } from './json-leaf.ts';
import { plainKey } from './plain-key.ts';
import { headerText } from './record-part.ts';
import type { PipedRecord } from './sink-pipeline.ts';

/** OpenSearch refuses a whole `_bulk` request for one longer id; counted as UTF-8. */
const MAX_ID = 512;

/**
 * The id of a record's document: its KCQL `PK`, its key, or its topic, partition and offset, as its
 * dialect makes it. A function of the record alone, so that what is delivered again meets its own document.
 *
 * @throws DataError where the record has no such id
 */
export const documentId = (
  { id, write }: Pick<SinkStatement, 'id' | 'write'>,
  piped: PipedRecord,
  longIds: SinkConnector['longIds'],
): string => {
  const text = id.parts.map((part) => partText(part, piped)).join(id.separator);
  if (text !== '') return fitting(text, longIds);
  // An INSERT of Lenses whose PK is empty gets these as well.
  if (id.parts.length === 0 || write.operation !== 'update')
    return fitting(coordinatesId(id, piped), longIds);
  throw refused('the id is empty');
};

const coordinatesId = (
  { separator }: DocumentId,
  { record: { topic, partition, offset } }: PipedRecord,
): string => [topic, partition, offset].join(separator);

/** The SHA-256 of the id's UTF-8 in hex, or a refusal, where the id is too long. */
const fitting = (id: string, longIds: SinkConnector['longIds']): string => {
  // OpenSearch would store a question mark for each half of a surrogate pair, so that different ids were one.
  if (!id.isWellFormed()) throw refused('the id is no Unicode text');
  // A UTF-16 unit is three bytes at most.
  if (3 * id.length <= MAX_ID) return id;
  const bytes = Buffer.byteLength(id);
  if (bytes <= MAX_ID) return id;
  if (longIds === 'hash') return createHash('sha256').update(id).digest('hex');
  throw refused(`the id has ${bytes} bytes, ${MAX_ID} at most`);
};

const partText = (part: IdPart, piped: PipedRecord): string => {
  switch (part.kind) {
    case 'header':
      return atStage('TASK_PUT', 'document id', () => headerText(part.name, piped));
    case 'plain key':
      return plainKey(piped);
    case 'key':
      return textIn(part, () => keyOf(piped));
    case 'value':
      return textIn(part, piped.json);
  }
};

const textIn = ({ kind, path }: Extract<IdPart, { path: unknown }>, read: () => Value): string =>
  atStage('TASK_PUT', `document id, ${[`_${kind}`, ...path].join('.')}`, () =>
    leafText(read(), path),
  );

const keyOf = ({ key: part }: PipedRecord): Value => {
  const key = part.read();
  if (key.value === null) throw refused('no key for the id');
  return keyTree(key);
};

const refused = (what: string): DataError => new DataError('TASK_PUT', 'document id', what);
