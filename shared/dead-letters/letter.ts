import type { ErrorsConfig } from '../config/connector.ts';
import { partitionName, type SinkRecord, type SourceRecord } from '../connect/records.ts';
import type { ErrantRecord } from '../ports.ts';
import { errorHeaders, HEADERS_LEFT } from './error-headers.ts';

/**
 * An errant record's letter: original bytes and headers, then what went wrong; after it the same with
 * fewer of our headers, for where Kafka finds it too large.
 *
 * It is dated when it is written, since Kafka deletes or refuses one that carries an old or future
 * record's time. It goes to the first partition; Connect's own dead letter topics have no other.
 */
export const letterForms = (
  { record, error }: ErrantRecord<SourceRecord>,
  errors: ErrorsConfig,
  now: number,
): readonly [SourceRecord, ...SourceRecord[]] => {
  const form = (left?: readonly string[]): SourceRecord => ({
    topic: errors.deadLetterTopic,
    kafkaPartition: 0,
    key: record.key,
    value: record.value,
    headers: [...record.headers, ...errorHeaders(record, error, errors, left)],
    timestamp: now,
  });
  const whole = form();
  const smaller = errors.contextHeaders ? HEADERS_LEFT.map((left) => form(left)) : [];
  return [whole, ...smaller];
};

/** What a letter that is not kept lets wait: its record's partition; at the source, its message. */
export const originOf = (record: SourceRecord | SinkRecord): string =>
  'offset' in record ? partitionName(record) : '';
