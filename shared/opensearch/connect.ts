/** The only door to OpenSearch. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenSearchConnection } from '../config/opensearch-connection.ts';
import { DELAYS } from '../connect/backoff.ts';
import type { DocumentWriter } from '../ports.ts';
import { type BulkExchange, createBulkCall } from './bulk-call.ts';
import { createClient } from './client.ts';
import { createDocumentWriter } from './document-writer.ts';

/**
 * Longest body of one request, in bytes. OpenSearch Service's smaller instances refuse more than
 * 10 MiB (AWS: "OpenSearch Service quotas", network limits).
 */
const MAX_BYTES = 5 * 1024 * 1024;

/** Requests at a time; more are of use only to batches above MAX_BYTES. */
const CONCURRENCY = 2;

/** Longest time of one request: two more fit into the usual invocation of a minute. */
const REQUEST_TIMEOUT = 20_000;

type WriterSettings = {
  /** Told of each request. */
  readonly observe?: (exchange: BulkExchange) => void;
  readonly requestTimeout?: number;
  readonly concurrency?: number;
};

/** A writer with a client of its own. */
export const connectDocumentWriter = (
  connection: OpenSearchConnection,
  {
    observe = () => {},
    requestTimeout = REQUEST_TIMEOUT,
    concurrency = CONCURRENCY,
  }: WriterSettings = {},
): DocumentWriter => {
  let client = createClient(connection, requestTimeout);
  const renew = (): void => {
    client.close();
    client = createClient(connection, requestTimeout);
  };
  return createDocumentWriter({
    bulk: createBulkCall({ client: () => client, timeout: requestTimeout, now: Date.now, observe }),
    ...(connection.auth.kind === 'sigv4' && { renew }),
    delays: DELAYS,
    maxBytes: MAX_BYTES,
    concurrency,
    random: Math.random,
    sleep: pause,
  });
};

/** An abort ends it, and is no failure. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => {});
