import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { AclEntry } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preparePlan } from '../../infra/prepare-plan.ts';
import { installKafka } from '../../local/servers/install.ts';
import type { KafkaServer } from '../../local/servers/kafka.ts';
import { readDeployKafka } from '../../shared/config/deploy-connections.ts';
import { readConnectors } from '../../shared/config/read-connectors.ts';
import { connectPrepare } from '../../shared/deploy/connect.ts';
import { createPrepare } from '../../shared/deploy/prepare.ts';
import { connectKafka, connectKafkaAdmin } from '../../shared/kafka/connect.ts';
import { createAuthority } from '../support/certificates.ts';
import { aFolder, aivenSinkFile } from '../support/connectors.ts';
import { aCustomResourceEvent } from '../support/custom-resource-event.ts';
import { startHttpServer } from '../support/http-server.ts';
import { startTestKafka, type TestServer } from '../support/servers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const authority = createAuthority();
const MODULE = 'org.apache.kafka.common.security.scram.ScramLoginModule required';
const USERS = ['worker', 'poor', 'watcher'] as const;

let kafka: TestServer<KafkaServer>;
beforeAll(async () => {
  const broker = authority.issue('127.0.0.1');
  kafka = await startTestKafka({
    listeners: ['SSL', 'SASL_SSL'],
    properties: {
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.key': broker.key,
      'ssl.keystore.certificate.chain': broker.certificate,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.certificates': authority.certificate,
      'listener.name.ssl.ssl.client.auth': 'required',
      'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
      'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': `${MODULE};`,
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      // Who comes without a name, as this test's own administrator and the broker do.
      'super.users': 'User:ANONYMOUS',
    },
    formatArguments: USERS.flatMap((name) => [
      '--add-scram',
      `SCRAM-SHA-512=[name=${name},password=p-of-${name}]`,
    ]),
  });
  await allow([
    // What docs/operations.md asks for.
    ...['User:worker', 'User:CN=worker'].flatMap((principal) => [
      ...[CREATE, DESCRIBE, DESCRIBE_CONFIGS, READ].map((of) => onAny(TOPIC, principal, of)),
      onAny(GROUP, principal, READ),
    ]),
    ...[TOPIC, GROUP].map((type) => onAny(type, 'User:watcher', DESCRIBE)),
  ]);
});
afterAll(() => kafka?.discard());

// Kafka's numbers: kafkajs is no module, and its names for them can't be imported.
const [TOPIC, GROUP] = [2, 3];
const [READ, CREATE, DESCRIBE, DESCRIBE_CONFIGS] = [3, 5, 8, 10];
const ALLOW = 3;
const PREFIXED = 4;

/** An operation on every topic or group whose name begins so. */
const onAny = (resourceType: number, principal: string, operation: number): AclEntry => ({
  resourceType,
  resourceName: resourceType === TOPIC ? 't-' : 'connect-',
  resourcePatternType: PREFIXED,
  principal,
  host: '*',
  operation,
  permissionType: ALLOW,
});

const asAdministrator = () => ({
  brokers: [kafka.address],
  clientId: 'connectless-test',
  security: { protocol: 'PLAINTEXT' } as const,
});

const allow = async (acl: AclEntry[]): Promise<void> => {
  const admin = connectKafka(asAdministrator()).admin();
  await admin.connect();
  await admin.createAcls({ acl });
  await admin.disconnect();
};

const TRUST = ['ssl.truststore.type=PEM', 'ssl.truststore.location=ca.pem'];
const jaas = (user: string): string =>
  `sasl.jaas.config=${MODULE} username="${user}" password="\${secretsmanager:kafka/${user}:password}";`;
const scram = (user: string): readonly string[] => [
  ...['security.protocol=SASL_SSL', 'sasl.mechanism=SCRAM-SHA-512', jaas(user)],
  ...TRUST,
];

/** What a deploy prepares for a sink of these topics, with the login of this worker's file. */
const prepare = async (
  worker: readonly string[],
  topics: readonly string[],
  { listener = 'SASL_SSL', over = {} }: { listener?: 'SSL' | 'SASL_SSL'; over?: object } = {},
) => {
  const name = `sink-${topics[0]}`;
  const folder = {
    ...aFolder(
      { 'sink.json': { ...aivenSinkFile({ topics: topics.join(), name }), ...OWN_LETTERS(name) } },
      worker.join('\n'),
    ),
    stores: new Map([['ca.pem', authority.certificate]]),
  };
  const plan = preparePlan(
    readConnectors(folder, { env: { KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT' } }),
    { stage: 'dev', templates: new Map(), makesTopics: true, needsRights: false },
  );
  const requests: string[] = [];
  const env = { KAFKA_BROKERS: kafka.listeners[listener] };
  const { Warnings, Requests } = await createPrepare({
    openSearch: () => async () => ({ status: 200, body: {} }),
    kafka: async () => connectKafkaAdmin(await readDeployKafka(folder, env, secret)),
    log: (entry) => void ('request' in entry && requests.push(entry.request)),
  })(
    {
      Plan: JSON.stringify(plan),
      RoleArns: {},
      DeniedByCluster: 'print',
      DeniedByDomain: 'fail',
      ...over,
    },
    AbortSignal.timeout(30_000),
  );
  return { Warnings, Requests, requests };
};

const OWN_LETTERS = (name: string) => ({
  'errors.deadletterqueue.topic.name': `t-${name}-letters`,
});

const me = authority.issue('worker');
/** `kafka/worker` has a user's password; the others are those of a certificate. */
const secret = async ({ path }: { path: string }): Promise<string> =>
  ({ key: me.key, chain: me.certificate })[path] ?? path.replace('kafka/', 'p-of-');

const withAdmin = async <T>(
  run: (admin: ReturnType<typeof connectKafkaAdmin>) => Promise<T>,
): Promise<T> => {
  const admin = connectKafkaAdmin(asAdministrator());
  try {
    return await run(admin);
  } finally {
    await admin.close();
  }
};
const topicsNow = () => withAdmin((admin) => admin.topics());
const committed = (group: string, topic: string) =>
  withAdmin((admin) => admin.committed(group, topic));
/** What a worker's group has committed: of the last partition nothing, though it has a record. */
const OFFSETS = new Map([
  [0, '2'],
  [1, '1'],
]);
/** Topics of three partitions, the first one with records and a worker's past. */
const aWorkersPast = async (group: string, topics: readonly [string, ...string[]]) => {
  await withAdmin(async (admin) => {
    for (const name of topics) await admin.createTopic({ name, partitions: 3, config: {} });
  });
  const producer = connectKafka(asAdministrator()).producer();
  await producer.connect();
  const messages = [0, 0, 0, 1, 1, 2].map((partition) => ({ partition, value: '{}' }));
  await producer.send({ topic: topics[0], messages });
  await producer.disconnect();
  await withAdmin((admin) => admin.commit(group, topics[0], OFFSETS));
};

describe('prepare with the login of a worker', () => {
  it.each([
    { how: 'top-level SCRAM', worker: scram('worker'), listener: 'SASL_SSL' },
    {
      how: 'SCRAM of its admin clients',
      worker: [...scram('poor'), `admin.${jaas('worker')}`],
      listener: 'SASL_SSL',
    },
    {
      how: 'mutual TLS',
      worker: [
        ...['security.protocol=SSL', ...TRUST, 'ssl.keystore.type=PEM'],
        ...['ssl.keystore.key=${ssm:key}', 'ssl.keystore.certificate.chain=${ssm:chain}'],
      ],
      listener: 'SSL',
    },
  ] as const)('makes topics by $how, and may be repeated', async ({ how, worker, listener }) => {
    const topic = `t-${how.replaceAll(/\W/g, '-')}`;

    const first = await prepare(worker, [topic], { listener });
    const again = await prepare(worker, [topic], { listener });

    expect(first).toEqual({ Warnings: 'none', Requests: 'none', requests: [] });
    expect(again).toEqual(first);
    expect([...(await topicsNow())]).toEqual(
      expect.arrayContaining([topic, `t-sink-${topic}-letters`]),
    );
  });

  it('warns of a topic that the brokers date', async () => {
    await withAdmin((admin) =>
      admin.createTopic({
        name: 't-dated',
        config: { 'message.timestamp.type': 'LogAppendTime' },
      }),
    );

    const { Warnings } = await prepare(scram('worker'), ['t-dated']);

    expect(Warnings).toContain('topic t-dated has message.timestamp.type=LogAppendTime');
  });

  it('hands the offsets of a group over, once', async () => {
    const topics = ['t-left', 't-right'] as const;
    await aWorkersPast('connect-sink-t-left', topics);

    const { requests } = await prepare(scram('worker'), topics);
    await prepare(scram('worker'), topics);

    expect(requests).toEqual([]);
    expect(await committed('connect-sink-t-left-t-left', 't-left')).toEqual(OFFSETS);
    expect(await committed('connect-sink-t-left-t-right', 't-right')).toEqual(new Map());
  });

  it('finds all it needs beside the deployed function', async () => {
    await using folder = await temporaryFolder();
    await using openSearch = await startHttpServer(200);
    await using cloudFormation = await startHttpServer(200);
    const secrets = join(folder.path, 'secrets.properties');
    const reference = `password="\${file:${secrets}:password}"`;
    const lines = scram('worker').map((line) => line.replace(/password="[^"]*"/, reference));
    await writeFile(secrets, 'password=p-of-worker\n');
    await writeFile(join(folder.path, 'connect-distributed.properties'), lines.join('\n'));
    await writeFile(join(folder.path, 'ca.pem'), authority.certificate);
    const handler = connectPrepare(pathToFileURL(`${folder.path}/`), {
      KAFKA_BROKERS: kafka.listeners.SASL_SSL,
      OPENSEARCH_NODE: openSearch.url,
    });

    await handler(
      {
        ...aCustomResourceEvent({ url: cloudFormation.url }),
        ResourceProperties: {
          Plan: JSON.stringify({
            topics: [{ name: 't-deployed', config: {} }],
            ...{ cutOvers: [], templates: [], retention: [], roles: [] },
          }),
          RoleArns: {},
          DeniedByCluster: 'print',
          DeniedByDomain: 'print',
        },
      },
      { getRemainingTimeInMillis: () => 60_000 },
    );

    expect(JSON.parse(cloudFormation.requests[0]?.body ?? '')).toMatchObject({
      Status: 'SUCCESS',
      Data: { Warnings: 'none', Requests: 'none' },
    });
    expect(await topicsNow()).toContain('t-deployed');
  });

  it('has a reason where Kafka refuses its password', async () => {
    const wrong = scram('worker').map((line) => line.replace('kafka/worker', 'kafka/nobody'));

    await expect(prepare(wrong, ['t-refused'])).rejects.toThrow(
      /^the topics: KafkaJSSASLAuthenticationError: .*authentication failed/i,
    );
  });
});

describe('prepare with a login that may not', () => {
  it('leaves the deploy alone, and an administrator does the rest by its commands', async () => {
    const topics = ['t-here', 't-there'];
    await aWorkersPast('connect-sink-t-here', ['t-here']);

    const { requests, Warnings } = await prepare(scram('poor'), topics);
    await runAsAdministrator(requests);
    const later = await prepare(scram('worker'), topics);

    expect(Warnings).toBe('none');
    expect(requests.map((request) => request.split('\n')[0])).toEqual([
      ...['t-here', 't-there', 't-sink-t-here-letters'].map(
        (topic) =>
          `# topic ${topic} is missing or hidden from this login, which may not make it: TOPIC_AUTHORIZATION_FAILED`,
      ),
      ...topics.map((topic) =>
        expect.stringMatching(
          `^# the cut-over of ${topic} from group connect-sink-t-here to connect-sink-t-here-${topic} is not for this login to make: GROUP_AUTHORIZATION_FAILED`,
        ),
      ),
    ]);
    expect(later).toEqual({ Warnings: 'none', Requests: 'none', requests: [] });
    expect([...(await topicsNow())]).toEqual(expect.arrayContaining(topics));
    // Kafka's tool puts a partition without an offset at its end.
    expect(await committed('connect-sink-t-here-t-here', 't-here')).toEqual(
      new Map([...OFFSETS, [2, '1']]),
    );
    // A Java for each of seven commands.
  }, 180_000);

  it('says so of a group that it may look into and not write, and of settings that it may not read', async () => {
    const topics = ['t-seen', 't-unseen'] as const;
    await aWorkersPast('connect-sink-t-seen', [...topics, 't-sink-t-seen-letters']);

    const { requests } = await prepare(scram('watcher'), topics);

    expect(requests.map((request) => request.split('\n')[0])).toEqual([
      ...[...topics, 't-sink-t-seen-letters'].map((topic) =>
        expect.stringMatching(
          `^# topic ${topic}: .* is hidden from this login: TOPIC_AUTHORIZATION_FAILED$`,
        ),
      ),
      expect.stringMatching('^# the cut-over of t-seen from .*: GROUP_AUTHORIZATION_FAILED'),
    ]);
    await expect(runAsAdministrator(requests.slice(0, 1))).resolves.toContain(
      'message.timestamp.type=CreateTime',
    );
  });

  it('fails where the deploy has given the right itself', async () => {
    await expect(
      prepare(scram('poor'), ['t-failed'], { over: { DeniedByCluster: 'fail' } }),
    ).rejects.toThrow('topic t-failed is missing or hidden from this login, which may not make it');
  });
});

/** Kafka's own tools, under the names that its `bin/` has. */
const TOOLS = {
  'kafka-topics.sh': 'org.apache.kafka.tools.TopicCommand',
  'kafka-configs.sh': 'kafka.admin.ConfigCommand',
  'kafka-consumer-groups.sh': 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
};

/** Gives a shell these requests as they are; answers with what the tools print. */
const runAsAdministrator = async (requests: readonly string[]): Promise<string> => {
  await using folder = await temporaryFolder();
  const { java, jars } = await installKafka({ env: process.env, progress: () => undefined });
  for (const [name, mainClass] of Object.entries(TOOLS)) {
    const path = join(folder.path, name);
    const classPath = join(jars, '*');
    await writeFile(
      path,
      `#!/bin/sh\nexec "${join(java.home, 'bin/java')}" -cp "${classPath}" ${mainClass} "$@"\n`,
    );
    await chmod(path, 0o755);
  }
  await writeFile(join(folder.path, 'admin.properties'), '');
  const env = {
    ...process.env,
    BROKERS: kafka.address,
    PATH: `${folder.path}${delimiter}${process.env['PATH']}`,
  };
  const shell = ['-ec', requests.join('\n')];
  return (await promisify(execFile)('sh', shell, { cwd: folder.path, env })).stdout;
};
