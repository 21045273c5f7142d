import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetTopicRuleCommand, IoTClient } from '@aws-sdk/client-iot';
import { DescribeClusterV2Command, KafkaClient } from '@aws-sdk/client-kafka';
import {
  DeleteFunctionConcurrencyCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { DescribeDomainHealthCommand, OpenSearchClient } from '@aws-sdk/client-opensearch';
import { type AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import { mark } from '../../infra/cloudformation.ts';
import { ruleName } from '../../infra/source-resources.ts';
import { type MemoryQueue, memoryQueue } from './memory-queue.ts';
import { mockStack } from './stack-resources.ts';

const CLUSTER =
  'arn:aws:kafka:us-east-1:123456789012:cluster/demo/11111111-2222-3333-4444-555555555555-1';
const NODE = `https://vpc-my-search-${'a'.repeat(26)}.us-east-1.es.amazonaws.com`;

/** What is to be changed about a stage that runs well. */
export type Deployment = {
  concurrency?: number | undefined;
  tags: Record<string, string>;
  mapping: { State: string; LastProcessingResult: string };
  ruleDisabled: boolean;
  health: string;
  /** By metric name. */
  metrics: Record<string, number>;
};

export type DeployedAws = {
  readonly deployment: Deployment;
  readonly queue: MemoryQueue;
  readonly lambda: AwsClientStub<LambdaClient>;
  readonly iot: AwsClientStub<IoTClient>;
  restore(): void;
};

/** The shipped files as stage dev, behind every AWS client; what is written is read again. */
export const deployedAws = (): DeployedAws => {
  const deployment: Deployment = {
    tags: {},
    mapping: { State: 'Enabled', LastProcessingResult: 'OK' },
    ruleDisabled: false,
    health: 'Green',
    metrics: { OffsetLag: 12, RecordsErrant: 3 },
  };
  const queue = memoryQueue();
  const ids = {
    FailureQueue: queue.url,
    MqttSourceLambdaFunction: 'connectless-dev-mqttSource',
    [`MqttSourceTopicRule${mark('phone/data')}`]: ruleName('dev', 'mqtt-source', 'phone/data'),
    [`MqttSourceTopicRule${mark('phone/data')}Permission`]: 'permission',
    MqttSourceTopicRuleRole: 'role',
    OpensearchSinkLambdaFunction: 'connectless-dev-opensearchSink',
    [`OpensearchSinkEventSourceMapping${mark('phone-data')}`]: 'uuid-1',
    PrepareLambdaFunction: 'connectless-dev-prepare',
  };
  const restoreStack = mockStack('connectless-dev', ids, {
    Resources: {
      MqttSourceLambdaFunction: { Properties: { ReservedConcurrentExecutions: 100 } },
    },
  });
  const lambda = mockClient(LambdaClient);
  const iot = mockClient(IoTClient);
  const cloudWatch = mockClient(CloudWatchClient);
  const kafka = mockClient(KafkaClient);
  const openSearch = mockClient(OpenSearchClient);

  lambda.on(GetFunctionConfigurationCommand).callsFake(({ FunctionName }) => ({
    State: 'Active',
    LastUpdateStatus: 'Successful',
    Environment: { Variables: FunctionName.endsWith('Sink') ? { OPENSEARCH_NODE: NODE } : {} },
  }));
  const reserved = ({ FunctionName }: { readonly FunctionName: string }) =>
    FunctionName.endsWith('Source') && deployment.concurrency !== undefined
      ? { ReservedConcurrentExecutions: deployment.concurrency }
      : {};
  lambda.on(GetFunctionConcurrencyCommand).callsFake(reserved);
  lambda.on(GetFunctionCommand).callsFake((input) => ({
    Configuration: {
      FunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${input.FunctionName}`,
    },
    Concurrency: reserved(input),
    Tags: deployment.tags,
  }));
  lambda.on(PutFunctionConcurrencyCommand).callsFake(({ ReservedConcurrentExecutions }) => {
    deployment.concurrency = ReservedConcurrentExecutions;
    return {};
  });
  lambda.on(DeleteFunctionConcurrencyCommand).callsFake(() => {
    deployment.concurrency = undefined;
    return {};
  });
  lambda.on(TagResourceCommand).callsFake(({ Tags }) => {
    Object.assign(deployment.tags, Tags);
    return {};
  });
  lambda.on(UntagResourceCommand).callsFake(({ TagKeys }) => {
    for (const key of TagKeys) delete deployment.tags[key];
    return {};
  });
  lambda.on(GetEventSourceMappingCommand).callsFake(() => ({
    ...deployment.mapping,
    Topics: ['phone-data'],
    EventSourceArn: CLUSTER,
  }));
  lambda.on(UpdateEventSourceMappingCommand).callsFake(({ UUID, Enabled }) => {
    if (UUID !== 'uuid-1') throw new Error(`no mapping ${UUID}`);
    deployment.mapping.State = Enabled ? 'Enabling' : 'Disabling';
    return {};
  });
  iot
    .on(GetTopicRuleCommand)
    .callsFake(() => ({ rule: { ruleDisabled: deployment.ruleDisabled } }));
  cloudWatch.on(GetMetricDataCommand).callsFake(({ MetricDataQueries }) => ({
    MetricDataResults: MetricDataQueries.flatMap(
      ({ Id, MetricStat }: { Id: string; MetricStat: { Metric: { MetricName: string } } }) => {
        const value = deployment.metrics[MetricStat.Metric.MetricName];
        return value === undefined ? [] : [{ Id, Values: [value], Timestamps: [new Date()] }];
      },
    ),
  }));
  kafka.on(DescribeClusterV2Command).resolves({ ClusterInfo: { State: 'ACTIVE' } });
  openSearch
    .on(DescribeDomainHealthCommand)
    .callsFake(({ DomainName }) =>
      DomainName === 'my-search' ? { ClusterHealth: deployment.health } : {},
    );

  const stubs = [queue, lambda, iot, cloudWatch, kafka, openSearch];
  return {
    deployment,
    queue,
    lambda,
    iot,
    restore() {
      for (const stub of stubs) stub.restore();
      restoreStack();
    },
  };
};
