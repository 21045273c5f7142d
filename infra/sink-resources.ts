import type { SinkConnector } from '../shared/config/connector.ts';
import { mark, type Resource, type Resources, ref } from './cloudformation.ts';
import { type EventSourceMapping, eventSourceMappings } from './event-source-mappings.ts';
import { role } from './iam.ts';
import { functionId, logicalId, roleId } from './logical-id.ts';
import type { Parameters } from './parameters.ts';
import {
  consume,
  findCluster,
  produce,
  readReferences,
  USE_VPC,
  writeDocuments,
  writeLogs,
} from './permissions.ts';

/** What brings a sink connector's topics to its function, and what both may do. */
export const sinkResources = (connector: SinkConnector, parameters: Parameters): Resources => {
  const prefix = logicalId(connector.name);
  return {
    [roleId(prefix)]: functionRole(connector, parameters),
    ...Object.fromEntries(
      eventSourceMappings(connector).map((mapping) => [
        `${prefix}EventSourceMapping${mark(mapping.topic)}`,
        mappingResource(prefix, mapping, parameters),
      ]),
    ),
  };
};

/** A mapping has no role of its own: it takes the function's. */
const functionRole = (connector: SinkConnector, parameters: Parameters): Resource => {
  const { clusterArn, domainArn } = parameters;
  const groups = eventSourceMappings(connector).map(({ consumerGroup }) => consumerGroup);
  return role('lambda.amazonaws.com', [
    writeLogs(logicalId(connector.name)),
    USE_VPC,
    ...findCluster(clusterArn),
    ...consume(clusterArn, connector.topics, groups),
    ...produce(clusterArn, [connector.errors.deadLetterTopic]),
    writeDocuments(domainArn),
    ...readReferences(connector.references),
  ]);
};

/** AWS' word for no limit. */
const ENDLESS = -1;

/**
 * In provisioned mode, which alone reports partial failures and needs no way out of the VPC. It
 * retries for ever and has no destination: in an outage a partition waits, and loses nothing (with a
 * destination Lambda would silently stop after 10 tries).
 */
const mappingResource = (
  prefix: string,
  { topic, consumerGroup, batchSize, windowSeconds, pollers, start }: EventSourceMapping,
  { clusterArn }: Parameters,
): Resource => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: {
    FunctionName: ref(functionId(prefix)),
    EventSourceArn: clusterArn,
    Topics: [topic],
    AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: consumerGroup },
    ...startingPosition(start),
    BatchSize: batchSize,
    MaximumBatchingWindowInSeconds: windowSeconds,
    ProvisionedPollerConfig: { MinimumPollers: pollers.min, MaximumPollers: pollers.max },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumRetryAttempts: ENDLESS,
    MaximumRecordAgeInSeconds: ENDLESS,
    // The function itself finds the record at fault.
    BisectBatchOnFunctionError: false,
  },
});

/** Of a group without committed offsets; LATEST would skip what comes while the mapping is made. */
const startingPosition = (start: EventSourceMapping['start']): Resource['Properties'] => {
  if (start instanceof Date)
    return {
      StartingPosition: 'AT_TIMESTAMP',
      StartingPositionTimestamp: Math.floor(start.getTime() / 1000),
    };
  return { StartingPosition: start === 'latest' ? 'LATEST' : 'TRIM_HORIZON' };
};
