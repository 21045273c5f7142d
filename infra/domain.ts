import { skip } from './checkov.ts';
import {
  accountArn,
  getAtt,
  join,
  RETAIN,
  type Resource,
  type Resources,
  ref,
  type Value,
} from './cloudformation.ts';
import { dataKeyArn } from './data-key.ts';
import { DOMAIN } from './logical-id.ts';
import { domainName, type Parameters } from './parameters.ts';
import { prepareRoleArn } from './prepare.ts';
import { groupId, SEARCH_SECURITY_GROUP } from './security-groups.ts';

const LOG_GROUP = 'SearchLogGroup';
const LOG_POLICY = 'SearchLogPolicy';
const LOG_DAYS = 30;
const SERVICE_LINKED_ROLE = 'SearchServiceLinkedRole';
/** The tests have run with it. */
const ENGINE_VERSION = 'OpenSearch_2.19';

/** Logs without documents in them: slow logs quote what was indexed or asked for. */
const LOGS = ['ES_APPLICATION_LOGS', 'AUDIT_LOGS'];

/**
 * The OpenSearch domain that a deploy makes, in the network: IAM alone signs in, roles of OpenSearch
 * decide about indices, and the deploy's own function inside is the master that maps them.
 */
export const domain = (parameters: Parameters): Resources =>
  parameters.makes.domain
    ? {
        ...logging(parameters),
        ...serviceLinkedRole(parameters),
        [DOMAIN]: resource(parameters),
      }
    : {};

const resource = (parameters: Parameters): Resource => {
  const { subnetIds, domainArn, given } = parameters;
  return {
    Type: 'AWS::OpenSearchService::Domain',
    ...RETAIN,
    // Without it, another version would mean another domain.
    UpdatePolicy: { EnableVersionUpgrade: true },
    DependsOn: [LOG_POLICY, ...Object.keys(serviceLinkedRole(parameters))],
    ...skip(skipped(parameters)),
    Properties: {
      DomainName: domainName(),
      EngineVersion: ENGINE_VERSION,
      ClusterConfig: clusterConfig(given),
      EBSOptions: { EBSEnabled: true, VolumeType: 'gp3', VolumeSize: given.searchVolumeGiB },
      VPCOptions: {
        SubnetIds: subnetIds.slice(0, zones(given)),
        SecurityGroupIds: [groupId(SEARCH_SECURITY_GROUP)],
      },
      AccessPolicies: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            // Policies of the account's own roles decide; others can't come in.
            Principal: { AWS: accountArn() },
            Action: 'es:ESHttp*',
            Resource: join('/', [domainArn, '*']),
          },
        ],
      },
      AdvancedSecurityOptions: {
        Enabled: true,
        InternalUserDatabaseEnabled: false,
        MasterUserOptions: { MasterUserARN: prepareRoleArn(parameters) },
      },
      DomainEndpointOptions: {
        EnforceHTTPS: true,
        TLSSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10',
      },
      EncryptionAtRestOptions: { Enabled: true, KmsKeyId: dataKeyArn() },
      NodeToNodeEncryptionOptions: { Enabled: true },
      LogPublishingOptions: Object.fromEntries(
        LOGS.map((log) => [log, { Enabled: true, CloudWatchLogsLogGroupArn: logGroupArn() }]),
      ),
    },
  };
};

type Given = Parameters['given'];

const MASTERS = 3;

const clusterConfig = (given: Given): Value => ({
  InstanceType: given.searchNodeType,
  InstanceCount: given.searchNodes,
  ZoneAwarenessEnabled: zones(given) > 1,
  ...(zones(given) > 1 && { ZoneAwarenessConfig: { AvailabilityZoneCount: zones(given) } }),
  DedicatedMasterEnabled: given.searchMasterType !== '',
  ...(given.searchMasterType !== '' && {
    DedicatedMasterType: given.searchMasterType,
    DedicatedMasterCount: MASTERS,
  }),
});

/** A node in each zone, as far as there are zones. */
const zones = ({ searchNodes }: Given): number => Math.min(searchNodes, 3);

/** A small stage does without masters of its own. */
const skipped = ({ given }: Parameters): Readonly<Record<string, string>> =>
  given.searchMasterType === ''
    ? {
        CKV_AWS_318: 'searchMasterType names masters where a stage is to have them',
        CKV2_AWS_59: 'searchMasterType names masters where a stage is to have them',
      }
    : {};

const logging = ({ domainArn }: Parameters): Resources => ({
  [LOG_GROUP]: {
    Type: 'AWS::Logs::LogGroup',
    ...skip({ CKV_AWS_158: 'encrypted by CloudWatch; the domain logs no documents' }),
    Properties: { RetentionInDays: LOG_DAYS },
  },
  [LOG_POLICY]: {
    Type: 'AWS::Logs::ResourcePolicy',
    Properties: {
      PolicyName: join('-', [ref('AWS::StackName'), 'search']),
      PolicyDocument: {
        'Fn::Sub': [
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'es.amazonaws.com' },
                Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                Resource: '${LogGroupArn}',
                Condition: {
                  StringEquals: { 'aws:SourceAccount': '${AWS::AccountId}' },
                  ArnEquals: { 'aws:SourceArn': '${DomainArn}' },
                },
              },
            ],
          }),
          { LogGroupArn: logGroupArn(), DomainArn: domainArn },
        ],
      },
    },
  },
});

const logGroupArn = (): Value => getAtt(LOG_GROUP, 'Arn');

/** OpenSearch Service's way into a network; an account has one, so that a stack makes it only when told. */
const serviceLinkedRole = ({ given }: Parameters): Resources =>
  given.searchServiceLinkedRole === 'true'
    ? {
        [SERVICE_LINKED_ROLE]: {
          Type: 'AWS::IAM::ServiceLinkedRole',
          // Other domains of the account have the same one.
          ...RETAIN,
          Properties: { AWSServiceName: 'opensearchservice.amazonaws.com' },
        },
      }
    : {};
