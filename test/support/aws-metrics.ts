/** A metric by its namespace, its name, and the names of its dimensions. */
export type MetricKey = string;

export const metricKey = (
  namespace: string,
  name: string,
  dimensions: readonly string[],
): MetricKey => `${namespace} ${name} (${dimensions.toSorted().join(', ')})`;

/** What AWS sends, as its guides for IoT Core, Lambda, MSK, OpenSearch Service and SQS have it. */
const SENT_BY_AWS: readonly {
  readonly namespace: string;
  readonly dimensions: readonly string[];
  readonly names: readonly string[];
}[] = [
  {
    namespace: 'AWS/IoT',
    dimensions: ['RuleName'],
    names: ['TopicMatch', 'ParseError', 'RuleMessageThrottled', 'RuleNotFound'],
  },
  {
    namespace: 'AWS/IoT',
    dimensions: ['RuleName', 'ActionType'],
    names: ['Success', 'Failure', 'ErrorActionSuccess', 'ErrorActionFailure'],
  },
  {
    namespace: 'AWS/Lambda',
    dimensions: ['FunctionName'],
    names: [
      ...['Invocations', 'Errors', 'Throttles', 'Duration', 'ConcurrentExecutions', 'OffsetLag'],
      ...['AsyncEventsReceived', 'AsyncEventAge', 'AsyncEventsDropped'],
      ...['DestinationDeliveryFailures', 'DeadLetterErrors'],
    ],
  },
  {
    namespace: 'AWS/Lambda',
    dimensions: ['EventSourceMappingUUID'],
    names: [
      ...['PolledEventCount', 'FilteredOutEventCount', 'InvokedEventCount', 'CommittedEventCount'],
      ...['FailedInvokeEventCount', 'DroppedEventCount', 'OnFailureDestinationDeliveredEventCount'],
      ...['PollingErrorCount', 'InvokeErrorCount', 'SchemaRegistryErrorCount', 'CommitErrorCount'],
      ...['OnFailureDestinationDeliveryErrorCount', 'MaxOffsetLag', 'SumOffsetLag'],
      ...['ProvisionedPollers', 'EventPollerUnit', 'EventPollerThroughputInBytes'],
    ],
  },
  {
    namespace: 'AWS/Kafka',
    dimensions: ['Cluster Name'],
    names: ['ActiveControllerCount', 'OfflinePartitionsCount'],
  },
  {
    namespace: 'AWS/Kafka',
    dimensions: ['Cluster Name', 'Broker ID'],
    names: [
      ...['CpuUser', 'CpuSystem', 'KafkaDataLogsDiskUsed', 'UnderReplicatedPartitions'],
      ...['UnderMinIsrPartitionCount', 'BytesInPerSec', 'BytesOutPerSec', 'IAMTooManyConnections'],
    ],
  },
  {
    namespace: 'AWS/Kafka',
    dimensions: ['Cluster Name', 'Consumer Group', 'Topic'],
    names: ['MaxOffsetLag', 'SumOffsetLag', 'EstimatedMaxTimeLag'],
  },
  {
    namespace: 'AWS/ES',
    dimensions: ['DomainName', 'ClientId'],
    names: [
      ...['ClusterStatus.red', 'ClusterStatus.yellow', 'FreeStorageSpace', 'CPUUtilization'],
      ...['ClusterIndexWritesBlocked', 'JVMMemoryPressure', 'ThreadpoolWriteRejected'],
      ...['CoordinatingWriteRejected', '4xx', '5xx', 'AutomatedSnapshotFailure'],
      ...['KMSKeyError', 'KMSKeyInaccessible'],
    ],
  },
  {
    namespace: 'AWS/SQS',
    dimensions: ['QueueName'],
    names: ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'],
  },
];

/** Those of a cluster whose monitoring is not PER_BROKER are fewer. */
const PER_BROKER = ['IAMTooManyConnections'];

/** Every metric that AWS sends, at a level of a cluster's monitoring. */
export const sentByAws = (brokerMonitoring: string): ReadonlySet<MetricKey> =>
  new Set(
    SENT_BY_AWS.flatMap(({ namespace, dimensions, names }) =>
      names
        .filter((name) => brokerMonitoring === 'PER_BROKER' || !PER_BROKER.includes(name))
        .map((name) => metricKey(namespace, name, dimensions)),
    ),
  );
