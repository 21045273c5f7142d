import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { resources } from '../../infra/service.ts';
import { aSinkFile } from '../support/connector-files.ts';
import { oslsWith } from '../support/osls.ts';
import { findPython } from '../support/python.ts';
import {
  EXISTING,
  filesOf,
  KAFKA_SECRET,
  MSK,
  SITUATIONS,
  type Situation,
} from '../support/situations.ts';
import { type Resource, resolve } from '../support/template.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const python = await findPython();
const folder = await temporaryFolder();
afterEach(() => vi.unstubAllEnvs());
afterAll(() => folder[Symbol.asyncDispose]());

const SIMULATE = fileURLToPath(new URL('simulate.py', import.meta.url));
const { clusterArn: CLUSTER, domainArn: DOMAIN } = EXISTING;
const ACCOUNT = 'eu-west-1:111122223333';
const topic = (name: string): string => `${MSK}:topic/phones/abc-1/${name}`;
const group = (name: string): string => `${MSK}:group/phones/abc-1/${name}`;
const logStream = (key: string): string =>
  `arn:aws:logs:${ACCOUNT}:log-group:/aws/lambda/connectless-test-${key}:log-stream:2026/11/24/a`;
const QUEUE = `arn:aws:sqs:${ACCOUNT}:FailureQueue`;
const KEY = `arn:aws:kms:${ACCOUNT}:key/DataKey`;

/** A call, `action resource`, and what KMS would be told with it. */
type Call = { readonly call: string; readonly context?: Readonly<Record<string, string>> };
type Calls = readonly (string | Call)[];

const each = (actions: readonly string[], ...targets: readonly string[]): readonly string[] =>
  targets.flatMap((target) => actions.map((action) => `${action} ${target}`));

const network = each(
  [
    ...['CreateNetworkInterface', 'DeleteNetworkInterface', 'DescribeNetworkInterfaces'],
    ...['DescribeSubnets', 'AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'],
  ].map((action) => `ec2:${action}`),
  '*',
);
const logs = (key: string) => each(['logs:CreateLogStream', 'logs:PutLogEvents'], logStream(key));
const connect = `kafka-cluster:Connect ${CLUSTER}`;
const writes = (...names: readonly string[]): readonly string[] =>
  each(['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'], ...names.map(topic));
const keeps = [`sqs:SendMessage ${QUEUE}`, ...each(['kms:GenerateDataKey', 'kms:Decrypt'], KEY)];
/** What Lambda does with a function's role to find a cluster. */
const finds = [
  ...each(
    ['kafka:DescribeCluster', 'kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers'],
    CLUSTER,
  ),
  ...each(['ec2:DescribeVpcs', 'ec2:DescribeSecurityGroups'], '*'),
];
const reads = (names: readonly string[], groups: readonly string[]): readonly string[] => [
  ...each(['kafka-cluster:Connect', 'kafka-cluster:DescribeClusterDynamicConfiguration'], CLUSTER),
  ...each(['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'], ...names.map(topic)),
  ...each(['kafka-cluster:DescribeGroup', 'kafka-cluster:AlterGroup'], ...groups.map(group)),
];
const bulk = `es:ESHttpPost ${DOMAIN}/_bulk`;

const INDEX = `phone-data_2026-11-24`;
const TEMPLATE = 'connectless-test-phone-data-9b5070b6';

/** What each function, rule and mapping does in its life, by its role. */
const NEEDED: Readonly<Record<string, Readonly<Record<string, Calls>>>> = {
  'what exists': {
    MqttSourceRole: [
      ...[...logs('mqttSource'), ...network, connect],
      ...[...writes('phone-data', 'phone-data-dead-letters'), ...keeps],
    ],
    MqttSourceTopicRuleRole: keeps,
    OpensearchSinkRole: [
      ...[...logs('opensearchSink'), ...network, ...finds, bulk],
      ...reads(['phone-data'], ['connect-opensearch-sink']),
      ...writes('phone-data-dead-letters'),
    ],
    BootstrapBrokersRole: [...logs('bootstrapBrokers'), `kafka:GetBootstrapBrokers ${CLUSTER}`],
    PrepareRole: [
      ...[...logs('prepare'), ...network, connect],
      ...each(
        ['CreateTopic', 'DescribeTopic', 'DescribeTopicDynamicConfiguration', 'ReadData'].map(
          (action) => `kafka-cluster:${action}`,
        ),
        ...['phone-data', 'phone-data-dead-letters'].map(topic),
      ),
      `kafka-cluster:DescribeGroup ${group('connect-opensearch-sink')}`,
      ...each(
        ['es:ESHttpPut'],
        ...[
          `_index_template/${TEMPLATE}`,
          ...['opensearchSink', 'prepare'].flatMap((key) => [
            `_plugins/_security/api/roles/connectless-test-${key}`,
            `_plugins/_security/api/rolesmapping/connectless-test-${key}`,
          ]),
        ].map((path) => `${DOMAIN}/${path}`),
      ),
      ...each(
        ['es:ESHttpGet', 'es:ESHttpPut', 'es:ESHttpDelete'],
        `${DOMAIN}/_plugins/_ism/policies/${TEMPLATE}`,
      ),
      `es:ESHttpGet ${DOMAIN}/_plugins/_ism/explain/phone-data_*`,
      ...each(
        ['es:ESHttpPost'],
        ...['add', 'change_policy', 'remove'].map(
          (action) => `${DOMAIN}/_plugins/_ism/${action}/${INDEX}`,
        ),
        `${DOMAIN}/${INDEX}/_search`,
      ),
    ],
  },
  'a bucket, a secret and a parameter': {
    CarRole: [
      ...[...logs('car'), ...network, ...finds, bulk],
      ...reads(['cars'], ['connect-car']),
      ...writes('car-dead-letters'),
      `s3:PutObject arn:aws:s3:::failed-batches/aws/lambda/a-mapping/2026/11/24/a`,
      `s3:ListBucket arn:aws:s3:::failed-batches`,
      `ssm:GetParameter arn:aws:ssm:${ACCOUNT}:parameter/search/user`,
      `secretsmanager:GetSecretValue arn:aws:secretsmanager:${ACCOUNT}:secret:search-AbCdEf`,
    ],
  },
  'a cluster with SCRAM': {
    SourceRole: [
      ...[...logs('source'), ...network, ...keeps],
      `secretsmanager:GetSecretValue arn:aws:secretsmanager:${ACCOUNT}:secret:AmazonMSK_connectless-AbCdEf`,
      ...each(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
    ],
    SinkRole: [
      ...[...logs('sink'), ...network, ...finds, bulk],
      `secretsmanager:GetSecretValue ${KAFKA_SECRET}`,
      {
        call: `kms:Decrypt arn:aws:kms:${ACCOUNT}:key/of-the-secret`,
        context: { 'kms:EncryptionContext:SecretARN': KAFKA_SECRET },
      },
      ...each(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
    ],
  },
};

/** What is no situation of a template, since it is about one role. */
const OF_A_ROLE: Situation = {
  name: 'a bucket, a secret and a parameter',
  params: EXISTING,
  files: {
    'car.json': aSinkFile('car', ['cars'], {
      'connectless.mapping.failure.bucket': 'failed-batches',
      'connect.elastic.use.http.username': '${ssm:/search/user}',
      'connect.elastic.use.http.password': '${secretsmanager:search:password}',
    }),
  },
};

/** What nobody needs. */
const NOBODYS: Calls = [
  `kafka-cluster:WriteDataIdempotently ${CLUSTER}`,
  `kafka-cluster:AlterCluster ${CLUSTER}`,
  ...each(['kafka-cluster:DeleteTopic', 'kafka-cluster:AlterTopic'], topic('phone-data')),
  ...writes('phone-data-2', 'phone-data-dead-letters-2'),
  ...each(['kafka-cluster:ReadData'], topic('phone-data-2')),
  ...each(
    ['kafka-cluster:DescribeGroup', 'kafka-cluster:AlterGroup', 'kafka-cluster:DeleteGroup'],
    group('connect-opensearch-sink-2'),
  ),
  `kafka-cluster:WriteData ${MSK}:topic/phones/abc-2/phone-data`,
  ...each(
    ['es:ESHttpGet', 'es:ESHttpPut', 'es:ESHttpDelete'],
    `${DOMAIN}/_bulk`,
    `${DOMAIN}/${INDEX}`,
  ),
  ...each(
    ['es:ESHttpPost'],
    `${DOMAIN}-2/_bulk`,
    `${DOMAIN}/${INDEX}/_delete_by_query`,
    `${DOMAIN}/secrets/_search`,
  ),
  ...each(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:PurgeQueue'], QUEUE),
  `sqs:SendMessage ${QUEUE}2`,
  ...each(['kms:Decrypt', 'kms:GenerateDataKey'], `arn:aws:kms:${ACCOUNT}:key/another`),
  {
    call: `kms:Decrypt arn:aws:kms:${ACCOUNT}:key/of-the-secret`,
    context: { 'kms:EncryptionContext:SecretARN': `${KAFKA_SECRET}2` },
  },
  ...each(
    ['secretsmanager:GetSecretValue'],
    `arn:aws:secretsmanager:${ACCOUNT}:secret:other-AbCdEf`,
  ),
  `secretsmanager:PutSecretValue ${KAFKA_SECRET}`,
  ...logs('another'),
  `logs:DeleteLogGroup ${logStream('mqttSource')}`,
  ...each(['s3:GetObject', 's3:DeleteObject'], 'arn:aws:s3:::failed-batches/a'),
  `s3:PutObject arn:aws:s3:::failed-batches-2/a`,
  `ssm:GetParameter arn:aws:ssm:${ACCOUNT}:parameter/search/users`,
  `secretsmanager:GetSecretValue arn:aws:secretsmanager:${ACCOUNT}:secret:search-2-AbCdEf`,
  ...each(['iam:PassRole', 'sts:AssumeRole', 'lambda:InvokeFunction', 's3:GetObject'], '*'),
  ...each(['ec2:RunInstances', 'ec2:AuthorizeSecurityGroupIngress'], '*'),
];

/** IAM takes a condition's key that is missing for no match, moto for one. */
const NO_CONTEXT = { 'kms:EncryptionContext:SecretARN': '' };

type Policy = { readonly PolicyDocument: unknown };

/** Every role's policies, with ARNs in the places of references. */
const rolesOf = async (name: string): Promise<Readonly<Record<string, readonly unknown[]>>> => {
  const situation = [...SITUATIONS, OF_A_ROLE].find((one) => one.name === name) ?? { name };
  const into = join(folder.path, name);
  await mkdir(into);
  const files = await filesOf(situation, into);
  if (files !== undefined) vi.stubEnv('CONNECTORS_DIR', files);
  const { Resources } = await resources(oslsWith(situation.params));
  const roles = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role');
  return Object.fromEntries(
    roles.map(([id, role]) => [
      id,
      (resolve((role as Resource).Properties['Policies']) as readonly Policy[]).map(
        ({ PolicyDocument }) => JSON.parse(withArns(JSON.stringify(PolicyDocument))),
      ),
    ]),
  );
};

const withArns = (text: string): string =>
  text
    .replaceAll('<AWS::Partition>', 'aws')
    .replaceAll('<AWS::Region>', 'eu-west-1')
    .replaceAll('<AWS::AccountId>', '111122223333')
    .replaceAll('<FailureQueue.Arn>', QUEUE)
    .replaceAll('<DataKey.Arn>', KEY)
    // CloudFormation gives a log group's ARN with the end that stands for its streams.
    .replaceAll(
      /<(\w)(\w*)LogGroup\.Arn>/g,
      (_, first: string, rest: string) =>
        `arn:aws:logs:${ACCOUNT}:log-group:/aws/lambda/connectless-test-${first.toLowerCase()}${rest}:*`,
    );

const asCall = (call: string | Call): Call => (typeof call === 'string' ? { call } : call);

describe.each(Object.entries(NEEDED))('the roles for %s', (name, needed) => {
  it.skipIf(python.missing !== undefined)(
    `permit what is done, and nothing that is not${python.missing === undefined ? '' : `: ${python.missing}`}`,
    async () => {
      if (python.missing !== undefined) throw new Error(python.missing);
      const roles = await rolesOf(name);
      const all = [
        ...Object.values(NEEDED).flatMap((calls) => Object.values(calls).flat()),
        ...NOBODYS,
      ];
      const universe = [
        ...new Map(all.map(asCall).map((one) => [JSON.stringify(one), one])).values(),
      ];
      const calls = universe.map(({ call, context }) => {
        const [action = '', resource = ''] = call.split(' ');
        return { action, resource, context: context ?? NO_CONTEXT };
      });

      const { stdout, stderr } = await python.run([SIMULATE], JSON.stringify({ roles, calls }));

      expect(stderr).toBe('');
      const permitted = JSON.parse(stdout) as Readonly<Record<string, readonly boolean[]>>;
      const permittedTo = (role: string) =>
        universe.filter((_, index) => permitted[role]?.[index]).map((one) => JSON.stringify(one));
      for (const [role, own] of Object.entries(needed))
        expect([role, new Set(permittedTo(role))]).toEqual([
          role,
          new Set(own.map((one) => JSON.stringify(asCall(one)))),
        ]);
    },
  );
});
