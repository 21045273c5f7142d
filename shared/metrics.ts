type Metric = {
  readonly unit: 'Count' | 'Bytes' | 'Milliseconds';
  /** Read in docs/metrics.md. */
  readonly meaning: string;
  /** The functions that send it. */
  readonly legs: readonly ('source' | 'sink')[];
  /** What `Topic` is, where it is more than the topics of records. */
  readonly topics?: readonly TopicKind[];
};

/** The Kafka topic of records, or of letters, or an MQTT filter. */
export type TopicKind = 'records' | 'letters' | 'filter';

/**
 * Every metric of our own. CloudWatch has each under `NAMESPACE` with the dimensions `DIMENSIONS` and
 * nothing else; one that stays zero is not sent, so alarms treat what is missing as not breaching.
 */
export const METRICS = {
  Records: {
    unit: 'Count',
    meaning: 'records that Kafka delivered, again or for the first time',
    legs: ['sink'],
  },
  DocumentsWritten: {
    unit: 'Count',
    meaning: 'operations that OpenSearch took, deletes included',
    legs: ['sink'],
  },
  DocumentsStale: {
    unit: 'Count',
    meaning: 'operations that left what was there, since it is newer',
    legs: ['sink'],
  },
  DocumentsDuplicate: {
    unit: 'Count',
    meaning: 'creates that found their document there already',
    legs: ['sink'],
  },
  OperationsRetried: {
    unit: 'Count',
    meaning: 'times an operation was sent once more within its invocation',
    legs: ['sink'],
  },
  RecordsRedelivered: {
    unit: 'Count',
    meaning: 'records that Kafka delivers again: those from the resume point of their partition on',
    legs: ['sink'],
  },
  RecordsErrant: {
    unit: 'Count',
    meaning: 'errant records that were settled by a letter or, where that is asked for, dropped',
    legs: ['source', 'sink'],
  },
  ErrantConversions: {
    unit: 'Count',
    meaning: 'of those, the ones that a converter refused, or that are no JSON',
    legs: ['source', 'sink'],
  },
  ErrantTransformations: {
    unit: 'Count',
    meaning: 'of those, the ones that a transform refused',
    legs: ['source', 'sink'],
  },
  ErrantDocuments: {
    unit: 'Count',
    meaning: 'of those, the ones without a usable document, id, index, version or time',
    legs: ['sink'],
  },
  ErrantRefusals: {
    unit: 'Count',
    meaning: 'of those, the ones that OpenSearch refused',
    legs: ['sink'],
  },
  ErrantProduces: {
    unit: 'Count',
    meaning: 'of those, the ones that Kafka never takes: too large, an illegal topic',
    legs: ['source'],
  },
  RecordsDropped: {
    unit: 'Count',
    meaning: 'errant records that were dropped: `connectless.errors.drop`',
    legs: ['source', 'sink'],
  },
  RecordsNotTolerated: {
    unit: 'Count',
    meaning: 'errant records that wait for somebody, since `errors.tolerance` is `none`',
    legs: ['source', 'sink'],
  },
  DeadLetterFailures: {
    unit: 'Count',
    meaning: 'letters that could not be written; their records are not settled',
    legs: ['source', 'sink'],
  },
  RequestsSucceeded: {
    unit: 'Count',
    meaning: '`_bulk` requests with a status of 2xx; their items may have failed',
    legs: ['sink'],
  },
  RequestsThrottled: {
    unit: 'Count',
    meaning: '`_bulk` requests with status 429',
    legs: ['sink'],
  },
  RequestsRefused: {
    unit: 'Count',
    meaning: '`_bulk` requests with another status below 500',
    legs: ['sink'],
  },
  RequestsFailed: {
    unit: 'Count',
    meaning: '`_bulk` requests with a status of 5xx',
    legs: ['sink'],
  },
  RequestsUnanswered: {
    unit: 'Count',
    meaning: '`_bulk` requests without a complete answer',
    legs: ['sink'],
  },
  BulkBytes: {
    unit: 'Bytes',
    meaning: 'bodies of `_bulk` requests',
    legs: ['sink'],
  },
  BulkLatency: {
    unit: 'Milliseconds',
    meaning: 'how long each `_bulk` request took, its answer included',
    legs: ['sink'],
  },
  OldestRecordAge: {
    unit: 'Milliseconds',
    meaning: 'how old the oldest record of the batch is by its own time, when the batch arrives',
    legs: ['sink'],
  },
  ProducesRetried: {
    unit: 'Count',
    meaning: 'times records or their letters were sent to Kafka once more within their invocation',
    legs: ['source'],
    topics: ['records', 'letters'],
  },
  MessagesDeclined: {
    unit: 'Count',
    meaning: 'messages of which `WITHREGEX` makes no record; `Topic` is their MQTT filter',
    legs: ['source'],
    topics: ['filter'],
  },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;

/** What `Topic` is in a metric. */
export const topicKinds = (name: MetricName): readonly TopicKind[] => {
  const { topics = ['records'] }: Metric = METRICS[name];
  return topics;
};

export const NAMESPACE = 'Connectless';

/**
 * `Connector` is its name. `Topic` is the Kafka topic: the sink's is the one it reads, the source's the
 * target as its statement has it, so that both are known at the deploy and no device makes a metric.
 */
export const DIMENSIONS = ['Connector', 'Topic'] as const;
