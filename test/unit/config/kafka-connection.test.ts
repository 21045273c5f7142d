import { describe, expect, it } from 'vitest';
import { checkConnectors } from '../../../shared/config/check-connectors.ts';
import type { Environment } from '../../../shared/config/environment.ts';
import { readSinkConfig, readSourceConfig } from '../../../shared/config/read-connectors.ts';
import { ConfigError, type Fault } from '../../../shared/connect/errors.ts';
import { aFolder, sinkFile, sourceFile } from '../../support/connectors.ts';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN PRIVATE KEY-----\nBBBB\n-----END PRIVATE KEY-----\n';
const SCRAM = 'org.apache.kafka.common.security.scram.ScramLoginModule';
const PLAIN = 'org.apache.kafka.common.security.plain.PlainLoginModule';
const IAM = 'software.amazon.msk.auth.iam.IAMLoginModule';
const login = (module: string) => `${module} required username="me" password="p=\\"w";`;

type Settings = Readonly<Record<string, string>>;
const properties = (settings: Settings): string =>
  Object.entries({ 'bootstrap.servers': 'k:1', ...settings })
    .map(([key, value]) => `${key}=${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`)
    .join('\n');

const STORES = new Map([
  ['ca.pem', CERTIFICATE],
  ['me.pem', KEY + CERTIFICATE],
  ['ca.jks', 'binary'],
]);
const folderOf = (worker: Settings, over: Settings = {}) => ({
  ...aFolder({ 'a.json': sourceFile({ 'errors.tolerance': 'all', ...over }) }, properties(worker)),
  stores: STORES,
});
const VALUES: Readonly<Record<string, string>> = { jaas: login(SCRAM), password: 'a=b' };
const securityOf = async (worker: Settings, over: Settings = {}, env: Environment = {}) => {
  const resolve = ({ path }: { path: string }) => Promise.resolve(VALUES[path] ?? '');
  return (await readSourceConfig(folderOf(worker, over), env, resolve)).kafka.security;
};
/** What keeps it from being deployed; the start of its function says the same. */
const errorsOf = async (worker: Settings, over: Settings = {}): Promise<readonly Fault[]> => {
  const folder = folderOf(worker, over);
  const errors = checkConnectors(folder).faults.filter(({ severity }) => severity === 'error');
  const start = await readSourceConfig(folder, {}, () => Promise.resolve('x')).catch(
    (error: unknown) => error,
  );

  expect(start instanceof ConfigError ? start.faults : []).toEqual(errors);
  return errors;
};

const ME = { username: 'me', password: 'p="w' };

describe('how Kafka is reached', () => {
  it.each<{ what: string; worker: Settings; expected: unknown }>([
    { what: 'nothing', worker: {}, expected: { protocol: 'PLAINTEXT' } },
    { what: 'SSL', worker: { 'security.protocol': 'SSL' }, expected: { protocol: 'SSL' } },
    {
      what: 'certificates in a file',
      worker: {
        'security.protocol': 'SSL',
        'ssl.truststore.type': 'PEM',
        'ssl.truststore.location': 'ca.pem',
        'ssl.keystore.type': 'pem',
        'ssl.keystore.location': 'me.pem',
        'ssl.key.password': 'secret',
      },
      expected: {
        protocol: 'SSL',
        truststore: CERTIFICATE,
        keystore: { certificateChain: CERTIFICATE, key: KEY, keyPassword: 'secret' },
      },
    },
    {
      what: 'certificates in the file itself, and any name in them',
      worker: {
        'security.protocol': 'SSL',
        'ssl.truststore.type': 'PEM',
        'ssl.truststore.certificates': CERTIFICATE,
        'ssl.keystore.type': 'PEM',
        'ssl.keystore.key': KEY,
        'ssl.keystore.certificate.chain': CERTIFICATE,
        'ssl.endpoint.identification.algorithm': '',
      },
      expected: {
        protocol: 'SSL',
        truststore: CERTIFICATE,
        keystore: { certificateChain: CERTIFICATE, key: KEY },
        ignoresHostname: true,
      },
    },
    {
      what: 'a password without TLS',
      worker: {
        'security.protocol': 'SASL_PLAINTEXT',
        'sasl.mechanism': 'PLAIN',
        'sasl.jaas.config': login(PLAIN),
      },
      expected: { protocol: 'SASL_PLAINTEXT', mechanism: 'PLAIN', ...ME },
    },
    ...(['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const).map((mechanism) => ({
      what: mechanism,
      worker: {
        'security.protocol': 'SASL_SSL',
        'sasl.mechanism': mechanism,
        'sasl.jaas.config': login(SCRAM),
      },
      expected: { protocol: 'SASL_SSL', mechanism, ...ME },
    })),
    {
      what: 'a login module by reference',
      worker: {
        'security.protocol': 'SASL_SSL',
        'sasl.mechanism': 'SCRAM-SHA-512',
        'sasl.jaas.config': '${ssm:jaas}',
      },
      expected: { protocol: 'SASL_SSL', mechanism: 'SCRAM-SHA-512', ...ME },
    },
    {
      what: 'a password by reference',
      worker: {
        'security.protocol': 'SASL_SSL',
        'sasl.mechanism': 'SCRAM-SHA-512',
        'sasl.jaas.config': `${SCRAM} required username="me" password="\${ssm:password}";`,
      },
      expected: {
        protocol: 'SASL_SSL',
        mechanism: 'SCRAM-SHA-512',
        username: 'me',
        password: 'a=b',
      },
    },
  ])('is said by $what', async ({ worker, expected }) => {
    expect(await securityOf(worker)).toEqual(expected);
    expect(
      await securityOf(
        Object.fromEntries(
          Object.entries(worker).map(([key, value]) => [`producer.${key}`, value]),
        ),
      ),
    ).toEqual(expected);
  });

  it('is said by a connector’s overrides before the worker’s file', async () => {
    const worker = { 'security.protocol': 'SASL_SSL', 'producer.sasl.mechanism': 'PLAIN' };
    const over = {
      'producer.override.sasl.mechanism': 'SCRAM-SHA-256',
      'producer.override.sasl.jaas.config': login(SCRAM),
    };

    expect(await securityOf(worker, over)).toMatchObject({ mechanism: 'SCRAM-SHA-256', ...ME });
  });

  it('is said by the environment before all files, and what of them belongs to another cluster is left', async () => {
    const env = {
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM',
      AWS_REGION: 'eu-west-1',
    };
    const worker = {
      'security.protocol': 'SSL',
      'ssl.truststore.location': 'ca.jks',
      'sasl.jaas.config': '${ssm:nowhere}',
    };

    expect(await securityOf(worker, {}, env)).toEqual({
      protocol: 'SASL_SSL',
      mechanism: 'AWS_MSK_IAM',
      region: 'eu-west-1',
    });
    expect(await securityOf(worker, {}, { KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT' })).toEqual({
      protocol: 'PLAINTEXT',
    });
    expect(
      checkConnectors(folderOf(worker), { env }).faults.filter(
        ({ severity }) => severity === 'error',
      ),
    ).toEqual([]);
  });

  it('takes IAM’s login module, and a region from the environment alone', async () => {
    const worker = {
      'security.protocol': 'SASL_SSL',
      'sasl.mechanism': 'AWS_MSK_IAM',
      'sasl.jaas.config': `${IAM} required;`,
      'sasl.client.callback.handler.class': 'software.amazon.msk.auth.iam.IAMClientCallbackHandler',
    };

    expect(await securityOf(worker, {}, { AWS_REGION: 'eu-west-1' })).toMatchObject({
      region: 'eu-west-1',
    });
    for (const env of [{}, { AWS_REGION: '' }])
      await expect(securityOf(worker, {}, env)).rejects.toThrow(/AWS_REGION/);
  });

  const SASL = { 'security.protocol': 'SASL_SSL' };
  const WITH_TLS = { 'security.protocol': 'SSL' };

  it.each<{ worker: Settings; key: string; expected: RegExp }>([
    { worker: { 'security.protocol': 'TLS' }, key: 'security.protocol', expected: /SASL_SSL/ },
    { worker: SASL, key: 'sasl.mechanism', expected: /one of PLAIN, SCRAM-SHA-256/ },
    {
      worker: { ...SASL, 'sasl.mechanism': 'OAUTHBEARER' },
      key: 'sasl.mechanism',
      expected: /AWS_MSK_IAM/,
    },
    {
      worker: { 'security.protocol': 'SASL_PLAINTEXT', 'sasl.mechanism': 'AWS_MSK_IAM' },
      key: 'sasl.mechanism',
      expected: /SCRAM-SHA-512 for SASL_PLAINTEXT/,
    },
    {
      worker: { ...SASL, 'sasl.mechanism': 'PLAIN' },
      key: 'sasl.jaas.config',
      expected: /PlainLoginModule required username/,
    },
    {
      worker: { ...SASL, 'sasl.mechanism': 'PLAIN', 'sasl.jaas.config': login(SCRAM) },
      key: 'sasl.jaas.config',
      expected: /PlainLoginModule/,
    },
    {
      worker: { ...SASL, 'sasl.mechanism': 'PLAIN', 'sasl.jaas.config': `${PLAIN} required;` },
      key: 'sasl.jaas.config',
      expected: /username="…" and password/,
    },
    {
      worker: {
        ...WITH_TLS,
        'ssl.truststore.location': 'ca.jks',
        'ssl.truststore.type': 'JKS',
      },
      key: 'ssl.truststore.type',
      expected: /keytool -list -rfc/,
    },
    {
      worker: { ...WITH_TLS, 'ssl.keystore.location': 'me.pem', 'ssl.keystore.type': 'PKCS12' },
      key: 'ssl.keystore.type',
      expected: /openssl pkcs12/,
    },
    {
      worker: { ...WITH_TLS, 'ssl.truststore.certificates': CERTIFICATE },
      key: 'ssl.truststore.certificates',
      expected: /PEM/,
    },
    {
      worker: {
        ...WITH_TLS,
        'ssl.truststore.location': 'no.pem',
        'ssl.truststore.type': 'PEM',
      },
      key: 'ssl.truststore.location',
      expected: /a file that can be read/,
    },
    {
      worker: { ...WITH_TLS, 'ssl.truststore.location': 'ca.jks', 'ssl.truststore.type': 'PEM' },
      key: 'ssl.truststore.location',
      expected: /certificates in PEM/,
    },
    {
      worker: { ...WITH_TLS, 'ssl.keystore.location': 'ca.pem', 'ssl.keystore.type': 'PEM' },
      key: 'ssl.keystore.location',
      expected: /a private key in PEM/,
    },
    {
      worker: { ...WITH_TLS, 'ssl.keystore.key': KEY, 'ssl.keystore.type': 'PEM' },
      key: 'ssl.keystore.certificate.chain',
      expected: /certificates in PEM/,
    },
    {
      worker: {
        ...WITH_TLS,
        'ssl.truststore.location': 'ca.pem',
        'ssl.truststore.certificates': CERTIFICATE,
        'ssl.truststore.type': 'PEM',
      },
      key: 'ssl.truststore.location',
      expected: /not both/,
    },
    {
      worker: { ...WITH_TLS, 'ssl.endpoint.identification.algorithm': 'LDAPS' },
      key: 'ssl.endpoint.identification.algorithm',
      expected: /https, or nothing/,
    },
  ])('is refused as $worker', async ({ worker, key, expected }) => {
    expect(await errorsOf(worker)).toMatchObject([
      { key, expected: expect.stringMatching(expected) },
    ]);
  });

  it.each([
    ['ssl.truststore.type', 'JKS', 'JKS'],
    ['ssl.endpoint.identification.algorithm', 'LDAPS', 'LDAPS'],
    ['ssl.truststore.location', 'no.jks', 'JKS, the default type'],
  ])('shows what %s=%s says, which is no secret', async (key, value, found) => {
    const worker = { ...WITH_TLS, 'ssl.truststore.location': 'no.jks', [key]: value };

    expect(await errorsOf(worker)).toContainEqual(expect.objectContaining({ key, found }));
  });

  it('refuses options of IAM’s login module, which would make somebody else of the function', async () => {
    const jaas = `${IAM} required awsRoleArn="arn:aws:iam::1:role/x";`;
    const worker = { ...SASL, 'sasl.mechanism': 'AWS_MSK_IAM', 'sasl.jaas.config': jaas };

    await expect(securityOf(worker, {}, { AWS_REGION: 'eu-west-1' })).rejects.toThrow(/no options/);
  });

  it('asks nothing of what nothing is produced by', async () => {
    const folder = {
      ...aFolder({ 'a.json': sinkFile() }, properties(SASL)),
      stores: STORES,
    };

    expect(checkConnectors(folder).faults.filter(({ severity }) => severity === 'error')).toEqual(
      [],
    );
    expect(
      (await readSinkConfig(folder, {}, () => Promise.reject(new Error()))).kafka.brokers,
    ).toEqual([]);
  });
});

describe('what is deployed', () => {
  const deployErrors = (worker: Settings, env: Environment = {}) =>
    checkConnectors(folderOf(worker), { deploy: true, env }).faults.filter(
      ({ severity }) => severity === 'error',
    );
  const scram = (jaas: string) => ({
    'security.protocol': 'SASL_SSL',
    'sasl.mechanism': 'SCRAM-SHA-512',
    'sasl.jaas.config': jaas,
  });

  it.each([
    { worker: scram(login(SCRAM)), key: 'sasl.jaas.config' },
    {
      worker: scram(`${SCRAM} required username="me" password="\${env:PASSWORD}";`),
      key: 'sasl.jaas.config',
    },
    {
      worker: {
        'security.protocol': 'SSL',
        'ssl.keystore.type': 'PEM',
        'ssl.keystore.location': 'me.pem',
      },
      key: 'ssl.keystore.location',
    },
    {
      worker: {
        'security.protocol': 'SSL',
        'ssl.keystore.type': 'PEM',
        'ssl.keystore.key': KEY,
        'ssl.keystore.certificate.chain': CERTIFICATE,
      },
      key: 'ssl.keystore.key',
    },
  ])('has no secret in its package: $key', ({ worker, key }) => {
    expect(deployErrors(worker)).toMatchObject([{ key }]);
    expect(JSON.stringify(deployErrors(worker))).not.toMatch(/p=|BBBB/);
  });

  it('may read the secrets that it refers to, and those alone', () => {
    const worker = {
      ...scram(`${SCRAM} required username="me" password="\${secretsmanager:kafka:password}";`),
      'consumer.sasl.jaas.config': '${secretsmanager:other:x}',
    };
    const { connectors } = checkConnectors(folderOf(worker), { deploy: true });

    expect(deployErrors(worker)).toEqual([]);
    expect(connectors.map(({ references }) => references)).toEqual([
      [{ provider: 'secretsmanager', path: 'kafka', key: 'password' }],
    ]);
  });

  it('needs no password of a cluster that is not used', () => {
    const env = { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM' };

    expect(deployErrors(scram(login(SCRAM)), env)).toEqual([]);
  });
});
