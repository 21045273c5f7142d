import { describe, expect, it } from 'vitest';
import { readSinkConfig } from '../../../shared/config/read-connectors.ts';
import { usedByDeploy, usedStores } from '../../../shared/config/used-stores.ts';
import { createAuthority } from '../../support/certificates.ts';
import { aFolder, confluentSinkFile, sinkFile, sourceFile } from '../../support/connectors.ts';

const IAM = { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM' };
const WORKER = [
  'security.protocol=SSL',
  'ssl.keystore.location=keys.pem',
  'producer.ssl.truststore.location=producer.pem',
  'admin.ssl.truststore.location=admin.pem',
].join('\n');
const LETTERS = { 'errors.tolerance': 'all' };
const OVERRIDE = { 'producer.override.ssl.truststore.location': 'own.pem' };
const TO_OPENSEARCH = { ...LETTERS, 'elastic.https.ssl.truststore.location': 'domain.pem' };

/** The stores that a file's function reads, beside that worker's file. */
const storesOf = (file: unknown, env = {}, worker = WORKER): readonly string[] => {
  const folder = aFolder({ 'a.json': file }, worker);
  const [connector] = folder.connectors;
  return connector ? usedStores(folder, connector, env) : [];
};

describe('usedStores', () => {
  it.each([
    { what: 'a source', file: sourceFile(), stores: ['keys.pem', 'producer.pem'] },
    {
      what: 'an override of a producer',
      file: sourceFile(OVERRIDE),
      stores: ['keys.pem', 'own.pem'],
    },
    { what: 'letters of a sink', file: sinkFile(LETTERS), stores: ['keys.pem', 'producer.pem'] },
    {
      what: 'a sink that writes no letters',
      file: sinkFile({ ...LETTERS, 'connectless.errors.drop': 'true' }),
      stores: [],
    },
    {
      what: 'OpenSearch',
      file: confluentSinkFile(TO_OPENSEARCH),
      stores: ['keys.pem', 'producer.pem', 'domain.pem'],
    },
    { what: 'a file of nobody', file: {}, stores: [] },
  ])('are those of $what', ({ file, stores }) => {
    expect(storesOf(file)).toEqual(stores);
  });

  it.each([{ env: {} }, { env: IAM }])(
    'are all that a function asks for ($env)',
    async ({ env }) => {
      const types = ['ssl.keystore.type=PEM', 'ssl.truststore.type=PEM'].join('\n');
      const tls = { ...TO_OPENSEARCH, 'elastic.https.ssl.truststore.type': 'PEM' };
      const folder = aFolder({ 'a.json': confluentSinkFile(tls) }, `${WORKER}\n${types}`);
      const { certificate, key } = createAuthority();
      const all = ['keys.pem', 'producer.pem', 'admin.pem', 'domain.pem'];
      const used = storesOf(confluentSinkFile(tls), env);
      const start = async (names: readonly string[]) => {
        const { kafka, opensearch } = await readSinkConfig(
          { ...folder, stores: new Map(names.map((name) => [name, `${certificate}\n${key}`])) },
          { ...env, AWS_REGION: 'eu-west-1', KAFKA_BROKERS: 'kafka:9098' },
          () => Promise.reject(new Error('nothing is referred to')),
        );
        return { kafka, opensearch };
      };

      expect(await start(used)).toEqual(await start(all));
      await expect(start(used.slice(1))).rejects.toThrow('a file that can be read');
    },
  );

  it('are none of Kafka where IAM signs in, but those of OpenSearch', () => {
    expect(storesOf(sourceFile(OVERRIDE), IAM)).toEqual([]);
    expect(storesOf(confluentSinkFile(TO_OPENSEARCH), IAM)).toEqual(['domain.pem']);
  });

  it('are none of Kafka without TLS', () => {
    expect(storesOf(sourceFile(), {}, WORKER.replace('=SSL', '=PLAINTEXT'))).toEqual([]);
    expect(storesOf(sourceFile(), { KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT' })).toEqual([]);
  });

  it('are all of them where only the start knows the protocol', () => {
    const worker = WORKER.replace('=SSL', '=${ssm:protocol}');

    expect(storesOf(sourceFile(), {}, worker)).toEqual(['keys.pem', 'producer.pem']);
  });
});

describe('usedByDeploy', () => {
  it.each([
    { env: {}, stores: ['keys.pem', 'admin.pem'] },
    { env: IAM, stores: [] },
  ])('has those of the worker’s admin client in $env', ({ env, stores }) => {
    expect(usedByDeploy(aFolder({}, WORKER), env)).toEqual(stores);
  });
});
