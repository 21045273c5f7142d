import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetTopicRuleCommand, IoTClient } from '@aws-sdk/client-iot';
import { DescribeClusterV2Command, KafkaClient } from '@aws-sdk/client-kafka';
import {
  GetEventSourceMappingCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { DescribeDomainHealthCommand, OpenSearchClient } from '@aws-sdk/client-opensearch';
import { SQSClient } from '@aws-sdk/client-sqs';
import { queueSize } from '../aws/queue-size.ts';
import type { FunctionState, MappingState } from './status-of.ts';

/** A metric's sum or maximum over the last so many seconds. */
export type MetricQuestion = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: 'Sum' | 'Maximum';
  readonly seconds: number;
};

/** What `status` and `verify` ask AWS: its APIs alone, so that a laptop will do. */
export type Aws = {
  /** With the node of the function's environment, of a sink. */
  functionState(name: string): Promise<FunctionState & { readonly openSearch?: string }>;
  /** With the ARN of the cluster that it reads from. */
  mappingState(uuid: string): Promise<MappingState & { readonly cluster?: string }>;
  rule(name: string): Promise<{ readonly name: string; readonly isEnabled: boolean }>;
  cluster(arn: string): Promise<string>;
  domain(name: string): Promise<string>;
  queueSize(queueUrl: string): Promise<number>;
  /** All together, in their order; undefined for one that has no values in its time. */
  metrics(questions: readonly MetricQuestion[]): Promise<readonly (number | undefined)[]>;
};

/** The APIs of a region; without credentials each of its questions rejects. */
export const connectAws = (region: string): Aws => {
  const lambda = new LambdaClient({ region });
  const iot = new IoTClient({ region });
  const cloudWatch = new CloudWatchClient({ region });
  const kafka = new KafkaClient({ region });
  const openSearch = new OpenSearchClient({ region });
  const sqs = new SQSClient({ region });
  return {
    async functionState(name) {
      const [configuration, { ReservedConcurrentExecutions: concurrency }] = await Promise.all([
        lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name })),
        lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: name })),
      ]);
      const openSearchNode = configuration.Environment?.Variables?.['OPENSEARCH_NODE'];
      return {
        state: configuration.State ?? '?',
        lastUpdate: configuration.LastUpdateStatus ?? '?',
        ...(concurrency !== undefined && { concurrency }),
        ...(openSearchNode !== undefined && { openSearch: openSearchNode }),
      };
    },
    async mappingState(uuid) {
      const { Topics, State, LastProcessingResult, EventSourceArn } = await lambda.send(
        new GetEventSourceMappingCommand({ UUID: uuid }),
      );
      return {
        topic: Topics?.[0] ?? '?',
        state: State ?? '?',
        lastResult: LastProcessingResult ?? '?',
        ...(EventSourceArn !== undefined && { cluster: EventSourceArn }),
      };
    },
    async rule(name) {
      const { rule } = await iot.send(new GetTopicRuleCommand({ ruleName: name }));
      return { name, isEnabled: rule?.ruleDisabled !== true };
    },
    async cluster(arn) {
      const { ClusterInfo } = await kafka.send(new DescribeClusterV2Command({ ClusterArn: arn }));
      return ClusterInfo?.State ?? '?';
    },
    async domain(name) {
      const { ClusterHealth } = await openSearch.send(
        new DescribeDomainHealthCommand({ DomainName: name }),
      );
      return ClusterHealth ?? '?';
    },
    queueSize: (queueUrl) => queueSize(sqs, queueUrl),
    async metrics(questions) {
      if (questions.length === 0) return [];
      const now = Date.now();
      const { MetricDataResults = [] } = await cloudWatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(now - Math.max(...questions.map(({ seconds }) => seconds)) * 1000),
          EndTime: new Date(now),
          MetricDataQueries: questions.map(metricQuery),
        }),
      );
      return questions.map((question, i) => {
        const found = MetricDataResults.find(({ Id }) => Id === `m${i}`);
        return lastOf(question, found?.Values ?? [], found?.Timestamps ?? [], now);
      });
    },
  };
};

const PERIOD_SECONDS = 300;

const metricQuery = ({ namespace, name, dimensions, stat }: MetricQuestion, i: number) => ({
  Id: `m${i}`,
  MetricStat: {
    Metric: {
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: PERIOD_SECONDS,
    Stat: stat,
  },
});

/** CloudWatch gives the newest first. */
const lastOf = (
  { stat, seconds }: MetricQuestion,
  values: readonly number[],
  timestamps: readonly Date[],
  now: number,
): number | undefined => {
  const recent = values.filter(
    (_, i) => (timestamps[i]?.getTime() ?? now) > now - (seconds + PERIOD_SECONDS) * 1000,
  );
  if (recent.length === 0) return undefined;
  return stat === 'Sum' ? recent.reduce((sum, value) => sum + value, 0) : recent[0];
};
