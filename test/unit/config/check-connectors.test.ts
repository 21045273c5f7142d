import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkConnectors } from '../../../shared/config/check-connectors.ts';
import { DIALECTS, keysOf } from '../../../shared/config/dialects.ts';
import { isPattern } from '../../../shared/config/find-row.ts';
import { WORKER_KEYS } from '../../../shared/config/keys/worker.ts';
import { readConnectors } from '../../../shared/config/read-connectors.ts';
import { ConfigError, faultLine } from '../../../shared/connect/errors.ts';
import {
  aFolder,
  aivenSinkFile,
  confluentSinkFile,
  errorsOf,
  sinkFile,
  sourceFile,
  warningsOf,
} from '../../support/connectors.ts';
import { outcome } from '../../support/outcome.ts';

describe('checkConnectors', () => {
  it('tells 100 faults over ten files in one run, each with its key and line', () => {
    const wrong = Array.from({ length: 10 }, (_, i) => `connectless.memory.m${i}`);
    const files = Array.from({ length: 10 }, (_, i) => [
      `${i}.json`,
      sourceFile(Object.fromEntries(wrong.map((key) => [key, 256]))),
    ]);

    const { connectors, faults } = checkConnectors(aFolder(Object.fromEntries(files)));
    const errors = faults.filter(({ severity }) => severity === 'error');

    expect(connectors).toEqual([]);
    expect(errors).toHaveLength(100);
    expect(new Set(errors.map(({ file, key, line }) => `${file} ${line} ${key}`)).size).toBe(100);
    expect(errors.map(({ key }) => key).slice(0, 10)).toEqual(wrong);
  });

  it('reads the connectors that have no error, whatever the others have', () => {
    const { connectors, faults } = checkConnectors(
      aFolder({ 'a.json': sourceFile(), 'b.json': '{', 'c.json': sinkFile({ topics: '' }) }),
    );

    expect(connectors.map(({ name }) => name)).toEqual(['a']);
    expect(new Set(faults.map(({ file }) => file))).toEqual(
      new Set(['a.json', 'b.json', 'c.json']),
    );
  });

  it('says what readConnectors throws', () => {
    const folder = aFolder({ 'a.json': sourceFile({ 'tasks.max': 0 }), 'b.json': '[]' });
    const errors = checkConnectors(folder).faults.filter(({ severity }) => severity === 'error');

    expect(outcome(() => readConnectors(folder))).toEqual(new ConfigError(errors));
    expect(errors.map(faultLine)).toEqual([
      'a.json:4: tasks.max: found 0, expected 1 or more',
      'b.json:1: expected a JSON object',
    ]);
  });

  it.each([
    { names: ['one', 'one'], expected: /has this one$/ },
    { names: ['my-phones', 'my.phones'], expected: /in more than punctuation/ },
  ])('refuses the names $names', ({ names, expected }) => {
    const [first, second] = names;
    const { faults } = checkConnectors(
      aFolder({
        'a.json': { name: first, config: sourceFile() },
        'b.json': { name: second, config: sourceFile() },
      }),
    );

    expect(faults.filter(({ key }) => key === 'name')).toEqual([
      {
        file: 'b.json',
        key: 'name',
        severity: 'error',
        found: second,
        expected: expect.stringMatching(expected),
      },
    ]);
  });

  it('says what the environment decides instead', () => {
    const env = { KAFKA_BROKERS: 'b:1', OPENSEARCH_NODE: 'http://o' };
    const file = sinkFile({ 'connect.elastic.hosts': 'a', 'connect.elastic.port': 1 });

    expect(
      warningsOf(file, 'bootstrap.servers=a:1', { env })
        .filter(({ expected }) => expected.startsWith('nothing'))
        .map(({ file: place, key, line }) => [place, key, line]),
    ).toEqual([
      ['a.json', 'connect.elastic.hosts', 5],
      ['a.json', 'connect.elastic.port', 6],
      ['connect-distributed.properties', 'bootstrap.servers', 1],
    ]);
  });

  it('names the parameter by which the file decides how to sign in', () => {
    const env = { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM' };
    const worker = 'security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512';

    expect(
      warningsOf(sourceFile(), worker, { env }).filter(({ expected }) =>
        expected.endsWith(
          'decides instead; a deploy with --param kafkaSignIn=files leaves it to the file',
        ),
      ),
    ).toMatchObject([{ key: 'security.protocol' }, { key: 'sasl.mechanism' }]);
  });

  it('tells a fault of the worker’s file once, however many connectors there are', () => {
    const folder = aFolder(
      { 'a.json': sourceFile(), 'b.json': sinkFile() },
      'value.converter=X\nsecurity.protocol=SSL\nssl.truststore.location=/a',
    );

    expect(
      checkConnectors(folder).faults.filter(({ file }) => file !== 'a.json' && file !== 'b.json'),
    ).toMatchObject([
      { key: 'value.converter', line: 1, found: 'X' },
      { key: 'ssl.truststore.location', line: 3, found: 'JKS, the default type' },
    ]);
  });

  it('keeps a faulty folder’s own faults', () => {
    const fault = { file: 'd.json', severity: 'error', expected: 'a file, not a folder' } as const;

    expect(checkConnectors({ connectors: [], faults: [fault] }).faults).toEqual([fault]);
  });
});

const CLASSES = DIALECTS.flatMap(({ classes }) => classes);
const KEYS = DIALECTS.flatMap((dialect) => Object.keys(keysOf(dialect))).map((name) =>
  isPattern(name) ? name.replace(/<[a-z]+>/, 'x').replace('*', 'y') : name,
);
const KCQL = fc
  .array(
    fc.constantFrom(
      ..."INSERT INTO UPSERT SELECT * FROM t a/b `#` PK _key id WITHINDEXSUFFIX= _{YYYY} } { , ; ( ) ' WITHKEY WITHCONVERTER= `X` $".split(
        ' ',
      ),
    ),
    { maxLength: 15 },
  )
  .map((parts) => parts.join(' '));
const VALUES = fc.oneof(
  fc.string(),
  KCQL,
  fc.integer(),
  fc.boolean(),
  fc.constantFrom('true', '-1', '${env:A}', '${vault:b}', 'a,b', '{}', 'http://a:b@c', '__proto__'),
);
const CONFIGS = fc.record({
  'connector.class': fc.constantFrom(...CLASSES),
  rest: fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string()), VALUES, { maxKeys: 12 }),
  kcql: KCQL,
});

describe('whatever the files hold', () => {
  it('it is faults, and nothing is thrown', () => {
    const files = fc.oneof(
      fc.string(),
      fc.json(),
      CONFIGS.map(({ rest, kcql, ...own }) =>
        JSON.stringify({
          ...own,
          'connect.mqtt.kcql': kcql,
          'connect.elastic.kcql': kcql,
          ...rest,
        }),
      ),
    );
    const workers = fc.oneof(
      fc.string(),
      fc.dictionary(fc.constantFrom(...Object.keys(WORKER_KEYS)), fc.string()).map((of) =>
        Object.entries(of)
          .map((pair) => pair.join('='))
          .join('\n'),
      ),
    );
    fc.assert(
      fc.property(files, files, workers, fc.boolean(), (a, b, worker, strict) => {
        const { faults } = checkConnectors(aFolder({ 'a.json': a, 'b.json': b }, worker), {
          strict,
        });

        for (const fault of faults) expect(faultLine(fault)).toContain(fault.expected);
      }),
      { numRuns: 300 },
    );
  });
});

const SECRET = 's3cr3t';

describe('a secret', () => {
  it.each([
    sinkFile({ 'connect.elastic.use.http.password': SECRET }),
    sinkFile({ 'ssl.truststore.password': SECRET, 'ssl.keystore.key': SECRET }),
    sinkFile({ 'ssl.tuststore.password': SECRET, 'unknown.password': SECRET, unknown: SECRET }),
    sinkFile({ 'connect.elastic.xpack.settings': SECRET }),
    sourceFile({ 'connect.mqtt.pasword': SECRET, 'connect.mqtt.password': SECRET }),
    sourceFile({ 'producer.override.sasl.jaas.config': SECRET }),
    sourceFile({ 'connectless.memory.mb': `\${secretsmanager:a:b}${SECRET}`.slice(0, 20) }),
    confluentSinkFile({ 'connection.url': `ftp://me:${SECRET}@a` }),
    confluentSinkFile({ 'elastic.https.ssl.key.password': SECRET, 'proxy.password': SECRET }),
    aivenSinkFile({ 'aws.secret_access_key': SECRET, 'aws.access_key_id': SECRET }),
    `{ "connection.password": "${SECRET}" "x": 1 }`,
    `connection.password=${SECRET}`,
  ])('is in no fault: %j', (file) => {
    const worker = [
      `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required password="${SECRET}";`,
      `ssl.keystore.key=${SECRET}`,
      `producer.sasl.jaas.config=${SECRET}`,
      `listeners.https.ssl.key.password=${SECRET}`,
      `sasl.jaas.confg=${SECRET}`,
    ].join('\n');
    const { faults } = checkConnectors(aFolder({ 'a.json': file }, worker), { strict: true });

    expect(faults).not.toEqual([]);
    expect(JSON.stringify(faults)).not.toContain(SECRET);
  });

  it.each([
    { password: SECRET, severity: 'error' },
    { password: '${env:PASSWORD}', severity: 'error' },
    { password: '${secretsmanager:search:password}', severity: undefined },
    { password: '${ssm:/search/password}', severity: undefined },
  ])('that is deployed must be kept elsewhere: $password', ({ password, severity }) => {
    const file = confluentSinkFile({ 'connection.username': 'u', 'connection.password': password });
    const deployed = checkConnectors(aFolder({ 'a.json': file }), { deploy: true }).faults;

    expect(deployed.find(({ key }) => key === 'connection.password')?.severity).toBe(severity);
    expect(errorsOf(file)).toEqual([]);
  });
});

describe('a reference', () => {
  it.each([
    { key: 'topics', value: '${env:TOPICS}', expected: /not a reference/ },
    { key: 'connection.username', value: '${vault:a:b}', expected: /provider of env, file/ },
  ])('is refused as $key $value', ({ key, value, expected }) => {
    expect(errorsOf(confluentSinkFile({ [key]: value }))).toContainEqual(
      expect.objectContaining({ key, expected: expect.stringMatching(expected) }),
    );
  });

  it('is known to a deploy where a function resolves it', () => {
    const file = confluentSinkFile({
      'connection.url': '${ssm:/search/url}',
      'connection.username': '${file:/opt/a.properties:user}',
      'connection.password': '${secretsmanager:search:password}',
    });
    const { connectors, faults } = checkConnectors(aFolder({ 'a.json': file }), { deploy: true });

    expect(faults.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(connectors[0]?.references).toEqual([
      { provider: 'ssm', path: '/search/url' },
      { provider: 'file', path: '/opt/a.properties', key: 'user' },
      { provider: 'secretsmanager', path: 'search', key: 'password' },
    ]);
  });

  it('is of no interest where its key has no effect', () => {
    expect(errorsOf(sourceFile({ 'connect.mqtt.password': '${vault:a:b}' }))).toEqual([]);
  });
});
