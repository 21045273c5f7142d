import type { SinkStatement } from '../config/connector.ts';
import { DataError } from '../connect/errors.ts';
import { javaText } from '../connect/java-text.ts';
import { atStage } from '../connect/refused.ts';
import { valueAt } from './json-leaf.ts';
import { plainKey } from './plain-key.ts';
import type { PipedRecord } from './sink-pipeline.ts';

/**
 * What decides on the shard of a record's document: its key, or the text or number that a JSON pointer finds in
 * its value (`BulkOperationBuilder.routingValue`).
 *
 * @throws DataError where nothing of that kind is there
 */
export const documentRouting = (
  routing: NonNullable<SinkStatement['routing']>,
  piped: PipedRecord,
): string => {
  if (routing === 'key') return plainKey(piped);
  const found = valueAt(atStage('TASK_PUT', AT, piped.json), routing.pointer);
  const text = found === undefined || !isPlain(found) ? '' : javaText(found);
  if (text === '')
    throw new DataError('TASK_PUT', AT, `no text or number at ${routing.pointer} of the value`);
  return text;
};

const AT = 'document routing';

const isPlain = (value: unknown): value is string | number | bigint =>
  ['string', 'number', 'bigint'].includes(typeof value);
