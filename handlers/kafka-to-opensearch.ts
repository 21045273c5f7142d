/** Lambda entry point of the sink leg: one MSK batch in, its documents in OpenSearch. */
import { setFlagsFromString } from 'node:v8';
import type { Context } from 'aws-lambda';
import { readSinkConfig } from '../shared/config/read-connectors.ts';
import { deadline } from '../shared/connect/deadline.ts';
import { createErrantRecordReporter } from '../shared/dead-letters/errant-record-reporter.ts';
import { readConnectorFolder } from '../shared/files/connector-folder.ts';
import { connectRecordProducer } from '../shared/kafka/connect.ts';
import { connectDocumentWriter } from '../shared/opensearch/connect.ts';
import { connectLog, connectMetrics } from '../shared/powertools/connect.ts';
import { connectConfigProviders } from '../shared/providers/connect.ts';
import { type BatchResponse, responder } from '../shared/sink/batch-response.ts';
import { sinkRecords } from '../shared/sink/msk-event.ts';
import { createSinkTask } from '../shared/sink/sink-task.ts';
import { toDocuments } from '../shared/sink/to-documents.ts';

/** Time to answer, and time before that to write letters. */
const MARGIN = 1_000;
const LETTERS_MARGIN = 6_000;

// What lives as long as its batch is no reason for V8 to make the next one's in old space: dead there, it keeps whole
// batches alive until the next major collection. A quarter of the function's CPU.
setFlagsFromString('--no-allocation-site-pretenuring');

// Once per cold start: a wrong connector file stops the function here, before any record is read.
const { env } = process;
const folder = await readConnectorFolder(
  new URL('../connectors/', import.meta.url),
  env['CONNECTORS_DIR'],
);
const config = await readSinkConfig(folder, env, connectConfigProviders(env));
const metrics = connectMetrics(config.name);
const task = createSinkTask(toDocuments(config, Date.now), {
  writer: connectDocumentWriter(config.opensearch, {
    limits: config.requests,
    streams: config.streams,
    metrics,
  }),
  reporter: createErrantRecordReporter(config.errors, {
    producer: connectRecordProducer(config.kafka),
    now: Date.now,
    log: connectLog(config.name),
    metrics,
  }),
  respond: responder(env['PARTIAL_BATCH_RESPONSE']),
  metrics,
  now: Date.now,
});

/** Answers with the records Kafka must deliver again; everything else is written or reported. */
export const handler = async (event: unknown, context: Context): Promise<BatchResponse> =>
  task
    .put(sinkRecords(event), {
      write: deadline(context, LETTERS_MARGIN),
      report: deadline(context, MARGIN),
    })
    .finally(metrics.publish);
