import { describe, expect, it } from 'vitest';
import { readReferences } from '../../infra/permissions.ts';
import { resolve } from '../support/template.ts';

const arn = (service: string, resource: string) =>
  `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${resource}`;

describe('readReferences', () => {
  it('allows to read each secret and parameter, and no other', () => {
    const whole = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:kafka-AbCdEf';

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
      {
        actions: ['secretsmanager:GetSecretValue'],
        resources: [arn('secretsmanager', 'secret:search/connect-??????'), whole],
      },
      { actions: ['ssm:GetParameter'], resources: [arn('ssm', 'parameter/search/url')] },
    ]);
    expect(readReferences([])).toEqual([]);
  });
});
