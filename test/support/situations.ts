import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { aSinkFile, aSourceFile, writeFiles } from './connector-files.ts';

/** Something that a deploy may meet: parameters, a stage, and connector files where they are not the shipped ones. */
export type Situation = {
  readonly name: string;
  readonly stage?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
};

export const MSK = 'arn:aws:kafka:eu-west-1:111122223333';
/** What a deploy is told of where cluster, domain and network exist. */
export const EXISTING = {
  clusterArn: `${MSK}:cluster/phones/abc-1`,
  domainArn: 'arn:aws:es:eu-west-1:111122223333:domain/phones',
  domainEndpoint: 'vpc-phones.eu-west-1.es.amazonaws.com',
  subnetIds: 'subnet-0aaaaaaa, subnet-0bbbbbbb',
  securityGroupIds: 'sg-0aaaaaaa',
};

export const KAFKA_SECRET =
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:AmazonMSK_connectless-AbCdEf';
const scramLogin = (user: string): string =>
  `org.apache.kafka.common.security.scram.ScramLoginModule required username="${user}" password="\${secretsmanager:AmazonMSK_${user}:password}";`;
const SCRAM = {
  'producer.override.security.protocol': 'SASL_SSL',
  'producer.override.sasl.mechanism': 'SCRAM-SHA-512',
  'producer.override.sasl.jaas.config': scramLogin('connectless'),
};
/** Of a worker, whose own login no connector has. */
const SCRAM_WORKER = [
  'security.protocol=SASL_SSL',
  'sasl.mechanism=SCRAM-SHA-512',
  `sasl.jaas.config=${scramLogin('worker')}`,
  `admin.sasl.jaas.config=${scramLogin('admin')}`,
].join('\n');

const FIVE = ['car', 'door', 'lamp', 'phone', 'watch'] as const;

/** Five sources and five sinks, and every key that infra/ has to do with. */
const TEN_CONNECTORS = Object.fromEntries(
  FIVE.flatMap((thing, index) => [
    [
      `${thing}-source.json`,
      aSourceFile(`${thing}-source`, `INSERT INTO ${thing}s SELECT * FROM \`${thing}/+/data\``, {
        'topic.creation.default.partitions': '12',
        'topic.creation.default.replication.factor': '3',
        'topic.creation.default.max.message.bytes': '2000000',
        'connectless.concurrency': '5',
      }),
    ],
    [
      `${thing}-sink.json`,
      aSinkFile(`${thing}-sink`, [`${thing}s`, `${thing}-events`], {
        'connectless.memory.mb': '1024',
        'connectless.timeout.seconds': '120',
        'connectless.batch.size': '500',
        'connectless.batch.window.seconds': '5',
        'connectless.pollers.min': '2',
        'connectless.pollers.max': '20',
        'connectless.dead.letters.retention.days': '30',
        ...(index === 0 && { 'connectless.mapping.failure.bucket': 'failed-batches' }),
        ...(index === 1 && { 'connectless.mapping.mode': 'on-demand' }),
        ...(index === 2 && {
          'connect.elastic.use.http.username': '${ssm:/search/user}',
          'connect.elastic.use.http.password': '${secretsmanager:search:password}',
        }),
      }),
    ],
  ]),
);

/** What has names that no deploy knows. */
const NAMED_BY_RECORDS = {
  'devices.json': aSourceFile(
    'devices',
    'INSERT INTO `devices_$` SELECT * FROM `plant/+/telemetry`; INSERT INTO `$` SELECT * FROM `plant/alarms`',
    {
      'topic.creation.default.partitions': '3',
      'topic.creation.default.replication.factor': '3',
    },
  ),
  'streams.json': JSON.stringify({
    name: 'streams',
    config: {
      'connector.class': 'io.aiven.kafka.connect.opensearch.OpensearchSinkConnector',
      topics: 'logs,events',
      'connection.url': 'https://search.example:9200',
      'data.stream.enabled': 'true',
      'data.stream.prefix': 'devices',
      'key.ignore': 'true',
      'schema.ignore': 'true',
      'errors.tolerance': 'all',
    },
  }),
};

/** Every situation whose template is checked. */
export const SITUATIONS: readonly Situation[] = [
  { name: 'an empty account' },
  {
    name: 'an empty account, in production',
    stage: 'prod',
    params: { searchServiceLinkedRole: 'true' },
  },
  { name: 'what exists', params: EXISTING },
  {
    name: 'a network that exists',
    params: { vpcId: 'vpc-0aaaaaaa', subnetIds: 'subnet-0aaaaaaa,subnet-0bbbbbbb,subnet-0ccccccc' },
  },
  { name: 'mappings on demand', params: { mappingMode: 'on-demand' } },
  { name: 'ten connectors', files: TEN_CONNECTORS },
  { name: 'topics and data streams that records name', params: EXISTING, files: NAMED_BY_RECORDS },
  {
    name: 'a cluster with SCRAM',
    params: { ...EXISTING, kafkaSignIn: 'files', mappingMode: 'on-demand', tracing: 'true' },
    files: {
      'source.json': aSourceFile('source', 'INSERT INTO phones SELECT * FROM `phone/#`', SCRAM),
      'sink.json': aSinkFile('sink', ['phones'], {
        ...SCRAM,
        'connectless.mapping.secret.arn': KAFKA_SECRET,
      }),
      'connect-distributed.properties': SCRAM_WORKER,
    },
  },
];

/** The options of `serverless` that bring a situation about. */
export const optionsOf = ({ stage = 'test', params = {} }: Situation): readonly string[] => [
  ...Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]),
  ...['--stage', stage, '--region', 'eu-west-1'],
];

/** Its connector files, in a folder of their own; undefined for the shipped ones. */
export const filesOf = async ({ files }: Situation, into: string): Promise<string | undefined> => {
  if (files === undefined) return undefined;
  const folder = join(into, 'connectors of a team');
  await mkdir(folder, { recursive: true });
  await writeFiles(folder, files);
  return folder;
};
