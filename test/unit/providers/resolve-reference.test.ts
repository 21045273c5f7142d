import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, it } from 'vitest';
import { connectConfigProviders } from '../../../shared/providers/connect.ts';

const secrets = mockClient(SecretsManagerClient);
const parameters = mockClient(SSMClient);
const env = { PASSWORD: 'of the environment' };

afterEach(() => {
  secrets.reset();
  parameters.reset();
});

describe('a reference', () => {
  it('to a variable is its value', async () => {
    expect(await connectConfigProviders(env)({ provider: 'env', path: 'PASSWORD' })).toBe(
      'of the environment',
    );
  });

  it('to a file is the value of its key', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'providers-')), 'a.properties');
    writeFileSync(path, 'user=me\npass\\:word = of the \\\n file');

    expect(await connectConfigProviders(env)({ provider: 'file', path, key: 'pass:word' })).toBe(
      'of the file',
    );
  });

  it.each([
    { secret: '{"password":"of the secret","port":1}', key: 'password', value: 'of the secret' },
    { secret: '{"password":"of the secret","port":1}', key: 'port', value: '1' },
    { secret: 'as it is', key: undefined, value: 'as it is' },
  ])('to a secret is $key of it, or all of it', async ({ secret, key, value }) => {
    secrets.on(GetSecretValueCommand, { SecretId: 'kafka' }).resolves({ SecretString: secret });

    expect(
      await connectConfigProviders(env)({
        provider: 'secretsmanager',
        path: 'kafka',
        ...(key !== undefined && { key }),
      }),
    ).toBe(value);
  });

  it('to a parameter is its value, decrypted', async () => {
    parameters
      .on(GetParameterCommand, { Name: '/kafka', WithDecryption: true })
      .resolves({ Parameter: { Value: 'of the store' } });

    expect(await connectConfigProviders(env)({ provider: 'ssm', path: '/kafka' })).toBe(
      'of the store',
    );
  });

  it.each([
    { provider: 'env', path: 'NONE' },
    { provider: 'file', path: '/none/at/all', key: 'a' },
    { provider: 'secretsmanager', path: 'kafka', key: 'none' },
    { provider: 'secretsmanager', path: 'text', key: 'a' },
    { provider: 'ssm', path: '/none' },
  ] as const)('to nothing rejects: $provider $path', async (reference) => {
    secrets.on(GetSecretValueCommand, { SecretId: 'kafka' }).resolves({ SecretString: '{}' });
    secrets.on(GetSecretValueCommand, { SecretId: 'text' }).resolves({ SecretString: 'no JSON' });
    parameters.on(GetParameterCommand).rejects(new Error('ParameterNotFound'));

    await expect(connectConfigProviders(env)(reference)).rejects.toThrow();
  });
});
