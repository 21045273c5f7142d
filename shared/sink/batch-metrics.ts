import { partitionName, type SinkRecord } from '../connect/records.ts';
import type { MetricName } from '../metrics.ts';
import type { IndexDocument, Metrics, Outcome } from '../ports.ts';
import type { BatchResponse } from './batch-response.ts';

/** Counts what came, and how old it is. */
export const countRecords = (
  records: readonly SinkRecord[],
  now: number,
  metrics: Metrics,
): void => {
  for (const [topic, group] of Map.groupBy(records, (record) => record.topic)) {
    metrics.add(topic, 'Records', group.length);
    const oldest = group.reduce(
      (oldest, { timestamp }) => (timestamp >= 0 && timestamp < oldest ? timestamp : oldest),
      Number.POSITIVE_INFINITY,
    );
    // A device's clock may be ahead; without any time there is no age.
    if (Number.isFinite(oldest)) metrics.add(topic, 'OldestRecordAge', Math.max(0, now - oldest));
  }
};

const SETTLED = {
  written: 'DocumentsWritten',
  stale: 'DocumentsStale',
  duplicate: 'DocumentsDuplicate',
  // Counted where it is kept, or comes again.
  errant: undefined,
  retriable: undefined,
} as const satisfies Readonly<Record<Outcome['kind'], MetricName | undefined>>;

/** Counts what became of the operations, and how often they were sent once more. */
export const countOutcomes = (
  outcomes: ReadonlyMap<IndexDocument, Outcome>,
  metrics: Metrics,
): void => {
  for (const [{ record }, { kind, attempts }] of outcomes) {
    const name = SETTLED[kind];
    if (name) metrics.add(record.topic, name, 1);
    if (attempts > 1) metrics.add(record.topic, 'OperationsRetried', attempts - 1);
  }
};

/** Counts what Kafka delivers again: without an answer, all of the batch. */
export const countRedelivered = (
  records: readonly SinkRecord[],
  answer: BatchResponse | undefined,
  metrics: Metrics,
): void => {
  if (answer?.batchItemFailures.length === 0) return;
  const points = new Map(
    answer?.batchItemFailures.map(({ itemIdentifier: { partition, offset } }) => [
      partition,
      offset,
    ]),
  );
  for (const record of records) {
    const point = answer ? points.get(partitionName(record)) : record.offset;
    if (point !== undefined && record.offset >= point)
      metrics.add(record.topic, 'RecordsRedelivered', 1);
  }
};
