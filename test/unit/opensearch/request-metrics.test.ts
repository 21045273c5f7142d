import { describe, expect, it } from 'vitest';
import { countRequests } from '../../../shared/opensearch/request-metrics.ts';
import { fakeMetrics } from '../../support/fakes.ts';

describe('countRequests', () => {
  it.each([
    { status: 200, name: 'RequestsSucceeded' },
    { status: 299, name: 'RequestsSucceeded' },
    { status: 302, name: 'RequestsRefused' },
    { status: 400, name: 'RequestsRefused' },
    { status: 403, name: 'RequestsRefused' },
    { status: 413, name: 'RequestsRefused' },
    { status: 429, name: 'RequestsThrottled' },
    { status: 500, name: 'RequestsFailed' },
    { status: 503, name: 'RequestsFailed' },
    { status: undefined, name: 'RequestsUnanswered' },
  ])(
    'counts a request with $status as one of $name, its bytes and its time',
    ({ status, name }) => {
      const metrics = fakeMetrics();

      countRequests(metrics)({ topic: 't', status, operations: 3, bytes: 70, milliseconds: 5 });

      expect(metrics.counts).toEqual({ [`t ${name}`]: 1, 't BulkBytes': 70, 't BulkLatency': 5 });
    },
  );
});
