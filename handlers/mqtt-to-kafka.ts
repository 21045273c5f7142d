/** Lambda entry point of the source leg: one message of a topic rule in, its records in Kafka. */
import type { Context } from 'aws-lambda';
import { readSourceConfig } from '../shared/config/read-connectors.ts';
import { deadline } from '../shared/connect/deadline.ts';
import { createErrantRecordReporter } from '../shared/dead-letters/errant-record-reporter.ts';
import { readConnectorFolder } from '../shared/files/connector-folder.ts';
import { openRecordProducer } from '../shared/kafka/connect.ts';
import { connectLog, connectMetrics } from '../shared/powertools/connect.ts';
import { connectConfigProviders } from '../shared/providers/connect.ts';
import { mqttMessage } from '../shared/source/iot-event.ts';
import { newTopics } from '../shared/source/new-topics.ts';
import { createSourceTask } from '../shared/source/source-task.ts';

const MARGIN = 1_000;

// Once per cold start: a wrong connector file stops the function here, before any message is taken.
const { env } = process;
const folder = await readConnectorFolder(
  new URL('../connectors/', import.meta.url),
  env['CONNECTORS_DIR'],
);
const config = await readSourceConfig(folder, env, connectConfigProviders(env));
const metrics = connectMetrics(config.name);
const producer = await openRecordProducer(config.kafka, {
  newTopics: newTopics(config, env['TOPIC_REPLICATION_FACTOR']),
  metrics,
});
const task = createSourceTask(config, {
  producer,
  reporter: createErrantRecordReporter(config.errors, {
    producer,
    now: Date.now,
    log: connectLog(config.name),
    metrics,
  }),
  now: Date.now,
  metrics,
});

/** Resolves only when Kafka has acknowledged every record of the message, or its letter. */
export const handler = async (event: unknown, context: Context): Promise<void> =>
  task.put(mqttMessage(event), deadline(context, MARGIN)).finally(metrics.publish);
