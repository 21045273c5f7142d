import { BROKERS } from '../cluster.ts';
import { FAILURE_QUEUE } from '../failure-queue.ts';
import type { Parameters } from '../parameters.ts';
import type { Alarm } from './alarm.ts';
import { ofBroker, ofCluster, ofDomain, ofQueue } from './metric.ts';

const TEN_DAYS = 864_000;
/** CloudWatch has the free space in MiB. */
const MIB = 1024;
const FREE_SHARE = 0.2;

/** What needs a person about what all connectors share. Cluster and domain that existed have others to watch them. */
export const serviceAlarms = (parameters: Parameters): readonly Alarm[] => [
  ...queueAlarms(),
  ...(parameters.makes.cluster ? clusterAlarms(parameters) : []),
  ...(parameters.makes.domain ? domainAlarms(parameters) : []),
];

const queueAlarms = (): readonly Alarm[] => [
  {
    id: 'FailureQueueFilled',
    metrics: [ofQueue(FAILURE_QUEUE)('ApproximateNumberOfMessagesVisible')],
    stat: 'Maximum',
    rings: 'above',
    threshold: 0,
    what: 'Messages of devices that no function has taken are in the failure queue.',
    todo: 'Mend what the functions’ logs say, then: npx connectless redrive.',
  },
  {
    id: 'FailureQueueForgotten',
    metrics: [ofQueue(FAILURE_QUEUE)('ApproximateAgeOfOldestMessage')],
    stat: 'Maximum',
    rings: 'above',
    threshold: TEN_DAYS,
    what: 'The oldest message in the failure queue is ten days old; SQS deletes it after fourteen.',
    todo: 'npx connectless redrive.',
  },
];

const clusterAlarms = (parameters: Parameters): readonly Alarm[] => {
  const metric = ofCluster(parameters);
  return [
    {
      id: 'ClusterWithoutController',
      metrics: [metric('ActiveControllerCount')],
      stat: 'Maximum',
      rings: 'below',
      threshold: 1,
      periods: 3,
      missingRings: true,
      what: 'The MSK cluster has no controller.',
      todo: 'Look at the state of the cluster in the console, and ask AWS’ support.',
    },
    {
      id: 'ClusterPartitionsOffline',
      metrics: [metric('OfflinePartitionsCount')],
      stat: 'Maximum',
      rings: 'above',
      threshold: 0,
      what: 'Partitions have no leader: nobody can read or write them.',
      todo: 'Look which brokers are down, and at their disks.',
    },
    ...Array.from({ length: BROKERS }, (_, index) => brokerAlarms(parameters, index + 1)).flat(),
  ];
};

const brokerAlarms = (parameters: Parameters, broker: number): readonly Alarm[] => {
  const metric = ofBroker(parameters, broker);
  const id = (end: string): string => `Broker${broker}${end}`;
  const lasting = { stat: 'Maximum', rings: 'above', periods: 3 } as const;
  return [
    {
      ...lasting,
      id: id('DiskFull'),
      metrics: [metric('KafkaDataLogsDiskUsed')],
      threshold: 85,
      what: `The disk of broker ${broker} is filled to more than 85 %; a full one stops.`,
      todo: 'Raise brokerVolumeGiB and deploy, or shorten the retention of topics.',
    },
    {
      ...lasting,
      id: id('Busy'),
      metrics: [metric('CpuUser'), metric('CpuSystem')],
      stat: 'Average',
      threshold: 60,
      what: `Broker ${broker} works at more than 60 %, and could not take over from another.`,
      todo: 'Choose a larger brokerType and deploy.',
    },
    {
      ...lasting,
      id: id('BelowMinIsr'),
      metrics: [metric('UnderMinIsrPartitionCount')],
      threshold: 0,
      what: `Partitions of broker ${broker} have too few replicas in sync: they take no record.`,
      todo: 'Look which brokers are down; sources try again meanwhile.',
    },
    ...(parameters.given.brokerMonitoring === 'PER_BROKER'
      ? [
          {
            ...lasting,
            id: id('RefusesConnections'),
            metrics: [metric('IAMTooManyConnections')],
            threshold: 0,
            what: `Broker ${broker} refuses new connections, since too many come within a second.`,
            todo: 'Lower sourceConcurrency.',
          } as const,
        ]
      : []),
  ];
};

const domainAlarms = (parameters: Parameters): readonly Alarm[] => {
  const { searchVolumeGiB, searchNodes } = parameters.given;
  const metric = ofDomain(parameters);
  const one = { stat: 'Maximum', rings: 'above', threshold: 0 } as const;
  return [
    {
      ...one,
      id: 'DomainRed',
      metrics: [metric('ClusterStatus.red')],
      what: 'An index of OpenSearch lacks a primary shard.',
      todo: 'GET _cluster/allocation/explain says why; restore it from a snapshot, or delete it and replay.',
    },
    // One node has no place for replicas.
    ...(searchNodes > 1
      ? [
          {
            ...one,
            id: 'DomainYellow',
            metrics: [metric('ClusterStatus.yellow')],
            periods: 6,
            what: 'For half an hour, replicas in OpenSearch have had no node.',
            todo: 'Look at the nodes and their disks.',
          } as const,
        ]
      : []),
    {
      id: 'DomainDiskFull',
      metrics: [metric('FreeStorageSpace')],
      stat: 'Minimum',
      rings: 'below',
      threshold: Math.round(searchVolumeGiB * MIB * FREE_SHARE),
      what: 'A node of OpenSearch has less than a fifth of its disk free; it stops writing before it is full.',
      todo: 'Raise searchVolumeGiB and deploy, or keep indices for fewer days (connectless.retention.days).',
    },
    {
      ...one,
      id: 'DomainBlocksWrites',
      metrics: [metric('ClusterIndexWritesBlocked')],
      what: 'OpenSearch takes no writes; partitions wait, nothing is lost.',
      todo: 'Make room on its disks or in its memory.',
    },
    {
      ...one,
      id: 'DomainMemory',
      metrics: [metric('JVMMemoryPressure')],
      threshold: 92,
      periods: 3,
      what: 'The memory of OpenSearch is nearly used up.',
      todo: 'Choose a larger searchNodeType, or keep fewer indices.',
    },
    {
      ...one,
      id: 'DomainBusy',
      metrics: [metric('CPUUtilization')],
      stat: 'Average',
      threshold: 80,
      periods: 6,
      what: 'OpenSearch has been busy for half an hour.',
      todo: 'Choose a larger searchNodeType or more searchNodes.',
    },
    {
      ...one,
      id: 'DomainRejectsWrites',
      metrics: [metric('ThreadpoolWriteRejected'), metric('CoordinatingWriteRejected')],
      stat: 'Sum',
      periods: 6,
      what: 'OpenSearch has turned writes away for half an hour; they are sent again.',
      todo: 'Choose a larger searchNodeType, or lower connectless.pollers.max.',
    },
    {
      ...one,
      id: 'DomainSnapshotFailed',
      metrics: [metric('AutomatedSnapshotFailure')],
      what: 'OpenSearch could not make its hourly snapshot.',
      todo: 'Usually an index is red: see there.',
    },
    {
      ...one,
      id: 'DomainKeyUnusable',
      metrics: [metric('KMSKeyError'), metric('KMSKeyInaccessible')],
      what: 'OpenSearch can’t use the key that encrypts it.',
      todo: 'Enable the key again, or cancel its deletion; without it the data can’t be read.',
    },
  ];
};
