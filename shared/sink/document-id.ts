import { isUtf8 } from 'node:buffer';
import type { DocumentId, IdPart } from '../config/connector.ts';
import { ConnectError, DataError } from '../connect/errors.ts';
import { lastHeader, type SinkRecord } from '../connect/records.ts';

/** OpenSearch refuses a whole `_bulk` request for one longer id; counted as UTF-8. */
const MAX_ID = 512;

/**
 * The id of a record's document: its KCQL `PK`, else topic, partition and offset, as the Lenses sink
 * makes it. A function of the record alone, so that what is delivered again meets its own document.
 *
 * @throws DataError where the record has no such id
 */
export const documentId = ({ parts, separator }: DocumentId, record: SinkRecord): string => {
  const values =
    parts.length === 0
      ? [record.topic, record.partition, record.offset]
      : parts.map((part) => partText(part, record));
  const id = values.join(separator);
  if (id === '') throw new DataError('TASK_PUT', 'document id', 'the id is empty');
  const bytes = Buffer.byteLength(id);
  if (bytes > MAX_ID)
    throw new DataError('TASK_PUT', 'document id', `the id has ${bytes} bytes, ${MAX_ID} at most`);
  return id;
};

/** Keys and values as parts of an id pass no validation before they are there. */
const partText = (part: IdPart, record: SinkRecord): string => {
  if (part.kind === 'header') return headerText(part.name, record);
  throw new ConnectError(`ids from the ${part.kind} are not there yet`);
};

/** A header as id is its text as it is, whatever the header converter would make of it. */
const headerText = (name: string, { headers }: SinkRecord): string => {
  const value = lastHeader(headers, name)?.value;
  if (value && !isUtf8(value))
    throw new DataError('TASK_PUT', 'document id', `the header ${name} for the id is not UTF-8`);
  if (!value) throw new DataError('TASK_PUT', 'document id', `no header ${name} for the id`);
  return value.toString();
};
