import { describe, expect, it } from 'vitest';
import { shapeFaults } from '../../../infra/parameter-shapes.ts';
import { givenParameters } from '../../support/osls.ts';
import { EXISTING } from '../../support/situations.ts';

const ACCOUNT = 'eu-west-1:111122223333';

describe('shapeFaults', () => {
  it.each(['aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-eusc'])(
    'takes ARNs of the partition %s',
    async (partition) => {
      const given = await givenParameters({
        clusterArn: `arn:${partition}:kafka:${ACCOUNT}:cluster/my_phones.1/0f9e8d7c-6b5a-4c3d-8e1f-0a1b2c3d4e5f-s1`,
        domainArn: `arn:${partition}:es:us-gov-west-1:111122223333:domain/phones-2`,
        domainAdminRoleArn: `arn:${partition}:iam::111122223333:role/teams/search.admin+1`,
        alarmTopicArn: `arn:${partition}:sns:${ACCOUNT}:alarms_1`,
      });

      expect(shapeFaults(given)).toEqual([]);
    },
  );

  it.each([
    {},
    EXISTING,
    { vpcId: 'vpc-0123abcd', subnetIds: 'subnet-0123456789abcdef0, subnet-1a2b3c4d' },
    { domainEndpoint: 'search.example.com' },
    { domainEndpoint: 'vpc-phones-abc.aos.eu-west-1.on.aws' },
    { domainEndpoint: 'vpc-phones-abc.cn-north-1.es.amazonaws.com.cn' },
  ])('takes %j', async (params) => {
    expect(shapeFaults(await givenParameters(params))).toEqual([]);
  });

  it.each([
    ['clusterArn', 'abc', 'arn:<partition>:kafka:<region>:<account>:cluster/<name>/<id>'],
    ['clusterArn', `arn:aws:kafka:${ACCOUNT}:topic/a/b/c`, 'cluster/<name>/<id>'],
    ['clusterArn', `arn:aws:kafka:${ACCOUNT}:cluster/phones`, 'cluster/<name>/<id>'],
    ['domainArn', 'xyz', 'arn:<partition>:es:<region>:<account>:domain/<name>'],
    ['domainArn', `arn:aws:es:${ACCOUNT}:domain/phones/*`, 'domain/<name>'],
    ['domainArn', `arn:aws:aoss:${ACCOUNT}:collection/abc`, 'arn:<partition>:es:'],
    ['domainEndpoint', 'hello', 'a host name'],
    ['domainEndpoint', 'https://vpc-phones.es.amazonaws.com', 'without https://'],
    ['domainEndpoint', 'vpc-phones.es.amazonaws.com/_dashboards', 'without https:// and path'],
    ['domainAdminRoleArn', 'admin', 'arn:<partition>:iam::<account>:role/<name>'],
    ['alarmTopicArn', `arn:aws:sqs:${ACCOUNT}:alarms`, 'arn:<partition>:sns:<region>:<account>:'],
    ['vpcId', 'vpc-…', 'vpc-<hexadecimal digits>'],
    ['subnetIds', 'vpc-0a', 'subnet-<hexadecimal digits>'],
    ['securityGroupIds', 'default', 'sg-<hexadecimal digits>'],
  ])('refuses %s=%s', async (key, found, expected) => {
    expect(shapeFaults(await givenParameters({ [key]: found }))).toEqual([
      {
        file: 'params',
        key,
        severity: 'error',
        found,
        expected: expect.stringContaining(expected),
      },
    ]);
  });

  it('names of a list those that are wrong', async () => {
    const given = await givenParameters({ subnetIds: 'subnet-0a,eu-west-1a, sg-0b' });

    expect(shapeFaults(given).map(({ found }) => found)).toEqual(['eu-west-1a', 'sg-0b']);
  });
});
