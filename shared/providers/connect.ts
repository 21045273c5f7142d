import { readFile } from 'node:fs/promises';
import { parse } from 'dot-properties';
import type { Environment } from '../config/environment.ts';
import type { ResolveReference } from '../config/references.ts';
import { createResolveReference } from './resolve-reference.ts';

/** Resolves references where they point: variables, files, Secrets Manager, Parameter Store. */
export const connectConfigProviders = (env: Environment): ResolveReference =>
  createResolveReference({
    env: async (name) => env[name],
    file: async (path, key) =>
      Object.entries(parse(await readFile(path, 'utf8')))
        .find(([name]) => name === key)?.[1]
        ?.toString(),
    // The runtime brings the clients; they are loaded where a file refers to them, and not else.
    async secretsmanager(id) {
      const { SecretsManager } = await import('@aws-sdk/client-secrets-manager');
      return (await new SecretsManager().getSecretValue({ SecretId: id })).SecretString;
    },
    async ssm(name) {
      const { SSM } = await import('@aws-sdk/client-ssm');
      const { Parameter } = await new SSM().getParameter({ Name: name, WithDecryption: true });
      return Parameter?.Value;
    },
  });
