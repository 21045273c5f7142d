import { EXISTING, KAFKA_SECRET, MSK } from './situations.ts';

/** A call that a policy is asked about, `action resource`, with what IAM would be told beside it. */
export type Call = {
  readonly call: string;
  readonly context?: Readonly<Record<string, string>>;
};
export type Calls = readonly (string | Call)[];

/** The calls of each role. */
export type Needed = Readonly<Record<string, Calls>>;

const ACCOUNT = 'eu-west-1:111122223333';
const MARK = '9c8b7a65-4d3e-4f2a-9b1c-0d1e2f3a4b5c-7';

const QUEUE = `arn:aws:sqs:${ACCOUNT}:connectless-test-FailureQueue-1a2b3c`;
const KEY = `arn:aws:kms:${ACCOUNT}:key/DataKey`;
const SEARCH_SECRET = `arn:aws:secretsmanager:${ACCOUNT}:secret:search-AbCdEf`;
/** Of the worker's admin clients. */
const ADMIN_SECRET = `arn:aws:secretsmanager:${ACCOUNT}:secret:AmazonMSK_admin-AbCdEf`;
const SEARCH_PARAMETER = `arn:aws:ssm:${ACCOUNT}:parameter/search/user`;

/** Where a deploy's functions find cluster and domain. */
type Place = { readonly stage: string; readonly cluster: string; readonly domain: string };

const made = (stage: string): Place => ({
  stage,
  cluster: `${MSK}:cluster/connectless-${stage}-0f9e8d7c/${MARK}`,
  domain: `arn:aws:es:${ACCOUNT}:domain/connectless-0f9e8d7c`,
});
const EXISTS: Place = {
  stage: 'test',
  cluster: EXISTING.clusterArn,
  domain: EXISTING.domainArn,
};

const each = (actions: readonly string[], ...targets: readonly string[]): Calls =>
  targets.flatMap((target) => actions.map((action) => `${action} ${target}`));

const NETWORK = each(
  [
    ...['CreateNetworkInterface', 'DeleteNetworkInterface', 'DescribeNetworkInterfaces'],
    ...['DescribeSubnets', 'AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'],
  ].map((action) => `ec2:${action}`),
  '*',
);
const TRACES = each(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*');
/** What a message costs that goes into the encrypted queue. */
const KEEPS: Calls = [
  `sqs:SendMessage ${QUEUE}`,
  ...each(['kms:GenerateDataKey', 'kms:Decrypt'], KEY),
];

const logs = ({ stage }: Place, key: string): Calls =>
  each(
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    `arn:aws:logs:${ACCOUNT}:log-group:/aws/lambda/connectless-${stage}-${key}:log-stream:2026/11/24/a`,
  );

type Kind = 'topic' | 'group';
const named = ({ cluster }: Place, kind: Kind, names: readonly string[]): readonly string[] =>
  names.map((name) => `${cluster.replace(':cluster/', `:${kind}/`)}/${name}`);
const kafka = (actions: readonly string[], on: readonly string[]): Calls =>
  each(
    actions.map((action) => `kafka-cluster:${action}`),
    ...on,
  );
const connects = ({ cluster }: Place): Calls => kafka(['Connect'], [cluster]);
const writes = (place: Place, names: readonly string[]): Calls =>
  kafka(['DescribeTopic', 'WriteData'], named(place, 'topic', names));

/** A secret or parameter that a key of the customer's own encrypts, read. */
const decrypted = (action: string, arn: string, name: string): Calls => [
  `${action} ${arn}`,
  {
    call: `kms:Decrypt arn:aws:kms:${ACCOUNT}:key/of-the-secret`,
    context: { [`kms:EncryptionContext:${name}`]: arn },
  },
];
const secret = (arn: string): Calls => decrypted('secretsmanager:GetSecretValue', arn, 'SecretARN');

type Source = { readonly key: string; readonly topics: readonly string[]; readonly more?: Calls };

const source = (place: Place, { key, topics, more = [] }: Source): Calls => [
  ...logs(place, key),
  ...NETWORK,
  ...(topics.length > 0 ? [...connects(place), ...writes(place, topics)] : []),
  ...KEEPS,
  ...more,
];

type Sink = {
  readonly key: string;
  /** None where the function and its mapping sign in by a secret. */
  readonly topics: readonly string[];
  readonly groups: readonly string[];
  readonly letters?: string;
  readonly more?: Calls;
};

/** A mapping finds and reads the cluster by its function's role. */
const sink = (place: Place, { key, topics, groups, letters, more = [] }: Sink): Calls => [
  ...logs(place, key),
  ...NETWORK,
  ...each(
    ['kafka:DescribeCluster', 'kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers'],
    place.cluster,
  ),
  ...each(['ec2:DescribeVpcs', 'ec2:DescribeSecurityGroups'], '*'),
  ...(letters === undefined
    ? []
    : [
        ...connects(place),
        ...kafka(['DescribeClusterDynamicConfiguration'], [place.cluster]),
        ...writes(place, [letters]),
      ]),
  ...kafka(['DescribeTopic', 'ReadData'], named(place, 'topic', topics)),
  ...kafka(['DescribeGroup', 'AlterGroup'], named(place, 'group', groups)),
  `es:ESHttpPost ${place.domain}/_bulk`,
  ...more,
];

const brokers = (place: Place): Calls => [
  ...logs(place, 'bootstrapBrokers'),
  `kafka:GetBootstrapBrokers ${place.cluster}`,
];

type Index = {
  /** Of its template and its policy. */
  readonly name: string;
  readonly pattern: string;
  /** One that fits the pattern. */
  readonly index: string;
  /** What ISM manages of it, where that is another: a backing index of a data stream. */
  readonly managed?: string;
};

/** What `prepare` asks of OpenSearch; `roles` are those that it makes and maps. */
const prepares = (place: Place, indices: readonly Index[], roles: readonly string[]): Calls => {
  const at = (paths: readonly string[]): readonly string[] =>
    paths.map((path) => `${place.domain}/${path}`);
  const security = roles.flatMap((key) =>
    ['roles', 'rolesmapping'].map(
      (kind) => `_plugins/_security/api/${kind}/connectless-${place.stage}-${key}`,
    ),
  );
  return [
    ...logs(place, 'prepare'),
    ...NETWORK,
    ...each(['es:ESHttpPut'], ...at(security)),
    ...indices.flatMap(({ name, pattern, index, managed = index }) => [
      ...each(['es:ESHttpGet', 'es:ESHttpPut'], ...at([`_index_template/${name}`])),
      ...each(
        ['es:ESHttpGet', 'es:ESHttpPut', 'es:ESHttpDelete'],
        ...at([`_plugins/_ism/policies/${name}`]),
      ),
      ...each(['es:ESHttpGet'], ...at([`_plugins/_ism/explain/${pattern}`])),
      ...each(
        ['es:ESHttpPost'],
        ...at([
          ...['add', 'change_policy', 'remove'].map(
            (action) => `_plugins/_ism/${action}/${managed}`,
          ),
          `${index}/_search`,
        ]),
      ),
    ]),
  ];
};

const makesTopics = (place: Place, names: readonly string[]): Calls =>
  kafka(
    ['CreateTopic', 'DescribeTopic', 'DescribeTopicDynamicConfiguration'],
    named(place, 'topic', names),
  );

/** Of a group whose offsets groups of one topic each are given. */
const cutsOver = (place: Place, topics: readonly string[], group: string): Calls => [
  ...kafka(['DescribeTopic', 'ReadData'], named(place, 'topic', topics)),
  ...kafka(['DescribeGroup'], named(place, 'group', [group])),
  ...kafka(
    ['DescribeGroup', 'AlterGroup'],
    named(
      place,
      'group',
      topics.map((topic) => `${group}-${topic}`),
    ),
  ),
];

/** Looking for a message of `verify`, in the topics of letters, too. */
const follows = (place: Place, topics: readonly string[], groups: readonly string[]): Calls => [
  ...kafka(['DescribeTopic', 'ReadData'], named(place, 'topic', topics)),
  ...kafka(['DescribeGroup'], named(place, 'group', groups)),
];

/** The same for the shipped files. */
const followsShipped = (place: Place): Calls =>
  follows(place, ['phone-data', 'phone-data-dead-letters'], ['connect-opensearch-sink']);

const daily = (stage: string): Index => ({
  name: `connectless-${stage}-phone-data-9b5070b6`,
  pattern: 'phone-data_*',
  index: 'phone-data_2026-11-24',
});

/** The shipped connector files. */
const shipped = (place: Place): Needed => ({
  MqttSourceRole: source(place, {
    key: 'mqttSource',
    topics: ['phone-data', 'phone-data-dead-letters'],
  }),
  MqttSourceTopicRuleRole: KEEPS,
  OpensearchSinkRole: sink(place, {
    key: 'opensearchSink',
    topics: ['phone-data'],
    groups: ['connect-opensearch-sink'],
    letters: 'phone-data-dead-letters',
  }),
  BootstrapBrokersRole: brokers(place),
  PrepareRole: [
    ...prepares(place, [daily(place.stage)], ['opensearchSink']),
    ...connects(place),
    ...followsShipped(place),
  ],
});

/** Names of templates and policies have marks of their patterns. */
const TEN: Readonly<Record<string, readonly [string, string]>> = {
  car: ['1f58b1e9', 'b1146fe2'],
  door: ['2870b96c', '062d0bb5'],
  lamp: ['dfe0b81f', 'b37dcff2'],
  phone: ['e89a10d4', 'b711f295'],
  watch: ['e056867d', 'e8970ac9'],
};

/** What one thing's sink needs beside the others. */
const OF_A_THING: Readonly<Record<string, Calls>> = {
  car: [
    `s3:PutObject arn:aws:s3:::failed-batches/aws/lambda/a-mapping/2026/11/24/a`,
    `s3:ListBucket arn:aws:s3:::failed-batches`,
  ],
  lamp: [
    ...decrypted('ssm:GetParameter', SEARCH_PARAMETER, 'PARAMETER_ARN'),
    ...secret(SEARCH_SECRET),
  ],
};

const ten = (place: Place): Needed => {
  const things = Object.entries(TEN).map(([thing, marks]) => ({
    thing,
    prefix: `${thing.charAt(0).toUpperCase()}${thing.slice(1)}`,
    topics: [`${thing}s`, `${thing}-events`],
    marks,
  }));
  return {
    BootstrapBrokersRole: brokers(place),
    PrepareRole: [
      ...prepares(
        place,
        things.flatMap(({ topics, marks }) =>
          topics.map((index, at) => ({
            name: `connectless-test-${index}-${marks[at]}`,
            pattern: index,
            index,
          })),
        ),
        things.map(({ thing }) => `${thing}Sink`),
      ),
      ...connects(place),
      ...things.flatMap(({ thing, topics }) => cutsOver(place, topics, `connect-${thing}-sink`)),
      ...things.flatMap(({ thing, topics }) =>
        follows(
          place,
          [...topics, `${thing}-source-dead-letters`, `${thing}-sink-dead-letters`],
          topics.map((topic) => `connect-${thing}-sink-${topic}`),
        ),
      ),
    ],
    ...Object.fromEntries(
      things.flatMap(({ thing, prefix, topics }) => [
        [
          `${prefix}SourceRole`,
          source(place, {
            key: `${thing}Source`,
            topics: [`${thing}s`, `${thing}-source-dead-letters`],
          }),
        ],
        [`${prefix}SourceTopicRuleRole`, KEEPS],
        [
          `${prefix}SinkRole`,
          sink(place, {
            key: `${thing}Sink`,
            topics,
            groups: topics.map((topic) => `connect-${thing}-sink-${topic}`),
            letters: `${thing}-sink-dead-letters`,
            more: OF_A_THING[thing] ?? [],
          }),
        ],
      ]),
    ),
  };
};

/** Its source names topics by messages, and makes them; its sink writes data streams, and makes them with their templates. */
const namedByRecords = (place: Place): Needed => {
  const streams = ['devices-logs', 'devices-events'];
  const marks = ['815a8281', '783e3b31'];
  const templates = streams.map((stream, at) => `connectless-test-${stream}-${marks[at]}`);
  const letters = ['devices-dead-letters', 'streams-dead-letters'];
  const byMessages = ['devices_plant_7_telemetry', 'plant_alarms'];
  return {
    BootstrapBrokersRole: brokers(place),
    PrepareRole: [
      ...prepares(
        place,
        streams.map((stream, at) => ({
          name: templates[at] ?? '',
          pattern: stream,
          index: stream,
          managed: `.ds-${stream}-000001`,
        })),
        ['streams', 'prepare'],
      ),
      ...connects(place),
      ...makesTopics(place, ['logs', 'events', ...letters]),
      ...follows(
        place,
        ['logs', 'events', ...letters],
        ['connect-streams-logs', 'connect-streams-events'],
      ),
      ...cutsOver(place, ['logs', 'events'], 'connect-streams'),
    ],
    DevicesRole: source(place, {
      key: 'devices',
      topics: [...byMessages, 'devices-dead-letters'],
      more: kafka(['CreateTopic'], named(place, 'topic', byMessages)),
    }),
    DevicesTopicRuleRole: KEEPS,
    StreamsRole: sink(place, {
      key: 'streams',
      topics: ['logs', 'events'],
      groups: ['connect-streams-logs', 'connect-streams-events'],
      letters: 'streams-dead-letters',
      more: each(
        ['es:ESHttpGet', 'es:ESHttpPut'],
        ...streams.flatMap((stream) => [
          `${place.domain}/_data_stream/${stream}`,
          `${place.domain}/_index_template/${stream}-connector-data-stream-template`,
        ]),
      ),
    }),
  };
};

/** What each function, rule and mapping does in its life, by its role, in each situation. */
export const NEEDED: Readonly<Record<string, Needed>> = {
  'an empty account': shipped(made('test')),
  'an empty account, in production': shipped(made('prod')),
  'a network that exists': shipped(made('test')),
  'mappings on demand': shipped(made('test')),
  'what exists': {
    ...shipped(EXISTS),
    PrepareRole: [
      ...prepares(EXISTS, [daily('test')], ['opensearchSink', 'prepare']),
      ...connects(EXISTS),
      ...makesTopics(EXISTS, ['phone-data', 'phone-data-dead-letters']),
      ...followsShipped(EXISTS),
    ],
  },
  'ten connectors': ten(made('test')),
  'topics and data streams that records name': namedByRecords(EXISTS),
  'a cluster with SCRAM': {
    BootstrapBrokersRole: brokers(EXISTS),
    // By the login of the worker's admin clients: Kafka asks no role.
    PrepareRole: [
      ...prepares(
        EXISTS,
        [{ name: 'connectless-test-phones-e89a10d4', pattern: 'phones', index: 'phones' }],
        ['sink', 'prepare'],
      ),
      ...secret(ADMIN_SECRET),
    ],
    SourceRole: source(EXISTS, {
      key: 'source',
      topics: [],
      more: [...secret(KAFKA_SECRET), ...TRACES],
    }),
    SourceTopicRuleRole: KEEPS,
    SinkRole: sink(EXISTS, {
      key: 'sink',
      topics: [],
      groups: [],
      more: [...secret(KAFKA_SECRET), ...TRACES],
    }),
  },
};
