import { fileURLToPath } from 'node:url';
import { functionSettings } from '../infra/function-settings.ts';
import type { Connector } from '../shared/config/connector.ts';
import { createFunction, type LambdaFunction } from './lambda/function.ts';

/** Where the local run finds everything. */
export type Endpoints = {
  readonly mqtt: string;
  /** `host:port`, several with commas. */
  readonly kafka: string;
  readonly opensearch: string;
};

/** How the local Kafka is spoken to, whatever the files say of another one. */
export const kafkaProtocol = (env: NodeJS.ProcessEnv): string =>
  env['KAFKA_SECURITY_PROTOCOL'] ?? 'PLAINTEXT';

/** A source function's environments at once; its events come one message each. */
const SOURCE_CONCURRENCY = 8;
/** A sink's: one batch of its mapping at a time, and another meanwhile for other partitions. */
const SINK_CONCURRENCY = 2;

/** The function of a connector: the very handler that is deployed, with the contract's environment. */
export const connectorFunction = (
  connector: Connector,
  connectorsDir: string,
  { kafka, opensearch }: Endpoints,
  env: NodeJS.ProcessEnv,
): LambdaFunction => {
  const { name, kind } = connector;
  const { handler, timeoutSeconds } = functionSettings(connector);
  return createFunction({
    name,
    handler: fileURLToPath(new URL(`../${handler}.ts`, import.meta.url)),
    env: {
      ...env,
      CONNECTOR: name,
      CONNECTORS_DIR: connectorsDir,
      KAFKA_BROKERS: kafka,
      KAFKA_SECURITY_PROTOCOL: kafkaProtocol(env),
      OPENSEARCH_NODE: opensearch,
      PARTIAL_BATCH_RESPONSE: 'true',
      // Files ask for as many brokers as their cluster has; here there is mostly one.
      TOPIC_REPLICATION_FACTOR: env['TOPIC_REPLICATION_FACTOR'] ?? '-1',
      // Metric lines are for CloudWatch; on a terminal they would bury the counts.
      POWERTOOLS_METRICS_DISABLED: env['POWERTOOLS_METRICS_DISABLED'] ?? 'true',
    },
    timeoutSeconds,
    concurrency: kind === 'source' ? SOURCE_CONCURRENCY : SINK_CONCURRENCY,
  });
};
