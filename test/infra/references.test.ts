import { describe, expect, it } from 'vitest';
import { readReferences } from '../../infra/permissions.ts';

const arn = (service: string, resource: string) => ({
  'Fn::Join': [
    ':',
    [
      'arn',
      { Ref: 'AWS::Partition' },
      service,
      { Ref: 'AWS::Region' },
      { Ref: 'AWS::AccountId' },
      resource,
    ],
  ],
});

describe('readReferences', () => {
  it('allows to read each secret and parameter, and no other', () => {
    const whole = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:kafka-AbCdEf';

    expect(
      readReferences([
        { provider: 'secretsmanager', path: 'search/connect', key: 'user' },
        { provider: 'secretsmanager', path: 'search/connect', key: 'password' },
        { provider: 'secretsmanager', path: whole },
        { provider: 'ssm', path: '/search/url' },
        { provider: 'env', path: 'A' },
      ]),
    ).toEqual([
      {
        actions: ['secretsmanager:GetSecretValue'],
        resources: [arn('secretsmanager', 'secret:search/connect-??????'), whole],
      },
      { actions: ['ssm:GetParameter'], resources: [arn('ssm', 'parameter/search/url')] },
    ]);
    expect(readReferences([])).toEqual([]);
  });
});
