import { join, type Resources, ref, type Value } from '../cloudformation.ts';
import type { Parameters } from '../parameters.ts';
import type { Metric } from './metric.ts';

/** Something that needs a person. */
export type Alarm = {
  /** Its logical id, and the end of its name. */
  readonly id: string;
  /** One, or several whose sum counts. */
  readonly metrics: readonly Metric[];
  readonly stat: 'Sum' | 'Minimum' | 'Maximum' | 'Average' | 'p99';
  readonly rings: 'above' | 'below';
  readonly threshold: number;
  /** How many periods of five minutes in a row. */
  readonly periods?: number;
  /** That there is nothing to measure is itself what needs a person. */
  readonly missingRings?: boolean;
  readonly what: string;
  readonly todo: string;
};

const PERIOD_SECONDS = 300;

/** Alarms as resources, which tell the topic of the parameter `alarmTopicArn`. */
export const alarmResources = (alarms: readonly Alarm[], parameters: Parameters): Resources =>
  Object.fromEntries(
    alarms.map((alarm) => [
      alarm.id,
      {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: join('-', [ref('AWS::StackName'), alarm.id]),
          AlarmDescription: `${alarm.what} ${alarm.todo}`,
          ...measured(alarm),
          EvaluationPeriods: alarm.periods ?? 1,
          DatapointsToAlarm: alarm.periods ?? 1,
          Threshold: alarm.threshold,
          ComparisonOperator:
            alarm.rings === 'above' ? 'GreaterThanThreshold' : 'LessThanThreshold',
          TreatMissingData: alarm.missingRings ? 'breaching' : 'notBreaching',
          ...(parameters.given.alarmTopicArn !== '' && {
            AlarmActions: [parameters.given.alarmTopicArn],
            OKActions: [parameters.given.alarmTopicArn],
          }),
        },
      },
    ]),
  );

const measured = ({ metrics, stat }: Alarm): Readonly<Record<string, Value>> => {
  const [only, ...others] = metrics;
  if (only && others.length === 0)
    return {
      ...metricOf(only),
      Period: PERIOD_SECONDS,
      ...(stat === 'p99' ? { ExtendedStatistic: stat } : { Statistic: stat }),
    };
  return {
    Metrics: [
      { Id: 'sum', Expression: 'SUM(METRICS())', ReturnData: true },
      ...metrics.map((metric, index) => ({
        Id: `m${index}`,
        ReturnData: false,
        MetricStat: { Metric: metricOf(metric), Period: PERIOD_SECONDS, Stat: stat },
      })),
    ],
  };
};

const metricOf = ({ namespace, name, dimensions }: Metric): Readonly<Record<string, Value>> => ({
  Namespace: namespace,
  MetricName: name,
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});
