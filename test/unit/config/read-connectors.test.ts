import { describe, expect, it } from 'vitest';
import { checkConnectors } from '../../../shared/config/check-connectors.ts';
import type { Environment } from '../../../shared/config/environment.ts';
import type { ConnectorFolder } from '../../../shared/config/files.ts';
import {
  readConnectors,
  readSinkConfig,
  readSourceConfig,
} from '../../../shared/config/read-connectors.ts';
import type { Reference } from '../../../shared/config/references.ts';
import { ConfigError, type Fault } from '../../../shared/connect/errors.ts';
import { readConnectorFolder } from '../../../shared/files/connector-folder.ts';
import {
  aFolder,
  aivenSinkFile,
  confluentSinkFile,
  errorsOf,
  sinkFile,
  sourceFile,
  warningsOf,
} from '../../support/connectors.ts';
import { aPipedRecord, indexNameOf } from '../../support/piped.ts';

const SHIPPED = await readConnectorFolder(
  new URL('../../../connectors/', import.meta.url),
  undefined,
);

const NO_REFERENCES = () => Promise.reject(new Error('no reference is resolved'));
const sourceConfig = (of: ConnectorFolder, env: Environment) =>
  readSourceConfig(of, env, NO_REFERENCES);
const sinkConfig = (of: ConnectorFolder, env: Environment) =>
  readSinkConfig(of, env, NO_REFERENCES);
const faultsOf = async (call: () => unknown): Promise<readonly Fault[]> => {
  const error = await Promise.resolve()
    .then(call)
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) throw new Error(`no ConfigError: ${error}`);
  return error.faults;
};

const DEAD_LETTERS = 'errors.deadletterqueue.topic.name';

describe('the shipped connector files', () => {
  it('take phone/data to phone-data, and on to a daily index by message id', () => {
    const [second, first] = readConnectors(SHIPPED);

    expect(first).toMatchObject({
      name: 'mqtt-source',
      kind: 'source',
      statements: [{ filter: 'phone/data', target: 'phone-data' }],
      errors: { tolerance: 'all', deadLetterTopic: 'phone-data-dead-letters' },
    });
    expect(second).toMatchObject({
      name: 'opensearch-sink',
      kind: 'sink',
      topics: ['phone-data'],
      statements: [
        { source: 'phone-data', id: { parts: [{ kind: 'header', name: 'message-id' }] } },
      ],
      errors: { tolerance: 'all', deadLetterTopic: 'phone-data-dead-letters' },
    });
  });

  it('date the index by the day', async () => {
    const { statements } = await sinkConfig(SHIPPED, {});

    expect(indexNameOf(statements[0]?.index ?? [], aPipedRecord())).toBe('phone-data_2025-04-24');
  });

  it('have nothing that surprises', () => {
    expect(checkConnectors(SHIPPED, { strict: true, deploy: true }).faults).toEqual([]);
  });
});

describe('readConnectors', () => {
  it('reads flat files, files with name and config, and values of any scalar type', () => {
    const read = readConnectors(
      aFolder({
        'flat.json': sourceFile({
          'tasks.max': 1,
          'errors.deadletterqueue.context.headers.enable': false,
        }),
        'nested.json': { name: 'other', config: sinkFile() },
      }),
    );

    expect(read.map(({ name }) => name)).toEqual(['flat', 'other']);
    expect(read[0]?.errors).toEqual({
      connector: 'flat',
      tolerance: 'none',
      tolerates: { refused: false, invalid: false },
      deadLetterTopic: 'flat-dead-letters',
      contextHeaders: false,
      drop: false,
      stackTrace: false,
    });
  });

  it('takes the group out of a shared subscription', () => {
    const kcql = 'INSERT INTO t SELECT * FROM `$share/g/phone/#`';

    const [read] = readConnectors(aFolder({ 'a.json': sourceFile({ 'connect.mqtt.kcql': kcql }) }));

    expect(read).toMatchObject({ statements: [{ filter: 'phone/#', target: 't' }] });
  });

  it('keeps only what Kafka allows in the name of the default dead letter topic', () => {
    const [read] = readConnectors(aFolder({ 'a.json': { name: 'my sink/1', config: sinkFile() } }));

    expect(read?.errors.deadLetterTopic).toBe('my-sink-1-dead-letters');
  });

  it.each([
    {
      what: 'text',
      root: 'not json',
      fault: { file: 'a.json', expected: 'JSON', line: 1 },
    },
    { what: 'an array', root: '[]', fault: { file: 'a.json', expected: 'a JSON object' } },
    {
      what: 'a list as value',
      root: sourceFile({ topics: ['a'] }),
      fault: { key: 'topics', expected: 'a string, number or boolean' },
    },
    { what: 'no class', root: {}, fault: { key: 'connector.class' } },
    {
      what: 'a class we do not have',
      root: { 'connector.class': 'FileStreamSource' },
      fault: { key: 'connector.class', found: 'FileStreamSource' },
    },
    {
      what: 'no KCQL',
      root: sourceFile({ 'connect.mqtt.kcql': '' }),
      fault: { key: 'connect.mqtt.kcql', severity: 'error' },
    },
    {
      what: 'another tolerance',
      root: sourceFile({ 'errors.tolerance': 'some' }),
      fault: { key: 'errors.tolerance', found: 'some', expected: 'one of none, all' },
    },
    {
      what: 'topics that KCQL does not read',
      root: sinkFile({ topics: 'phone-data,other' }),
      fault: { key: 'topics', found: 'phone-data,other' },
    },
    { what: 'no topics', root: sinkFile({ topics: '' }), fault: { key: 'topics' } },
    ...[
      'UPSERT INTO phones SELECT * FROM phone-data',
      'INSERT INTO _value SELECT * FROM phone-data',
      'INSERT INTO phones SELECT * FROM phone-data PK _value',
      'UPSERT INTO phones SELECT * FROM phone-data PK a WITHPIPELINE=p',
      'INSERT INTO phones SELECT * FROM phone-data WITHINDEXSUFFIX=_{bbb}',
      'INSERT INTO Phones SELECT * FROM phone-data',
      'INSERT INTO phones SELECT',
    ].map((kcql) => ({
      what: kcql,
      root: sinkFile({ 'connect.elastic.kcql': kcql }),
      fault: { key: 'connect.elastic.kcql' },
    })),
    ...[
      'SELECT * FROM phone/data',
      'INSERT INTO t SELECT * FROM phone/data WITHCONVERTER=`a.b.JsonSimpleConverter`',
      'INSERT INTO t SELECT * FROM phone/data WITHREGEX=`(`',
    ].map((kcql) => ({
      what: kcql,
      root: sourceFile({ 'connect.mqtt.kcql': kcql }),
      fault: { key: 'connect.mqtt.kcql' },
    })),
  ])('refuses $what, naming the key', async ({ root, fault }) => {
    expect(await faultsOf(() => readConnectors(aFolder({ 'a.json': root })))).toContainEqual(
      expect.objectContaining(fault),
    );
  });

  it('names every fault of every file at once', async () => {
    const faults = await faultsOf(() =>
      readConnectors(
        aFolder({
          'a.json': sourceFile({ 'errors.tolerance': 'some', 'connect.mqtt.kcql': 'INSERT' }),
          'b.json': '{',
          'c.json': { name: 'one', config: sinkFile() },
          'd.json': { name: 'one', config: sinkFile() },
        }),
      ),
    );

    expect(new Set(faults.map(({ file, key }) => `${file} ${key}`))).toEqual(
      new Set([
        'a.json errors.tolerance',
        'a.json connect.mqtt.kcql',
        'b.json undefined',
        'd.json name',
      ]),
    );
  });
});

describe('a function', () => {
  const two = aFolder({
    'a.json': { name: 'one', config: sourceFile() },
    'b.json': { name: 'two', config: sourceFile() },
    'c.json': sinkFile(),
    'broken.json': '{',
  });

  it('reads its own file and no other', async () => {
    const own = await sourceConfig(two, { CONNECTOR: 'two', KAFKA_BROKERS: 'k:1' });
    const only = await sinkConfig(two, { KAFKA_BROKERS: 'k:1' });

    expect([own.name, only.name]).toEqual(['two', 'c']);
  });

  it.each([{}, { CONNECTOR: 'three' }])(
    'refuses where none or several may be meant: %j',
    async (env) => {
      expect(await faultsOf(() => sourceConfig(two, env))).toMatchObject([{ key: 'CONNECTOR' }]);
    },
  );

  it('refuses a connector of the other kind', async () => {
    expect(
      await faultsOf(() => sinkConfig(two, { CONNECTOR: 'one', KAFKA_BROKERS: 'k:1' })),
    ).toContainEqual(
      expect.objectContaining({ key: 'connector.class', expected: 'a sink for this function' }),
    );
  });

  it.each([
    { worker: 'bootstrap.servers=a:1, b:2', env: {}, brokers: ['a:1', 'b:2'] },
    { worker: 'bootstrap.servers=a:1', env: { KAFKA_BROKERS: 'c:3' }, brokers: ['c:3'] },
    { worker: undefined, env: { KAFKA_BROKERS: 'c:3' }, brokers: ['c:3'] },
  ])('finds Kafka by $worker and $env', async ({ worker, env, brokers }) => {
    const config = await sourceConfig(aFolder({ 'a.json': sourceFile() }, worker), env);

    expect(config.kafka).toEqual({ brokers, clientId: 'a', security: { protocol: 'PLAINTEXT' } });
  });

  it('signs in with IAM where the worker or the environment says so', async () => {
    const worker = 'security.protocol=SASL_SSL\nsasl.mechanism=AWS_MSK_IAM\nbootstrap.servers=a:1';
    const expected = { protocol: 'SASL_SSL', mechanism: 'AWS_MSK_IAM', region: 'eu-central-1' };
    const env = { AWS_REGION: 'eu-central-1' };
    const named = { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM' };

    const byFile = await sourceConfig(aFolder({ 'a.json': sourceFile() }, worker), env);
    const byEnv = await sourceConfig(aFolder({ 'a.json': sourceFile() }, 'bootstrap.servers=a:1'), {
      ...env,
      ...named,
    });

    expect(byFile.kafka.security).toEqual(expected);
    expect(byEnv.kafka.security).toEqual(expected);
  });

  it.each([
    { worker: '', key: 'bootstrap.servers' },
    { worker: 'bootstrap.servers=a:1\nsecurity.protocol=TLS', key: 'security.protocol' },
  ])('refuses a way to Kafka that it does not have: $worker', async ({ worker, key }) => {
    const faults = await faultsOf(() =>
      sourceConfig(aFolder({ 'a.json': sourceFile() }, worker), {}),
    );

    expect(faults).toContainEqual(expect.objectContaining({ key }));
  });

  it.each([
    { over: {}, env: {}, nodes: ['http://localhost:9200'], auth: { kind: 'none' } },
    {
      over: {
        'connect.elastic.hosts': 'a,b',
        'connect.elastic.protocol': 'https',
        'connect.elastic.port': 443,
      },
      env: {},
      nodes: ['https://a:443', 'https://b:443'],
      auth: { kind: 'none' },
    },
    {
      over: {
        'connect.elastic.use.http.username': 'u',
        'connect.elastic.use.http.password': 'p',
      },
      env: { OPENSEARCH_NODE: 'https://127.0.0.1:9201' },
      nodes: ['https://127.0.0.1:9201'],
      auth: { kind: 'basic', username: 'u', password: 'p' },
    },
    {
      over: {
        'connect.elastic.use.http.username': 'u',
        'connect.elastic.use.http.password': '${ssm:nobody-asks}',
      },
      env: { OPENSEARCH_NODE: 'http://127.0.0.1:9201' },
      nodes: ['http://127.0.0.1:9201'],
      auth: { kind: 'none' },
    },
    {
      over: {
        'connect.elastic.use.http.username': 'u',
        'connect.elastic.use.http.password': 'p',
        'connectless.opensearch.auth': 'basic',
      },
      env: { OPENSEARCH_NODE: 'http://127.0.0.1:9201' },
      nodes: ['http://127.0.0.1:9201'],
      auth: { kind: 'basic', username: 'u', password: 'p' },
    },
    {
      over: {},
      env: {
        OPENSEARCH_NODE: 'https://vpc-x.eu-central-1.es.amazonaws.com',
        AWS_REGION: 'eu-central-1',
      },
      nodes: ['https://vpc-x.eu-central-1.es.amazonaws.com'],
      auth: { kind: 'sigv4', region: 'eu-central-1' },
    },
  ])('finds OpenSearch by $over and $env', async ({ over, env, nodes, auth }) => {
    const config = await sinkConfig(aFolder({ 'a.json': sinkFile(over) }), {
      KAFKA_BROKERS: 'k:1',
      ...env,
    });

    expect(config.opensearch).toEqual({ nodes, auth });
  });
});

const resolver = (values: Readonly<Record<string, string>>) => {
  const asked: string[] = [];
  return {
    asked,
    resolve: ({ provider, path }: Reference) => {
      asked.push(`${provider} ${path}`);
      const value = values[path];
      return value === undefined ? Promise.reject(new Error('s3cr3t')) : Promise.resolve(value);
    },
  };
};
const reference = (path: string) => `\${ssm:${path}}`;

describe('a function that starts', () => {
  const referring = confluentSinkFile({
    'connection.url': reference('url'),
    'connection.username': reference('user'),
    'connection.password': reference('password'),
    'proxy.port': reference('port'),
  });
  const tolerant = { ...referring, 'errors.tolerance': 'all' };
  const worker = `bootstrap.servers=${reference('brokers')}\nconsumer.ssl.key.password=${reference('key')}`;
  const values = {
    url: 'https://a:9200,https://b',
    user: 'me',
    password: 's3cr3t',
    brokers: 'k:1, k:2',
  };

  it('resolves the references that it uses, and no other', async () => {
    const { asked, resolve } = resolver(values);

    const config = await readSinkConfig(aFolder({ 'a.json': tolerant }, worker), {}, resolve);

    expect(config.opensearch).toEqual({
      nodes: ['https://a:9200', 'https://b'],
      auth: { kind: 'basic', username: 'me', password: 's3cr3t' },
    });
    expect(config.kafka.brokers).toEqual(['k:1', 'k:2']);
    expect(new Set(asked)).toEqual(new Set(['ssm brokers', 'ssm password', 'ssm url', 'ssm user']));
  });

  it('does not look up what the environment decides', async () => {
    const { asked, resolve } = resolver(values);
    const env = { KAFKA_BROKERS: 'k:3', OPENSEARCH_NODE: 'https://o:9200' };

    const config = await readSinkConfig(aFolder({ 'a.json': tolerant }, worker), env, resolve);

    expect(config.opensearch.nodes).toEqual(['https://o:9200']);
    expect(config.kafka.brokers).toEqual(['k:3']);
    expect(new Set(asked)).toEqual(new Set(['ssm password', 'ssm user']));
  });

  it.each([
    { what: 'tolerates nothing', over: {} },
    {
      what: 'drops what it tolerates',
      over: { 'errors.tolerance': 'all', 'connectless.errors.drop': 'true' },
    },
  ])('needs no brokers for a sink that $what, and looks nothing of them up', async ({ over }) => {
    const { asked, resolve } = resolver(values);
    const folder = aFolder({ 'a.json': { ...referring, ...over } }, worker);

    const config = await readSinkConfig(folder, {}, resolve);

    expect(config.kafka.brokers).toEqual([]);
    expect(asked).not.toContain('ssm brokers');
  });

  it.each(['behavior.on.malformed.documents=warn', 'drop.invalid.message=true'])(
    'has the brokers for the letters that %s alone lets it write',
    async (policy) => {
      const { resolve } = resolver(values);
      const [key = '', value] = policy.split('=');
      const folder = aFolder({ 'a.json': { ...referring, [key]: value } }, worker);

      const config = await readSinkConfig(folder, {}, resolve);

      expect([config.errors.tolerance, config.kafka.brokers]).toEqual(['none', ['k:1', 'k:2']]);
    },
  );

  it('refuses to start where letters may be written and nothing names the brokers', async () => {
    const { resolve } = resolver(values);
    const file = { ...referring, 'behavior.on.malformed.documents': 'warn' };

    const faults = await faultsOf(() => readSinkConfig(aFolder({ 'a.json': file }), {}, resolve));

    expect(faults).toMatchObject([{ key: 'bootstrap.servers', severity: 'error' }]);
  });

  it('refuses a reference without a value, by its key, and shows no value of another', async () => {
    const { resolve } = resolver({ user: 'me', url: 'ftp://s3cr3t', brokers: 'k:1' });
    const folder = aFolder({ 'a.json': referring }, worker);

    const faults = await faultsOf(() => readSinkConfig(folder, {}, resolve));

    expect(faults).toMatchObject([
      { file: 'a.json', key: 'connection.url', line: 4, found: '[hidden]' },
      { file: 'a.json', key: 'connection.password', line: 9 },
    ]);
    expect(JSON.stringify(faults)).not.toContain('s3cr3t');
  });

  it('fails with the texts of validation', async () => {
    const folder = aFolder({ 'a.json': sourceFile({ 'tasks.max': 0, 'connect.mqtt.kqcl': 'x' }) });
    const validated = checkConnectors(folder).faults.filter(({ severity }) => severity === 'error');

    expect(await faultsOf(() => sourceConfig(folder, { KAFKA_BROKERS: 'k:1' }))).toEqual(validated);
    expect(validated).toHaveLength(2);
  });

  it.each([
    { root: sinkFile({ [DEAD_LETTERS]: 'phone-data' }), found: 'phone-data' },
    { root: sourceFile({ [DEAD_LETTERS]: 'phone-data' }), found: 'phone-data' },
    { root: sinkFile({ [DEAD_LETTERS]: 'bad topic!' }), found: 'bad topic!' },
  ])('refuses dead letters in the topic $found', ({ root, found }) => {
    expect(errorsOf(root)).toContainEqual(expect.objectContaining({ key: DEAD_LETTERS, found }));
  });

  it('warns of a user name without a password', () => {
    const root = sinkFile({ 'connect.elastic.use.http.username': 'u' });

    expect(warningsOf(root)).toContainEqual(
      expect.objectContaining({ key: 'connect.elastic.hosts' }),
    );
  });

  it.each([
    { over: { 'connectless.opensearch.auth': 'none' }, auth: { kind: 'none' } },
    {
      over: { 'connectless.opensearch.auth': 'sigv4' },
      auth: { kind: 'sigv4', region: 'eu-central-1' },
    },
    {
      over: { 'connectless.opensearch.auth': 'sigv4', 'aws.region': 'eu-west-1' },
      auth: { kind: 'sigv4', region: 'eu-west-1' },
    },
    {
      over: { 'connection.url': 'vpc-x.eu-central-1.es.amazonaws.com' },
      auth: { kind: 'sigv4', region: 'eu-central-1' },
    },
    {
      over: { 'connection.username': 'u', 'connection.password': 'p' },
      auth: { kind: 'basic', username: 'u', password: 'p' },
    },
  ])('signs as $over says', async ({ over, auth }) => {
    const env = { KAFKA_BROKERS: 'k:1', AWS_REGION: 'eu-central-1' };
    const config = await sinkConfig(aFolder({ 'a.json': aivenSinkFile(over) }), env);

    expect(config.opensearch.auth).toEqual(auth);
  });

  it('reaches Kafka by a connector’s overrides, then the worker’s for producers, then its own', async () => {
    const worker = 'bootstrap.servers=a:1\nproducer.bootstrap.servers=b:1\nsasl.mechanism=PLAIN';
    const over = {
      'producer.override.security.protocol': 'SASL_SSL',
      'producer.override.sasl.mechanism': 'AWS_MSK_IAM',
    };

    const config = await sourceConfig(aFolder({ 'a.json': sourceFile(over) }, worker), {
      AWS_REGION: 'eu-central-1',
    });

    expect(config.kafka).toMatchObject({
      brokers: ['b:1'],
      security: { mechanism: 'AWS_MSK_IAM' },
    });
  });
});
