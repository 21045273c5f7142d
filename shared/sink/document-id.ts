import type { DocumentId, IdPart } from '../config/connector.ts';
import { ConnectError, DataError } from '../connect/errors.ts';
import { atStage } from '../connect/refused.ts';
import { partText } from './record-part.ts';
import type { PipedRecord } from './sink-pipeline.ts';

/** OpenSearch refuses a whole `_bulk` request for one longer id; counted as UTF-8. */
const MAX_ID = 512;

/**
 * The id of a record's document: its KCQL `PK`, else topic, partition and offset, as the Lenses sink
 * makes it. A function of the record alone, so that what is delivered again meets its own document.
 *
 * @throws DataError where the record has no such id
 */
export const documentId = ({ parts, separator }: DocumentId, piped: PipedRecord): string => {
  const { record } = piped;
  const values =
    parts.length === 0
      ? [record.topic, record.partition, record.offset]
      : parts.map((part) => idText(part, piped));
  const id = values.join(separator);
  if (id === '') throw new DataError('TASK_PUT', 'document id', 'the id is empty');
  const bytes = Buffer.byteLength(id);
  if (bytes > MAX_ID)
    throw new DataError('TASK_PUT', 'document id', `the id has ${bytes} bytes, ${MAX_ID} at most`);
  return id;
};

/** Keys and values as parts of an id pass no validation before they are there. */
const idText = (part: IdPart, piped: PipedRecord): string => {
  if (part.kind === 'header')
    return atStage('TASK_PUT', 'document id', () => partText(part, piped));
  throw new ConnectError(`ids from the ${part.kind} are not there yet`);
};
