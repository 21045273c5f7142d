import type { SinkConnector } from '../shared/config/connector.ts';
import { join, type Resource, ref, type Value } from './cloudformation.ts';
import type { EventSourceMapping } from './event-source-mappings.ts';
import { functionId, logicalId } from './logical-id.ts';
import { mappingMode, type Parameters } from './parameters.ts';
import { secretOf } from './sign-in.ts';

type Properties = Resource['Properties'];

/** AWS' word for no limit. */
const ENDLESS = -1;
/** With a destination, no limit would silently be ten. An outage of some hours fits in, at a minute each. */
const TRIES_BEFORE_BUCKET = 1_000;

/** A mapping between one topic of a sink connector and its function, after what it needs to be there. */
export const mappingResource = (
  connector: SinkConnector,
  mapping: EventSourceMapping,
  parameters: Parameters,
  dependsOn: readonly string[],
): Resource => {
  const secret = secretOf(connector, parameters);
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    ...(dependsOn.length > 0 && { DependsOn: dependsOn }),
    Properties: {
      FunctionName: ref(functionId(logicalId(connector.name))),
      EventSourceArn: parameters.clusterArn,
      Topics: [mapping.topic],
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: mapping.consumerGroup },
      ...startingPosition(mapping),
      ...(secret.length > 0 && { SourceAccessConfigurations: secret }),
      BatchSize: mapping.batchSize,
      MaximumBatchingWindowInSeconds: mapping.windowSeconds,
      ...(mappingMode(mapping, parameters) === 'provisioned' && provisioned(mapping)),
    },
  };
};

/**
 * What a mapping on demand can't have. It retries for ever and has no destination: in an outage a
 * partition waits, and loses nothing. A bucket is by choice, since a batch there has left its order.
 */
const provisioned = ({ pollers, failureBucket }: EventSourceMapping): Properties => ({
  ProvisionedPollerConfig: { MinimumPollers: pollers.min, MaximumPollers: pollers.max },
  FunctionResponseTypes: ['ReportBatchItemFailures'],
  MaximumRetryAttempts: failureBucket === undefined ? ENDLESS : TRIES_BEFORE_BUCKET,
  // A replay reads old records, whose age says nothing about tries.
  MaximumRecordAgeInSeconds: ENDLESS,
  // The function itself finds the record at fault.
  BisectBatchOnFunctionError: false,
  MetricsConfig: { Metrics: ['EventCount', 'ErrorCount', 'KafkaMetrics'] },
  LoggingConfig: { SystemLogLevel: 'WARN' },
  ...(failureBucket !== undefined && {
    DestinationConfig: { OnFailure: { Destination: bucketArn(failureBucket) } },
  }),
});

/** The ARN of a bucket of S3. */
export const bucketArn = (name: string): Value =>
  join('', ['arn:', ref('AWS::Partition'), ':s3:::', name]);

/** Of a group without committed offsets; LATEST would skip what comes while the mapping is made. */
const startingPosition = ({ start }: EventSourceMapping): Properties => {
  if (start instanceof Date)
    return {
      StartingPosition: 'AT_TIMESTAMP',
      StartingPositionTimestamp: Math.floor(start.getTime() / 1000),
    };
  return { StartingPosition: start === 'latest' ? 'LATEST' : 'TRIM_HORIZON' };
};
