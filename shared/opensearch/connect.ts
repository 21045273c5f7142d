/** The only door to OpenSearch. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataStreams, RequestLimits } from '../config/connector.ts';
import type { OpenSearchConnection } from '../config/opensearch-connection.ts';
import { DELAYS } from '../connect/backoff.ts';
import type { OpenSearchApi } from '../deploy/open-search-api.ts';
import type { DocumentWriter, Metrics } from '../ports.ts';
import { callApi } from './api-call.ts';
import { createBulkCall } from './bulk-call.ts';
import { createClient } from './client.ts';
import { withDataStreams } from './data-streams.ts';
import { createDocumentWriter } from './document-writer.ts';
import { countRequests } from './request-metrics.ts';

/**
 * Longest body of one request, in bytes: more than a thousand usual documents, and as much as nginx takes
 * unless told otherwise. Two at a time write 10,000 documents of 250 bytes in 70 % of the time of one
 * request of all, on 2 cores; four at a time are no quicker.
 */
const MAX_BYTES = 1024 * 1024;
const CONCURRENCY = 2;

/** Longest time of one request: two more fit into the usual invocation of a minute. */
const REQUEST_TIMEOUT = 20_000;

type WriterSettings = {
  /** Where documents go to data streams. */
  readonly streams?: DataStreams | undefined;
  /** What the connector's file says of requests. */
  readonly limits?: RequestLimits;
  /** Counts each request. */
  readonly metrics?: Metrics;
  readonly requestTimeout?: number;
};

/** A writer with a client of its own. */
export const connectDocumentWriter = (
  connection: OpenSearchConnection,
  { streams, limits = {}, metrics, requestTimeout = REQUEST_TIMEOUT }: WriterSettings = {},
): DocumentWriter => {
  const options = { requestTimeout, compress: limits.compress === true };
  let client = createClient(connection, options);
  const renew = (): void => {
    void client.close();
    client = createClient(connection, options);
  };
  const writer = createDocumentWriter({
    bulk: createBulkCall({
      client: () => client,
      timeout: requestTimeout,
      now: Date.now,
      observe: metrics ? countRequests(metrics) : () => {},
    }),
    ...(connection.auth.kind === 'sigv4' && { renew }),
    delays: DELAYS,
    maxBytes: Math.min(MAX_BYTES, limits.bytes ?? MAX_BYTES),
    concurrency: Math.min(CONCURRENCY, limits.concurrency ?? CONCURRENCY),
    random: Math.random,
    sleep: pause,
  });
  return streams
    ? withDataStreams(writer, streams, (request, signal) => callApi(client, request, signal))
    : writer;
};

/** An abort ends it, and is no failure. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => {});

/** Short enough that a deploy tries again several times. */
const API_TIMEOUT = 10_000;
const isPassing = (status: number): boolean => status === 429 || status >= 500;

/** OpenSearch's interfaces beside `_bulk`, for as long as `signal` lasts: what a moment may heal is tried again. */
export const connectOpenSearchApi = (
  connection: OpenSearchConnection,
  signal: AbortSignal,
  delays: readonly number[] = DELAYS,
): OpenSearchApi => {
  const client = createClient(connection, { requestTimeout: API_TIMEOUT, compress: false });
  return async (request) => {
    for (const delay of delays) {
      const answer = await callApi(client, request, signal).catch((error: unknown) => {
        if (signal.aborted) throw error;
      });
      if (answer && !isPassing(answer.status)) return answer;
      await pause(delay, signal);
    }
    return callApi(client, request, signal);
  };
};
