import { describe, expect, it } from 'vitest';
import { checkService } from '../../../infra/check-service.ts';
import { aFolder, sourceFile } from '../../support/connectors.ts';
import { deployed } from '../../support/deployed.ts';
import { EXISTING } from '../../support/situations.ts';

const jaas = (password: string): string =>
  `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username=a password="${password}";`;
const WORKER = ['security.protocol=SASL_SSL', 'sasl.mechanism=SCRAM-SHA-512', jaas('${ssm:a}')];

/** What is found with a worker's file, by key; the connector's login is its own. */
const found = async (worker: readonly string[], kafkaSignIn: 'files' | 'iam') => {
  const { parameters } = await deployed({ name: 'existing', params: { ...EXISTING, kafkaSignIn } });
  const own = Object.fromEntries(
    WORKER.map((line) => [`producer.override.${line.split('=')[0]}`, line.replace(/^[^=]+=/, '')]),
  );
  const folder = aFolder({ 'a.json': sourceFile(own) }, worker.join('\n'));
  return checkService(folder, parameters)
    .faults.filter(({ file }) => file === 'connect-distributed.properties')
    .map(({ key, severity }) => [key, severity]);
};

describe('checkService', () => {
  it('has nothing against a login of the worker that is kept elsewhere', async () => {
    expect(await found(WORKER, 'files')).toEqual([]);
  });

  it('refuses to deploy one whose password the file has, and warns of it where it does not sign in', async () => {
    const worker = [...WORKER, `admin.${jaas('secret')}`];

    expect(await found(worker, 'files')).toEqual([['admin.sasl.jaas.config', 'error']]);
    expect(await found(worker, 'iam')).toContainEqual(['admin.sasl.jaas.config', 'warning']);
  });

  it('tells once what a connector and the deploy’s own function both meet', async () => {
    const worker = [...WORKER, 'ssl.truststore.type=PEM', 'ssl.truststore.location=ca.pem'];

    expect(await found(worker, 'files')).toEqual([['ssl.truststore.location', 'error']]);
  });

  it('warns where Kafka’s part is left to a person', async () => {
    expect(await found([], 'files')).toEqual([['security.protocol', 'warning']]);
  });
});
