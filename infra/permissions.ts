import type { SinkConnector } from '../shared/config/connector.ts';
import { indexPatterns } from '../shared/config/index-patterns.ts';
import type { Reference } from '../shared/config/references.ts';
import type { PreparePlan } from '../shared/deploy/prepare-plan.ts';
import { arn, getAtt, join, split, type Value } from './cloudformation.ts';
import type { Statement } from './iam.ts';
import { logGroupId } from './logical-id.ts';
import { bucketArn } from './mapping-resource.ts';
import type { Parameters } from './parameters.ts';

/** Writing a function's own log. */
export const writeLogs = (prefix: string): Statement => ({
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  resources: [getAtt(logGroupId(prefix), 'Arn')],
});

/** Finding a cluster and its network, as a mapping does with its function's role. */
export const findCluster = (clusterArn: Value): readonly Statement[] => [
  {
    actions: ['kafka:DescribeCluster', 'kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers'],
    resources: [clusterArn],
  },
  {
    actions: ['ec2:DescribeVpcs', 'ec2:DescribeSecurityGroups'],
    // EC2 knows no resource for Describe actions.
    resources: ['*'],
  },
];

/** Asking MSK for a cluster's brokers. */
export const askForBrokers = (clusterArn: Value): Statement => ({
  actions: ['kafka:GetBootstrapBrokers'],
  resources: [clusterArn],
});

/** A producer that is not idempotent, on these topics. */
export const produce = (clusterArn: Value, topics: readonly string[]): readonly Statement[] => [
  { actions: ['kafka-cluster:Connect'], resources: [clusterArn] },
  {
    actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'],
    resources: topics.map((topic) => kafkaArn(clusterArn, 'topic', topic)),
  },
];

/** Making topics that are missing, where their names come with the messages. */
export const createTopics = (clusterArn: Value, topics: readonly string[]): Statement => ({
  actions: ['kafka-cluster:CreateTopic'],
  resources: topics.map((topic) => kafkaArn(clusterArn, 'topic', topic)),
});

/** What a mapping needs to read these topics in these groups. */
export const consume = (
  clusterArn: Value,
  topics: readonly string[],
  groups: readonly string[],
): readonly Statement[] => [
  {
    // The second one is in AWS' list for mappings; it reads the brokers' settings.
    actions: ['kafka-cluster:Connect', 'kafka-cluster:DescribeClusterDynamicConfiguration'],
    resources: [clusterArn],
  },
  {
    actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'],
    resources: topics.map((topic) => kafkaArn(clusterArn, 'topic', topic)),
  },
  {
    actions: ['kafka-cluster:DescribeGroup', 'kafka-cluster:AlterGroup'],
    resources: groups.map((group) => kafkaArn(clusterArn, 'group', group)),
  },
];

/** `_bulk` requests, whatever their indices: those are named in the body, where IAM does not look. */
export const writeDocuments = (domainArn: Value): Statement => ({
  actions: ['es:ESHttpPost'],
  resources: [join('/', [domainArn, '_bulk'])],
});

/** What finds a sink's data streams, and makes those that are missing with their templates. */
export const provideDataStreams = (
  domainArn: Value,
  sink: Pick<SinkConnector, 'streams' | 'statements' | 'transforms'>,
): readonly Statement[] => {
  const { streams } = sink;
  if (streams === undefined) return [];
  const names = indexPatterns(sink).map(({ pattern }) => pattern);
  const template = streams.kind === 'made' ? streams.template : undefined;
  return [
    {
      actions: ['es:ESHttpGet', ...(streams.kind === 'made' ? ['es:ESHttpPut'] : [])],
      resources: names.map((name) => join('/', [domainArn, '_data_stream', name])),
    },
    ...(template === undefined
      ? []
      : [
          {
            actions: ['es:ESHttpGet', 'es:ESHttpPut'],
            resources: [...new Set(names.map(template.nameOf))].map((name) =>
              join('/', [domainArn, '_index_template', name]),
            ),
          },
        ]),
  ];
};

/** The topics and groups that `verify` follows a message in. */
export type Followed = { readonly topics: readonly string[]; readonly groups: readonly string[] };

/**
 * Making what is missing on a cluster, giving groups the offsets of others, and following a message of
 * `verify`: reading the connectors' topics, and what the sinks' groups have committed.
 */
export const prepareCluster = (
  clusterArn: Value,
  { topics, cutOvers }: Pick<PreparePlan, 'topics' | 'cutOvers'>,
  followed: Followed,
): readonly Statement[] => {
  const altered = new Set(cutOvers.map(({ to }) => to));
  const described = [...followed.groups, ...cutOvers.map(({ from }) => from), ...altered];
  const arns = (kind: 'topic' | 'group', names: Iterable<string>): readonly Value[] =>
    [...names].map((name) => kafkaArn(clusterArn, kind, name));
  return [
    { actions: ['kafka-cluster:Connect'], resources: [clusterArn] },
    {
      actions: ['kafka-cluster:CreateTopic', 'kafka-cluster:DescribeTopicDynamicConfiguration'],
      resources: arns(
        'topic',
        topics.map(({ name }) => name),
      ),
    },
    {
      // Who commits offsets joins the group, and needs this, too.
      actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'],
      resources: arns('topic', followed.topics),
    },
    {
      // Of the group before a cut-over, offsets are read alone.
      actions: ['kafka-cluster:DescribeGroup'],
      resources: arns('group', new Set(described)),
    },
    { actions: ['kafka-cluster:AlterGroup'], resources: arns('group', altered) },
  ].filter(({ resources }) => resources.length > 0);
};

/** Templates, retention and roles of a plan, and searching the sinks' indices for `verify`. */
export const prepareDomain = (
  domainArn: Value,
  { templates, retention, roles }: Pick<PreparePlan, 'templates' | 'retention' | 'roles'>,
  patterns: readonly string[],
): readonly Statement[] => {
  const at = (paths: readonly string[]): readonly Value[] =>
    paths.map((path) => join('/', [domainArn, path]));
  const policies = retention.map(({ id }) => `_plugins/_ism/policies/${id}`);
  const templatePaths = templates.map(({ name }) => `_index_template/${name}`);
  return [
    {
      actions: ['es:ESHttpPut'],
      resources: at([
        ...templatePaths,
        ...policies,
        ...roles.flatMap(({ name }) =>
          ['roles', 'rolesmapping'].map((kind) => `_plugins/_security/api/${kind}/${name}`),
        ),
      ]),
    },
    { actions: ['es:ESHttpGet', 'es:ESHttpDelete'], resources: at(policies) },
    {
      actions: ['es:ESHttpGet'],
      resources: at([
        ...templatePaths,
        ...retention.map(({ pattern }) => `_plugins/_ism/explain/${pattern}`),
      ]),
    },
    {
      actions: ['es:ESHttpPost'],
      resources: at([
        // The indices of a pattern are named one by one, and those of a data stream are its backing indices.
        ...retention.flatMap(({ pattern, isStream }) =>
          ['add', 'change_policy', 'remove'].map(
            (action) => `_plugins/_ism/${action}/${isStream ? `.ds-${pattern}-*` : pattern}`,
          ),
        ),
        ...patterns.map((pattern) => `${pattern}/_search`),
      ]),
    },
  ].filter(({ resources }) => resources.length > 0);
};

/** What a mapping needs to put the batches into a bucket that have failed too often. */
export const keepBatches = (bucket: string | undefined): readonly Statement[] =>
  bucket === undefined
    ? []
    : [
        // Lambda names the objects.
        { actions: ['s3:PutObject'], resources: [join('/', [bucketArn(bucket), '*'])] },
        { actions: ['s3:ListBucket'], resources: [bucketArn(bucket)] },
      ];

/** Telling X-Ray, where a stage traces. */
export const trace = ({ given }: Parameters): readonly Statement[] =>
  given.tracing === 'true'
    ? [
        {
          actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
          // X-Ray knows no resource for them.
          resources: ['*'],
        },
      ]
    : [];

/** Putting messages into a queue. */
export const sendMessages = (queue: string): Statement => ({
  actions: ['sqs:SendMessage'],
  resources: [getAtt(queue, 'Arn')],
});

/**
 * Reading the secrets and parameters that a connector's files refer to, when its function starts, and
 * having them decrypted.
 */
export const readReferences = (references: readonly Reference[]): readonly Statement[] =>
  REFERENCE_ACTIONS.flatMap(({ provider, action, kind, suffix, context }) => {
    const paths = references.filter((one) => one.provider === provider).map(({ path }) => path);
    if (paths.length === 0) return [];
    const resources = [...new Set(paths)].map((path) => referenceArn(kind, path, suffix));
    return [
      { actions: [action], resources },
      {
        actions: ['kms:Decrypt'],
        // A key of the customer's own may have encrypted it, as MSK asks of its secrets: which one, the
        // secret knows. Any, but for it.
        resources: ['*'],
        condition: { StringLike: { [context]: resources } },
      },
    ];
  });

const REFERENCE_ACTIONS = [
  {
    provider: 'secretsmanager',
    action: 'secretsmanager:GetSecretValue',
    kind: 'secretsmanager:secret:',
    // Secrets Manager gives every secret's ARN six characters of its own.
    suffix: '-??????',
    context: 'kms:EncryptionContext:SecretARN',
  },
  {
    provider: 'ssm',
    action: 'ssm:GetParameter',
    kind: 'ssm:parameter/',
    suffix: '',
    context: 'kms:EncryptionContext:PARAMETER_ARN',
  },
] as const;

/** A path that is an ARN already is taken as it is. */
const referenceArn = (kind: string, path: string, suffix: string): Value => {
  if (path.startsWith('arn:')) return path;
  const [service = '', resource = ''] = kind.split(/:(.*)/s);
  return arn(service, `${resource}${path.replace(/^\//, '')}${suffix}`);
};

/** `arn:…:cluster/name/uuid` gives `arn:…:topic/name/uuid/topic`. */
const kafkaArn = (clusterArn: Value, kind: 'topic' | 'group', name: string): Value =>
  join('/', [join(`:${kind}/`, split(':cluster/', clusterArn)), name]);
