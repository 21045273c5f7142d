import { skip } from './checkov.ts';
import { getAtt, join, RETAIN, type Resources, ref, stackMark } from './cloudformation.ts';
import { dataKeyArn } from './data-key.ts';
import { CLUSTER } from './logical-id.ts';
import type { Parameters } from './parameters.ts';
import { BROKERS_SECURITY_GROUP, groupId } from './security-groups.ts';

/** One in each zone. */
export const BROKERS = 3;
/** A poller for each partition, so many batches at once; divisible by the brokers. */
export const PARTITIONS = 6;

const CONFIGURATION = 'ClusterConfiguration';
const LOG_GROUP = 'BrokerLogGroup';
/** With KRaft; the tests have run with it. */
const KAFKA_VERSION = '4.1.x.kraft';
const LOG_DAYS = 30;

/** A record is acknowledged when two of three brokers have it; no broker without it ever leads. */
const SERVER_PROPERTIES = {
  'auto.create.topics.enable': false,
  'default.replication.factor': BROKERS,
  'min.insync.replicas': 2,
  'num.partitions': PARTITIONS,
  'unclean.leader.election.enable': false,
};

/** The MSK cluster that a deploy makes: provisioned, IAM alone signs in, TLS everywhere. */
export const cluster = ({ makes, stage, subnetIds, given }: Parameters): Resources =>
  makes.cluster
    ? {
        [CONFIGURATION]: {
          Type: 'AWS::MSK::Configuration',
          // The cluster that is kept has it.
          ...RETAIN,
          Properties: {
            Name: join('-', ['connectless', stage, stackMark()]),
            KafkaVersionsList: [KAFKA_VERSION],
            ServerProperties: Object.entries(SERVER_PROPERTIES)
              .map(([key, value]) => `${key}=${value}`)
              .join('\n'),
          },
        },
        [LOG_GROUP]: {
          Type: 'AWS::Logs::LogGroup',
          ...skip({ CKV_AWS_158: 'encrypted by CloudWatch; brokers log no record content' }),
          Properties: { RetentionInDays: LOG_DAYS },
        },
        [CLUSTER]: {
          Type: 'AWS::MSK::Cluster',
          ...RETAIN,
          Properties: {
            ClusterName: join('-', ['connectless', stage, stackMark()]),
            KafkaVersion: KAFKA_VERSION,
            NumberOfBrokerNodes: BROKERS,
            BrokerNodeGroupInfo: {
              InstanceType: given.brokerType,
              ClientSubnets: subnetIds,
              SecurityGroups: [groupId(BROKERS_SECURITY_GROUP)],
              StorageInfo: { EBSStorageInfo: { VolumeSize: given.brokerVolumeGiB } },
            },
            ClientAuthentication: {
              Sasl: { Iam: { Enabled: true } },
              Unauthenticated: { Enabled: false },
            },
            ConfigurationInfo: {
              Arn: getAtt(CONFIGURATION, 'Arn'),
              Revision: getAtt(CONFIGURATION, 'LatestRevision.Revision'),
            },
            EncryptionInfo: {
              EncryptionAtRest: { DataVolumeKMSKeyId: dataKeyArn() },
              EncryptionInTransit: { ClientBroker: 'TLS', InCluster: true },
            },
            EnhancedMonitoring: given.brokerMonitoring,
            LoggingInfo: {
              BrokerLogs: { CloudWatchLogs: { Enabled: true, LogGroup: ref(LOG_GROUP) } },
            },
          },
        },
      }
    : {};
