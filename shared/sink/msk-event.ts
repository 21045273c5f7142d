import { ConnectError } from '../connect/errors.ts';
import { isObject } from '../connect/is-object.ts';
import type { Header, SinkRecord } from '../connect/records.ts';

/**
 * Reads the event of an MSK event source mapping, partitions in the event's order, records in theirs
 * (AWS Lambda: "Using Lambda with Amazon MSK", example event).
 *
 * @throws ConnectError for anything else
 */
export const sinkRecords = (event: unknown): readonly SinkRecord[] => {
  const records = isObject(event) ? event['records'] : undefined;
  if (!isObject(records)) throw new ConnectError('the event is no batch of an MSK mapping');
  return Object.values(records).flatMap((batch) => {
    if (!Array.isArray(batch)) throw new ConnectError('a partition of the event is no array');
    return batch.map(sinkRecord);
  });
};

const sinkRecord = (raw: unknown): SinkRecord => {
  if (!isObject(raw)) throw new ConnectError('a record of the event is no object');
  const { topic, partition, offset, timestamp, key, value, headers } = raw;
  if (typeof topic !== 'string' || !isNatural(partition) || !isNatural(offset))
    throw new ConnectError('a record of the event has no topic, partition and offset');
  return {
    topic,
    partition,
    offset,
    timestamp: typeof timestamp === 'number' ? timestamp : -1,
    key: bytes(key),
    value: bytes(value),
    headers: Array.isArray(headers) ? headersOf(headers) : [],
  };
};

/** A key or value that is null or left out is Kafka's null. */
const bytes = (base64: unknown): Buffer | null => {
  if (base64 === undefined || base64 === null) return null;
  if (typeof base64 === 'string') return Buffer.from(base64, 'base64');
  throw new ConnectError('a record of the event has a key or value that is no base64 text');
};

/** Header bytes come as numbers from -128 to 127; `Buffer.from` takes them modulo 256. */
const headersOf = (raw: readonly unknown[]): readonly Header[] => {
  const headers: Header[] = [];
  for (const object of raw) {
    if (!isObject(object)) continue;
    for (const key of Object.keys(object)) {
      const value = object[key];
      headers.push({ key, value: Array.isArray(value) ? Buffer.from(value) : null });
    }
  }
  return headers;
};

const isNatural = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;
