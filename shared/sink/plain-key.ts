import { DataError } from '../connect/errors.ts';
import { javaText } from '../connect/java-text.ts';
import { schemaTypeOf } from '../connect/value.ts';
import type { PipedRecord } from './sink-pipeline.ts';

const PLAIN = new Set(['STRING', 'INT8', 'INT16', 'INT32', 'INT64']);

/**
 * The text of a record's key where Aiven's and Confluent's sinks take it for an id or a routing: text as it is, whole
 * numbers in decimal (`convertKey` of both).
 *
 * @throws DataError for every other key, a missing and an empty one too
 */
export const plainKey = ({ key }: PipedRecord): string => {
  const { schema, value } = key.read();
  if (value === null) throw refused('there is no key');
  const type = schema?.type ?? schemaTypeOf(value);
  if (!PLAIN.has(type ?? '')) throw refused('the key is neither text nor a whole number');
  const text = javaText(value);
  if (text === '') throw refused('the key is empty');
  return text;
};

const refused = (what: string): DataError => new DataError('TASK_PUT', 'record key', what);
