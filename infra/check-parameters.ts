import type { Fault } from '../shared/connect/errors.ts';
import { shapeFaults } from './parameter-shapes.ts';
import type { Given } from './read-parameters.ts';

type Rule = {
  readonly name: keyof Given;
  readonly broken: (given: Given) => boolean;
  readonly expected: string;
};

const isEmpty = (value: string | readonly string[]): boolean => value.length === 0;
const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1;
const makesDomain = ({ domainArn }: Given): boolean => isEmpty(domainArn);
const makesCluster = ({ clusterArn }: Given): boolean => isEmpty(clusterArn);
/** A security group or something in one is made in a network that exists. */
const needsVpc = (given: Given): boolean =>
  isEmpty(given.securityGroupIds) || makesCluster(given) || makesDomain(given);

/** What goes with what; each row says what is wrong with the parameter that it names. */
const RULES: readonly Rule[] = [
  {
    name: 'domainEndpoint',
    broken: ({ domainArn, domainEndpoint }) => isEmpty(domainArn) !== isEmpty(domainEndpoint),
    expected: 'domainArn and domainEndpoint together, or neither',
  },
  {
    name: 'domainAdminRoleArn',
    broken: (given) => makesDomain(given) && !isEmpty(given.domainAdminRoleArn),
    expected: 'domainArn, too: a domain that the deploy makes has an administrator',
  },
  {
    name: 'subnetIds',
    broken: (given) => isEmpty(given.subnetIds) && !(makesCluster(given) && makesDomain(given)),
    expected: 'subnets from which the existing cluster or domain is reached',
  },
  {
    name: 'securityGroupIds',
    broken: (given) =>
      isEmpty(given.securityGroupIds) && !(makesCluster(given) && makesDomain(given)),
    expected: 'a group that the existing cluster or domain lets in',
  },
  {
    name: 'subnetIds',
    broken: ({ vpcId, subnetIds }) => isEmpty(subnetIds) && !isEmpty(vpcId),
    expected: 'the subnets of vpcId',
  },
  {
    name: 'vpcId',
    broken: (given) => isEmpty(given.vpcId) && !isEmpty(given.subnetIds) && needsVpc(given),
    expected: 'the network of subnetIds, since security groups are made in it',
  },
  {
    name: 'subnetIds',
    broken: (given) =>
      !isEmpty(given.subnetIds) && given.subnetIds.length !== 3 && makesCluster(given),
    expected: 'three subnets in three zones, since the cluster has a broker in each',
  },
  {
    name: 'brokerVolumeGiB',
    broken: ({ brokerVolumeGiB }) => !isCount(brokerVolumeGiB),
    expected: 'GiB, 1 or more',
  },
  {
    name: 'brokerMonitoring',
    broken: ({ brokerMonitoring }) => !MONITORING.includes(brokerMonitoring),
    expected: 'DEFAULT or PER_BROKER',
  },
  {
    name: 'searchNodes',
    broken: ({ searchNodes }) => !isCount(searchNodes) || (searchNodes > 3 && searchNodes % 3 > 0),
    expected: '1, 2 or a multiple of 3, which spread evenly over the zones',
  },
  {
    name: 'searchVolumeGiB',
    broken: ({ searchVolumeGiB }) => !isCount(searchVolumeGiB),
    expected: 'GiB, 1 or more',
  },
  {
    name: 'sourceConcurrency',
    broken: ({ sourceConcurrency }) =>
      !(Number.isInteger(sourceConcurrency) && sourceConcurrency >= 0),
    expected: 'instances, or 0 for as many as the account has',
  },
  {
    name: 'kafkaSignIn',
    broken: ({ kafkaSignIn }) => !['iam', 'files'].includes(kafkaSignIn),
    expected: 'iam or files',
  },
  {
    name: 'kafkaSignIn',
    broken: (given) => given.kafkaSignIn === 'files' && makesCluster(given),
    expected:
      'iam, the one way to sign in to the cluster that a deploy makes, or clusterArn of an existing one',
  },
  {
    name: 'mappingMode',
    broken: ({ mappingMode }) => !['provisioned', 'on-demand'].includes(mappingMode),
    expected: 'provisioned or on-demand',
  },
  ...(['searchServiceLinkedRole', 'tracing'] as const).map((name) => ({
    name,
    broken: (given: Given) => !['true', 'false'].includes(given[name]),
    expected: 'true or false',
  })),
];

const MONITORING = ['DEFAULT', 'PER_BROKER'];

/** All that is wrong with the parameters at once. */
export const checkParameters = (given: Given): readonly Fault[] => [
  ...shapeFaults(given),
  ...RULES.filter(({ broken }) => broken(given)).map(
    ({ name, expected }): Fault => ({
      file: 'params',
      key: name,
      severity: 'error',
      ...(String(given[name]) !== '' && { found: String(given[name]) }),
      expected,
    }),
  ),
];

/** Regions that show an account two zones, unless it is an old one. */
const TWO_ZONES = ['us-west-1'];

/** What a region has no place for: the network that a deploy makes stands in three zones. */
export const checkRegion = (given: Given, region: string): readonly Fault[] =>
  TWO_ZONES.includes(region) && isEmpty(given.subnetIds)
    ? [
        {
          file: 'params',
          key: 'subnetIds',
          severity: 'error',
          expected: `subnets that exist, or another region: ${region} has two zones, and the network that a deploy makes needs three`,
        },
      ]
    : [];
