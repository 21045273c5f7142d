import type { MetricName } from '../metrics.ts';
import type { Metrics } from '../ports.ts';
import type { BulkExchange } from './bulk-call.ts';

/** Counts requests by their status, their bytes and how long they took. */
export const countRequests =
  (metrics: Metrics): ((exchange: BulkExchange) => void) =>
  ({ topic, status, bytes, milliseconds }) => {
    metrics.add(topic, byStatus(status), 1);
    metrics.add(topic, 'BulkBytes', bytes);
    metrics.add(topic, 'BulkLatency', milliseconds);
  };

const byStatus = (status: number | undefined): MetricName => {
  if (status === undefined) return 'RequestsUnanswered';
  if (status === 429) return 'RequestsThrottled';
  if (status >= 500) return 'RequestsFailed';
  return status >= 200 && status < 300 ? 'RequestsSucceeded' : 'RequestsRefused';
};
