import type { Connector, SinkConnector, SourceConnector } from '../../shared/config/connector.ts';
import { METRICS, type MetricName, type TopicKind, topicKinds } from '../../shared/metrics.ts';
import { BROKERS } from '../cluster.ts';
import { eventSourceMappings } from '../event-source-mappings.ts';
import { FAILURE_QUEUE } from '../failure-queue.ts';
import { logicalId } from '../logical-id.ts';
import { mappingMode, type Parameters } from '../parameters.ts';
import { mappingId } from '../sink-resources.ts';
import { ruleId } from '../source-resources.ts';
import { topicRules } from '../topic-rules.ts';
import {
  type Metric,
  ofBroker,
  ofCluster,
  ofConnector,
  ofDomain,
  ofFunction,
  ofGroup,
  ofMapping,
  ofQueue,
  ofRule,
  ofRuleAction,
  ownMetrics,
} from './metric.ts';

/** A graph: some metrics, with one statistic. */
type Graph = {
  readonly title: string;
  readonly stat: string;
  readonly metrics: readonly Metric[];
};

/** A row of the dashboard. */
export type Row = { readonly title: string; readonly graphs: readonly Graph[] };

/** The dashboard's rows, in the order of a message: sources, the cluster, sinks, the domain, what was left over. */
export const dashboardRows = (
  connectors: readonly Connector[],
  parameters: Parameters,
): readonly Row[] => [
  ...connectors.flatMap((one) => (one.kind === 'source' ? [sourceRow(one)] : [])),
  clusterRow(parameters),
  ...connectors.flatMap((one) => (one.kind === 'sink' ? [sinkRow(one, parameters)] : [])),
  domainRow(parameters),
  failureRow(),
];

const sourceRow = (connector: SourceConnector): Row => {
  const { name, statements, errors } = connector;
  const prefix = logicalId(name);
  const filters = topicRules(connector).map(({ filter }) => filter);
  const rules = filters.map((filter) => ruleId(prefix, filter));
  return {
    title: `Source ${name}`,
    graphs: [
      sum('Messages at the rules', [
        ...rules.map((rule) => ofRule(rule)('TopicMatch')),
        ...rules.map((rule) => ofRuleAction(rule)('Success')),
      ]),
      sum('Missed by the rules', [
        ...rules.flatMap((rule) => ['ParseError', 'RuleMessageThrottled'].map(ofRule(rule))),
        ...rules.flatMap((rule) => ['Failure', 'ErrorActionFailure'].map(ofRuleAction(rule))),
      ]),
      ...functionGraphs(prefix),
      maximum('Waiting for the function, ms', [ofFunction(prefix)('AsyncEventAge')]),
      sum(
        'Given up by Lambda',
        ['AsyncEventsDropped', 'DestinationDeliveryFailures'].map(ofFunction(prefix)),
      ),
      ...ownGraphs(name, 'source', {
        records: [...new Set(statements.map(({ target }) => target))],
        letters: [errors.deadLetterTopic],
        filter: filters,
      }),
    ],
  };
};

const sinkRow = (connector: SinkConnector, parameters: Parameters): Row => {
  const { name, topics, errors } = connector;
  const prefix = logicalId(name);
  const mappings = eventSourceMappings(connector);
  const provisioned = mappings.filter(
    (mapping) => mappingMode(mapping, parameters) === 'provisioned',
  );
  const ofEach = (...names: readonly string[]): readonly Metric[] =>
    provisioned.flatMap(({ topic }) => names.map(ofMapping(mappingId(prefix, topic))));
  const lag = (metric: string): readonly Metric[] =>
    mappings.map(({ consumerGroup, topic }) => ofGroup(parameters, consumerGroup, topic)(metric));
  return {
    title: `Sink ${name}`,
    graphs: [
      maximum('Behind, s', lag('EstimatedMaxTimeLag')),
      maximum('Behind, records', [...lag('SumOffsetLag'), ...ofEach('MaxOffsetLag')]),
      sum(
        'Through the mapping',
        ofEach('PolledEventCount', 'InvokedEventCount', 'CommittedEventCount'),
      ),
      sum(
        'Failed at the mapping',
        ofEach(
          ...['FailedInvokeEventCount', 'DroppedEventCount', 'PollingErrorCount'],
          ...['CommitErrorCount', 'OnFailureDestinationDeliveredEventCount'],
          'OnFailureDestinationDeliveryErrorCount',
        ),
      ),
      ...functionGraphs(prefix),
      ...ownGraphs(name, 'sink', {
        records: topics,
        letters: [errors.deadLetterTopic],
        filter: [],
      }),
    ].filter(hasMetrics),
  };
};

const functionGraphs = (prefix: string): readonly Graph[] => {
  const metric = ofFunction(prefix);
  return [
    sum('Invocations', ['Invocations', 'Errors', 'Throttles'].map(metric)),
    p99('Duration, p99, ms', [metric('Duration')]),
    maximum('At the same time', [metric('ConcurrentExecutions')]),
  ];
};

/** What belongs together of our own; a name that is not here has a graph of its own. */
const TOGETHER: readonly { readonly title: string; readonly names: readonly MetricName[] }[] = [
  {
    title: 'Records and documents',
    names: [
      'Records',
      'DocumentsWritten',
      'DocumentsStale',
      'DocumentsDuplicate',
      'MessagesDeclined',
    ],
  },
  { title: 'Again', names: ['RecordsRedelivered', 'OperationsRetried', 'ProducesRetried'] },
  {
    title: 'Errant',
    names: ['RecordsErrant', 'RecordsDropped', 'RecordsNotTolerated', 'DeadLetterFailures'],
  },
  {
    title: 'Errant, by cause',
    names: [
      'ErrantConversions',
      'ErrantTransformations',
      'ErrantDocuments',
      'ErrantRefusals',
      'ErrantProduces',
    ],
  },
  {
    title: 'Requests to OpenSearch',
    names: [
      'RequestsSucceeded',
      'RequestsThrottled',
      'RequestsRefused',
      'RequestsFailed',
      'RequestsUnanswered',
    ],
  },
];

const ownGraphs = (
  name: string,
  leg: 'source' | 'sink',
  topics: Readonly<Record<TopicKind, readonly string[]>>,
): readonly Graph[] => {
  const sent = ownMetrics(leg);
  const grouped = TOGETHER.map(({ title, names }) => ({
    title,
    names: names.filter((one) => sent.includes(one)),
  }));
  const alone = sent
    .filter((one) => !grouped.some(({ names }) => names.includes(one)))
    .map((one) => ({ title: `${one}, ${METRICS[one].unit}`, names: [one] }));
  return [...grouped, ...alone]
    .filter(({ names }) => names.length > 0)
    .map(({ title, names }) => ({
      title,
      stat: names.every((one) => METRICS[one].unit === 'Milliseconds') ? 'Maximum' : 'Sum',
      metrics: names.flatMap((one) =>
        topicKinds(one)
          .flatMap((kind) => topics[kind])
          .map((topic) => ofConnector(name, topic)(one)),
      ),
    }));
};

const clusterRow = (parameters: Parameters): Row => {
  // Which brokers another cluster has is not known here.
  const length = parameters.makes.cluster ? BROKERS : 0;
  const brokers = Array.from({ length }, (_, index) => index + 1);
  const ofEach = (...names: readonly string[]): readonly Metric[] =>
    brokers.flatMap((broker) => names.map(ofBroker(parameters, broker)));
  return {
    title: 'Kafka',
    graphs: [
      maximum(
        'Controllers, partitions offline',
        ['ActiveControllerCount', 'OfflinePartitionsCount'].map(ofCluster(parameters)),
      ),
      average('Bytes in and out', ofEach('BytesInPerSec', 'BytesOutPerSec')),
      average('Processor, %', ofEach('CpuUser', 'CpuSystem')),
      maximum('Disk used, %', ofEach('KafkaDataLogsDiskUsed')),
      maximum('Replicas missing', ofEach('UnderReplicatedPartitions', 'UnderMinIsrPartitionCount')),
      ...(parameters.given.brokerMonitoring === 'PER_BROKER'
        ? [maximum('Connections refused', ofEach('IAMTooManyConnections'))]
        : []),
    ].filter(hasMetrics),
  };
};

const domainRow = (parameters: Parameters): Row => {
  const metric = ofDomain(parameters);
  return {
    title: 'OpenSearch',
    graphs: [
      maximum(
        'Status',
        ['ClusterStatus.red', 'ClusterStatus.yellow', 'ClusterIndexWritesBlocked'].map(metric),
      ),
      minimum('Free disk, MiB', [metric('FreeStorageSpace')]),
      maximum('Memory and processor, %', ['JVMMemoryPressure', 'CPUUtilization'].map(metric)),
      sum('Writes rejected', ['ThreadpoolWriteRejected', 'CoordinatingWriteRejected'].map(metric)),
      sum('Refused and failed', ['4xx', '5xx'].map(metric)),
    ],
  };
};

const failureRow = (): Row => ({
  title: 'Failure queue',
  graphs: [
    maximum('Messages', [ofQueue(FAILURE_QUEUE)('ApproximateNumberOfMessagesVisible')]),
    maximum('Age of the oldest, s', [ofQueue(FAILURE_QUEUE)('ApproximateAgeOfOldestMessage')]),
  ],
});

const graphOf =
  (stat: string) =>
  (title: string, metrics: readonly Metric[]): Graph => ({ title, stat, metrics });

const sum = graphOf('Sum');
const maximum = graphOf('Maximum');
const average = graphOf('Average');
const minimum = graphOf('Minimum');
const p99 = graphOf('p99');

const hasMetrics = ({ metrics }: Graph): boolean => metrics.length > 0;
