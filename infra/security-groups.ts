import { getAtt, RETAIN, type Resource, type Resources, type Value } from './cloudformation.ts';
import { FUNCTIONS_SECURITY_GROUP } from './logical-id.ts';
import type { Parameters } from './parameters.ts';

/** Logical ids of the groups of the cluster and the domain that a deploy makes. */
export const BROKERS_SECURITY_GROUP = 'BrokersSecurityGroup';
export const SEARCH_SECURITY_GROUP = 'SearchSecurityGroup';

/** Of MSK's listener for IAM. */
const IAM_PORT = 9098;
const HTTPS_PORT = 443;

/** Who may speak to whom, by reference: functions to brokers and domain, mappings to brokers, nobody else. */
export const securityGroups = (parameters: Parameters): Resources => ({
  ...(parameters.makes.securityGroup && functionsGroup(parameters)),
  ...(parameters.makes.cluster && brokersGroup(parameters)),
  ...(parameters.makes.domain && searchGroup(parameters)),
});

const functionsGroup = (parameters: Parameters): Resources => ({
  [FUNCTIONS_SECURITY_GROUP]: securityGroup(parameters, 'The functions', [
    {
      IpProtocol: 'tcp',
      FromPort: IAM_PORT,
      ToPort: IAM_PORT,
      DestinationSecurityGroupId: groupId(BROKERS_SECURITY_GROUP),
      Description: 'Brokers',
    },
    {
      IpProtocol: 'tcp',
      FromPort: HTTPS_PORT,
      ToPort: HTTPS_PORT,
      // S3 has addresses of its own, and there is no route to anything else outside.
      CidrIp: '0.0.0.0/0',
      Description: 'The domain, and S3 through its endpoint',
    },
  ]),
});

const brokersGroup = (parameters: Parameters): Resources => ({
  [BROKERS_SECURITY_GROUP]: {
    ...securityGroup(parameters, 'The brokers, and the pollers of mappings'),
    // The cluster, which is kept, has it.
    ...RETAIN,
  },
  ...letIn(BROKERS_SECURITY_GROUP, 'Functions', IAM_PORT, parameters.securityGroupIds),
  // A mapping takes network and group of its cluster.
  ...letIn(BROKERS_SECURITY_GROUP, 'Pollers', IAM_PORT, [groupId(BROKERS_SECURITY_GROUP)]),
  ...letOut(BROKERS_SECURITY_GROUP, 'Pollers', IAM_PORT, BROKERS_SECURITY_GROUP),
});

const searchGroup = (parameters: Parameters): Resources => ({
  [SEARCH_SECURITY_GROUP]: { ...securityGroup(parameters, 'The domain'), ...RETAIN },
  ...letIn(SEARCH_SECURITY_GROUP, 'Functions', HTTPS_PORT, parameters.securityGroupIds),
});

/** A group that lets nothing out but what is said: EC2 would give it everything otherwise. */
export const securityGroup = (
  { vpcId }: Parameters,
  description: string,
  egress: readonly Value[] = [NOWHERE],
): Resource => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: description, VpcId: vpcId, SecurityGroupEgress: egress },
});

const NOWHERE: Value = {
  IpProtocol: 'icmp',
  FromPort: 252,
  ToPort: 86,
  CidrIp: '255.255.255.255/32',
  Description: 'Nothing',
};

/** Lets groups into another at a port. */
export const letIn = (
  group: string,
  who: string,
  port: number,
  sources: readonly Value[],
): Resources =>
  Object.fromEntries(
    sources.map((source, index) => [
      `${group}From${who}${index === 0 ? '' : index + 1}`,
      {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: {
          GroupId: groupId(group),
          IpProtocol: 'tcp',
          FromPort: port,
          ToPort: port,
          SourceSecurityGroupId: source,
          Description: who,
        },
      },
    ]),
  );

/** Lets a group out to another at a port. */
export const letOut = (group: string, who: string, port: number, to: string): Resources => ({
  [`${group}To${who}`]: {
    Type: 'AWS::EC2::SecurityGroupEgress',
    Properties: {
      GroupId: groupId(group),
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      DestinationSecurityGroupId: groupId(to),
      Description: who,
    },
  },
});

/** The id of a group, by its logical id. */
export const groupId = (group: string): Value => getAtt(group, 'GroupId');
