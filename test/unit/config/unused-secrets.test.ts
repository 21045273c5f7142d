import { describe, expect, it } from 'vitest';
import { checkConnectors } from '../../../shared/config/check-connectors.ts';
import { unusedSecrets } from '../../../shared/config/unused-secrets.ts';
import { WORKER_FILE } from '../../../shared/config/worker.ts';
import { aFolder, sourceFile } from '../../support/connectors.ts';

const IAM = { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM' };
const WORKER = 'security.protocol=SSL\nssl.keystore.key=s3cr3t\nssl.key.password=s3cr3t';

/** What is told of a source's secrets beside that worker's file, and all else that is told. */
const secretsOf = (file: unknown, worker: string, env: Readonly<Record<string, string>>) => {
  const folder = aFolder({ 'a.json': file }, worker);
  const { faults } = checkConnectors(folder, { deploy: true, env });
  const unused = unusedSecrets(folder, faults);
  expect(JSON.stringify(unused)).not.toContain('s3cr3t');
  return unused;
};

describe('unusedSecrets', () => {
  it('warns of a key and its password where IAM signs in, by file and line', () => {
    expect(secretsOf(sourceFile(), WORKER, IAM)).toMatchObject([
      { severity: 'warning', file: WORKER_FILE, key: 'ssl.keystore.key', line: 2 },
      { severity: 'warning', file: WORKER_FILE, key: 'ssl.key.password', line: 3 },
    ]);
  });

  it('leaves those to the errors that are used', () => {
    expect(secretsOf(sourceFile(), WORKER, {})).toEqual([]);
  });

  it.each([
    'connect.mqtt.password',
    'producer.override.ssl.key.password',
    'producer.override.sasl.jaas.config',
  ])('warns of %s of a connector', (key) => {
    expect(secretsOf(sourceFile({ [key]: 's3cr3t' }), '', IAM)).toMatchObject([
      { file: 'a.json', key, line: expect.any(Number) },
    ]);
  });

  it.each([
    { text: '' },
    { text: '${env:PASSWORD}' },
    { text: '${secretsmanager:kafka:password}' },
  ])('has nothing against "$text"', ({ text }) => {
    expect(secretsOf(sourceFile({ 'connect.mqtt.password': text }), '', IAM)).toEqual([]);
  });

  it('knows no secret in what is no connector of ours', () => {
    expect(secretsOf({ 'connector.class': 'Other', 'a.password': 's3cr3t' }, '', IAM)).toEqual([]);
  });
});
