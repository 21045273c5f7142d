import { describe, expect, it } from 'vitest';
import { checkParameters, checkRegion } from '../../../infra/check-parameters.ts';
import { committedParams, serviceText } from '../../../infra/committed-params.ts';
import { checkedParameters } from '../../../infra/parameters.ts';
import { faultLine } from '../../../shared/connect/errors.ts';
import { givenParameters, oslsWith } from '../../support/osls.ts';

const CLUSTER = { clusterArn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/phones/abc-1' };
const DOMAIN = {
  domainArn: 'arn:aws:es:eu-west-1:111122223333:domain/phones',
  domainEndpoint: 'vpc-phones.eu-west-1.es.amazonaws.com',
};
const NETWORK = { subnetIds: 'subnet-0a, subnet-0b,subnet-0c', securityGroupIds: 'sg-0a' };

/** The parameters that are at fault where these are given, by name. */
const wrong = async (given: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  checkParameters(await givenParameters(given)).map(({ key = '' }) => key);

describe('checkParameters', () => {
  it.each([
    {},
    { ...CLUSTER, ...DOMAIN, ...NETWORK },
    { ...NETWORK, vpcId: 'vpc-0' },
    { ...CLUSTER, ...NETWORK, vpcId: 'vpc-0' },
    { ...DOMAIN, ...NETWORK, vpcId: 'vpc-0' },
    { subnetIds: NETWORK.subnetIds, vpcId: 'vpc-0' },
    { ...CLUSTER, ...DOMAIN, ...NETWORK, subnetIds: 'subnet-0a' },
  ])('takes %j', async (given) => {
    expect(await wrong(given)).toEqual([]);
  });

  it.each([
    { given: CLUSTER, names: ['subnetIds', 'securityGroupIds'] },
    { given: DOMAIN, names: ['subnetIds', 'securityGroupIds'] },
    { given: { ...CLUSTER, ...NETWORK }, names: ['vpcId'] },
    { given: NETWORK, names: ['vpcId'] },
    { given: { vpcId: 'vpc-0' }, names: ['subnetIds'] },
    { given: { vpcId: 'vpc-0', subnetIds: 'subnet-0a,subnet-0b' }, names: ['subnetIds'] },
    {
      given: { ...CLUSTER, ...NETWORK, domainArn: DOMAIN.domainArn },
      names: ['domainEndpoint'],
    },
    {
      given: { ...CLUSTER, ...NETWORK, vpcId: 'vpc-0', domainEndpoint: DOMAIN.domainEndpoint },
      names: ['domainEndpoint'],
    },
    { given: { brokerVolumeGiB: 'much' }, names: ['brokerVolumeGiB'] },
    { given: { brokerMonitoring: 'ALL' }, names: ['brokerMonitoring'] },
    { given: { searchNodes: '4' }, names: ['searchNodes'] },
    { given: { searchVolumeGiB: '0' }, names: ['searchVolumeGiB'] },
    { given: { sourceConcurrency: '-1' }, names: ['sourceConcurrency'] },
    { given: { mappingMode: 'sometimes' }, names: ['mappingMode'] },
    {
      given: { tracing: 'on', searchServiceLinkedRole: 'yes' },
      names: ['searchServiceLinkedRole', 'tracing'],
    },
    {
      given: { kafkaSignIn: 'files' },
      names: ['kafkaSignIn'],
    },
  ])('refuses $given', async ({ given, names }) => {
    expect(await wrong(given)).toEqual(names);
  });

  it('says both ways out of a sign-in that the made cluster does not have', async () => {
    const [fault] = checkParameters(await givenParameters({ kafkaSignIn: 'files' }));

    expect(fault?.expected).toMatch(/^iam, .*, or clusterArn of an existing one$/);
  });

  it('refuses a parameter that nothing reads, and says which was meant', async () => {
    const osls = { ...oslsWith(), options: { param: ['tracing=true', 'kafkaSigIn=files'] } };

    const { faults } = await checkedParameters(osls);

    expect(faults.map(faultLine).join()).toMatch(
      /^--param kafkaSigIn=files: expected name=value with a name of vpcId, .*, tracing; write kafkaSignIn$/,
    );
  });

  it('takes each parameter of serverless.yml', async () => {
    const given = Object.entries(committedParams(await serviceText(), 'prod'));
    const param = given.map(([name, value]) => `${name}=${value}`);

    expect(await checkedParameters({ ...oslsWith(), options: { param } })).toMatchObject({
      faults: [],
    });
  });

  it('names all that is wrong at once', async () => {
    expect(await checkedParameters(oslsWith({ ...CLUSTER, tracing: 'on' }))).toMatchObject({
      faults: [{ key: 'subnetIds' }, { key: 'securityGroupIds' }, { key: 'tracing', found: 'on' }],
    });
  });
});

describe('checkRegion', () => {
  it.each([
    { region: 'us-west-1', given: {}, names: ['subnetIds'] },
    { region: 'us-west-1', given: NETWORK, names: [] },
    { region: 'us-west-2', given: {}, names: [] },
  ])('names $names in $region, given $given', async ({ region, given, names }) => {
    const faults = checkRegion(await givenParameters(given), region);

    expect(faults.map(({ key }) => key)).toEqual(names);
  });
});
