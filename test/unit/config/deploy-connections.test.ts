import { describe, expect, it } from 'vitest';
import { readDeployKafka } from '../../../shared/config/deploy-connections.ts';
import type { Environment } from '../../../shared/config/environment.ts';
import { aFolder } from '../../support/connectors.ts';

const ENV = { KAFKA_BROKERS: 'k:1,k:2' };
const login = (name: string, password: string): string =>
  `org.apache.kafka.common.security.scram.ScramLoginModule required username="${name}" password="${password}";`;
const WORKER = [
  'security.protocol=SASL_SSL',
  'sasl.mechanism=SCRAM-SHA-512',
  `sasl.jaas.config=${login('worker', '${ssm:worker}')}`,
  `producer.sasl.jaas.config=${login('producer', '${ssm:producer}')}`,
];

/** How the deploy's function reaches Kafka, and the references that it resolved. */
const read = async (lines: readonly string[] | undefined, env: Environment = ENV) => {
  const resolved: string[] = [];
  const connection = await readDeployKafka(
    aFolder({}, lines?.join('\n')),
    env,
    async ({ path }) => {
      resolved.push(path);
      return `p-of-${path}`;
    },
  );
  return { connection, resolved };
};

describe('readDeployKafka', () => {
  it('signs in as the worker did, not as its producers', async () => {
    const { connection, resolved } = await read(WORKER);

    expect(connection).toEqual({
      brokers: ['k:1', 'k:2'],
      clientId: 'connectless-prepare',
      security: {
        protocol: 'SASL_SSL',
        mechanism: 'SCRAM-SHA-512',
        username: 'worker',
        password: 'p-of-worker',
      },
    });
    expect(resolved).toEqual(['worker']);
  });

  it('takes what the worker’s file says of admin clients before that', async () => {
    const { connection, resolved } = await read([
      ...WORKER,
      'admin.sasl.mechanism=SCRAM-SHA-256',
      `admin.sasl.jaas.config=${login('admin', '${ssm:admin}')}`,
    ]);

    expect(connection.security).toMatchObject({
      mechanism: 'SCRAM-SHA-256',
      username: 'admin',
      password: 'p-of-admin',
    });
    expect(resolved).toEqual(['admin']);
  });

  it('signs in by its role where the environment says so, whatever the file does', async () => {
    const { connection, resolved } = await read(WORKER, {
      ...ENV,
      AWS_REGION: 'eu-west-1',
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM',
    });

    expect(connection.security).toEqual({
      protocol: 'SASL_SSL',
      mechanism: 'AWS_MSK_IAM',
      region: 'eu-west-1',
    });
    expect(resolved).toEqual([]);
  });

  it('needs no worker’s file', async () => {
    expect((await read(undefined)).connection.security).toEqual({ protocol: 'PLAINTEXT' });
  });

  it('rejects with the place of what is wrong', async () => {
    await expect(read([...WORKER, 'admin.sasl.mechanism=GSSAPI'], {})).rejects.toMatchObject({
      faults: [
        { file: 'connect-distributed.properties', key: 'bootstrap.servers' },
        { file: 'connect-distributed.properties', key: 'admin.sasl.mechanism', line: 5 },
      ],
    });
  });
});
