import { describe, expect, it } from 'vitest';
import { readReferences } from '../../infra/permissions.ts';
import { resolve } from '../support/template.ts';

const arn = (service: string, resource: string) =>
  `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${resource}`;

describe('readReferences', () => {
  it('allows to read each secret and parameter, and no other', () => {
    const whole = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:kafka-AbCdEf';
    const secrets = [arn('secretsmanager', 'secret:search/connect-??????'), whole];
    const parameters = [arn('ssm', 'parameter/search/url')];

    expect(
      resolve(
        readReferences([
          { provider: 'secretsmanager', path: 'search/connect', key: 'user' },
          { provider: 'secretsmanager', path: 'search/connect', key: 'password' },
          { provider: 'secretsmanager', path: whole },
          { provider: 'ssm', path: '/search/url' },
          { provider: 'env', path: 'A' },
        ]),
      ),
    ).toEqual([
      { actions: ['secretsmanager:GetSecretValue'], resources: secrets },
      {
        actions: ['kms:Decrypt'],
        resources: ['*'],
        condition: { StringLike: { 'kms:EncryptionContext:SecretARN': secrets } },
      },
      { actions: ['ssm:GetParameter'], resources: parameters },
      {
        actions: ['kms:Decrypt'],
        resources: ['*'],
        condition: { StringLike: { 'kms:EncryptionContext:PARAMETER_ARN': parameters } },
      },
    ]);
    expect(readReferences([])).toEqual([]);
  });
});
