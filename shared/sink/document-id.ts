import { isUtf8 } from 'node:buffer';
import type { IdPart } from '../config/connector.ts';
import { DataError } from '../connect/errors.ts';
import { lastHeader, type SinkRecord } from '../connect/records.ts';

/** OpenSearch refuses a whole `_bulk` request for one longer id; counted as UTF-8. */
const MAX_ID = 512;

/**
 * The id of a record's document: its KCQL `PK`, else topic, partition and offset, as the Lenses sink
 * makes it. A function of the record alone, so that what is delivered again meets its own document.
 *
 * @throws DataError where the record has no such id
 */
export const documentId = (
  parts: readonly IdPart[],
  separator: string,
  record: SinkRecord,
): string => {
  const values =
    parts.length === 0
      ? [record.topic, record.partition, record.offset]
      : parts.map((part) => headerText(part.name, record));
  const id = values.join(separator);
  if (id === '') throw new DataError('TASK_PUT', 'document id', 'the id is empty');
  const bytes = Buffer.byteLength(id);
  if (bytes > MAX_ID)
    throw new DataError('TASK_PUT', 'document id', `the id has ${bytes} bytes, ${MAX_ID} at most`);
  return id;
};

/** A header as id is its text as it is, whatever the header converter would make of it. */
const headerText = (name: string, { headers }: SinkRecord): string => {
  const value = lastHeader(headers, name)?.value;
  if (value && !isUtf8(value))
    throw new DataError('TASK_PUT', 'document id', `the header ${name} for the id is not UTF-8`);
  if (!value) throw new DataError('TASK_PUT', 'document id', `no header ${name} for the id`);
  return value.toString();
};
