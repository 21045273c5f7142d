import type { ErrorsConfig } from '../config/connector.ts';
import type { ErrantRecordReporter, RecordProducer } from '../ports.ts';
import { errorHeaders } from './error-headers.ts';

/** Keeps errant records as the connector's `errors.tolerance` says. */
export const createErrantRecordReporter = (
  errors: ErrorsConfig,
  producer: RecordProducer,
  now: () => number,
): ErrantRecordReporter =>
  errors.tolerance === 'none' ? refuseErrant : deadLetterQueue(errors, producer, now);

/** Tolerates nothing: the records stay unsettled. */
const refuseErrant: ErrantRecordReporter = {
  async report([first]) {
    if (first) throw first.error;
  },
};

/**
 * Writes a letter for each: original bytes and headers, then what went wrong. The letter is dated
 * when it is written, since Kafka deletes or refuses one that carries an old or future record's time.
 */
const deadLetterQueue = (
  errors: ErrorsConfig,
  producer: RecordProducer,
  now: () => number,
): ErrantRecordReporter => ({
  report: (errant, signal) =>
    producer.send(
      errant.map(({ record, error }) => ({
        topic: errors.deadLetterTopic,
        key: record.key,
        value: record.value,
        headers: [...record.headers, ...errorHeaders(record, error, errors)],
        timestamp: now(),
      })),
      signal,
    ),
});
