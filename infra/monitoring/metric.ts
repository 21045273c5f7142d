import { type DIMENSIONS, METRICS, type MetricName, NAMESPACE } from '../../shared/metrics.ts';
import { getAtt, ref, select, split, type Value } from '../cloudformation.ts';
import { functionId } from '../logical-id.ts';
import type { Parameters } from '../parameters.ts';

/** A metric of CloudWatch: what has its namespace, name and every one of its dimensions. */
export type Metric = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, Value>>;
};

type Of = (name: string) => Metric;

const of =
  (namespace: string, dimensions: Metric['dimensions']): Of =>
  (name) => ({ namespace, name, dimensions });

/** Of a topic rule, by its logical id. */
export const ofRule = (rule: string): Of => of('AWS/IoT', { RuleName: ref(rule) });

/** Of what a topic rule does with a message: invoke a function. */
export const ofRuleAction = (rule: string): Of =>
  of('AWS/IoT', { RuleName: ref(rule), ActionType: 'Lambda' });

/** Of a connector's function. */
export const ofFunction = (prefix: string): Of =>
  of('AWS/Lambda', { FunctionName: ref(functionId(prefix)) });

/** Of a mapping, by its logical id; only one in provisioned mode has them. */
export const ofMapping = (mapping: string): Of =>
  of('AWS/Lambda', { EventSourceMappingUUID: getAtt(mapping, 'Id') });

/** Of a queue, by its logical id. */
export const ofQueue = (queue: string): Of =>
  of('AWS/SQS', { QueueName: getAtt(queue, 'QueueName') });

/** Of the cluster as a whole. */
export const ofCluster = (parameters: Parameters): Of =>
  of('AWS/Kafka', { 'Cluster Name': clusterName(parameters) });

/** Brokers are numbered from 1 on. */
export const ofBroker = (parameters: Parameters, broker: number): Of =>
  of('AWS/Kafka', { 'Cluster Name': clusterName(parameters), 'Broker ID': String(broker) });

/** Of a consumer group, as MSK sees it. */
export const ofGroup = (parameters: Parameters, group: string, topic: string): Of =>
  of('AWS/Kafka', {
    'Cluster Name': clusterName(parameters),
    'Consumer Group': group,
    Topic: topic,
  });

/** OpenSearch Service has kept the namespace of its first name. */
export const ofDomain = ({ domainArn }: Parameters): Of =>
  of('AWS/ES', {
    DomainName: select(1, split('/', domainArn)),
    ClientId: ref('AWS::AccountId'),
  });

/** One of our own. */
export const ofConnector = (connector: string, topic: string): ((name: MetricName) => Metric) => {
  const values: Readonly<Record<(typeof DIMENSIONS)[number], string>> = {
    Connector: connector,
    Topic: topic,
  };
  return of(NAMESPACE, values);
};

/** The names of our own that a leg's function sends. */
export const ownMetrics = (leg: 'source' | 'sink'): readonly MetricName[] =>
  (Object.keys(METRICS) as MetricName[]).filter((name) =>
    METRICS[name].legs.some((one) => one === leg),
  );

const clusterName = ({ clusterArn }: Parameters): Value => select(1, split('/', clusterArn));
