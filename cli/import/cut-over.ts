import { eventSourceMappings } from '../../infra/event-source-mappings.ts';
import { isIam, isOfMsk } from '../../infra/sign-in.ts';
import type { Connector, SinkConnector } from '../../shared/config/connector.ts';
import type { SignIn } from '../../shared/config/kafka-connection.ts';
import { BRIDGE_FILE, type Migration } from './migrate.ts';
import type { SecretReference } from './secrets.ts';

/** What the steps depend on, besides the files. */
export type Surroundings = {
  /** `bootstrap.servers` of the worker, where its file was there. */
  readonly brokers?: string;
  readonly hasBridge: boolean;
  /** How the worker signed in, where its file says it. */
  readonly signIn?: SignIn;
};

const MSK = /\.(kafka|kafka-serverless)\.[a-z0-9-]+\.amazonaws\.com(\.cn)?(:\d+)?\s*(,|$)/;

/** What is left to do, in its order, until the worker can go. */
export const cutOverSteps = (
  { connectors, secrets, stores }: Pick<Migration, 'connectors' | 'secrets' | 'stores'>,
  { brokers, hasBridge, signIn }: Surroundings,
): readonly string[] => {
  const sinks = connectors.filter((connector) => connector.kind === 'sink');
  const sources = connectors.filter((connector) => connector.kind === 'source');
  const staysOnMsk = brokers === undefined || MSK.test(brokers);
  return [
    ...secretSteps(secrets),
    ...stores.flatMap(({ step }) => step ?? []),
    ...signInSteps(signIn),
    'npx connectless validate && npx connectless explain',
    ...(staysOnMsk ? takeOver(sinks) : MOVE),
    ...(sources.length > 0 ? turnDevices(sources, hasBridge) : []),
    ...(staysOnMsk ? [] : sinks.flatMap(readToTheEnd)),
    'Stop the worker; its topics connect-offsets, connect-configs and connect-status can go.',
  ];
};

const secretSteps = (secrets: readonly SecretReference[]): readonly string[] =>
  [...Map.groupBy(secrets, ({ secret }) => secret)].map(([secret, own]) => {
    const members = own.map(({ member }) => `"${member}":"…"`).join(',');
    return `aws secretsmanager create-secret --name ${secret} --secret-string '{${members}}'`;
  });

/** A deploy has its functions sign in by IAM, unless it is told otherwise. */
const signInSteps = (way: SignIn | undefined): readonly string[] => {
  if (way === undefined || isIam(way) || !isOfMsk(way)) return [];
  const name = `${way.protocol} ${way.mechanism ?? ''}`.trim();
  return [
    `The worker signs in by ${name}, functions by IAM: where they are to sign in like it, give validate, explain and deploy --param kafkaSignIn=files, and --param clusterArn=… of an MSK cluster that has it.`,
  ];
};

const stop = (connectors: readonly Connector[]): string =>
  connectors.map(({ name }) => `PUT /connectors/${name}/stop`).join(', ');

/** On the same cluster a mapping goes on where the worker's consumer group stopped. */
const takeOver = (sinks: readonly SinkConnector[]): readonly string[] => {
  if (sinks.length === 0) return ['npx serverless deploy'];
  const several = sinks.filter(({ topics }) => topics.length > 1);
  return [
    `On the worker, ${stop(sinks)} (before Kafka 3.5: DELETE). Kafka keeps the offsets of its group.`,
    `npx serverless deploy: goes on where ${sinks.map(({ mapping }) => mapping.consumerGroup).join(', ')} stopped, and skips nothing.${several.map(handOver).join('')}`,
  ];
};

/** A mapping has one topic and a group of its own. */
const handOver = (sink: SinkConnector): string =>
  ` It gives ${groupList(sink)} the offsets of ${sink.mapping.consumerGroup}.`;

const groupList = (sink: SinkConnector): string =>
  eventSourceMappings(sink)
    .map(({ consumerGroup }) => consumerGroup)
    .join(', ');

const MOVE: readonly string[] = [
  'npx serverless deploy onto an MSK cluster: Lambda reads no other; bootstrap.servers names none.',
];

const turnDevices = (sources: readonly Connector[], hasBridge: boolean): readonly string[] => [
  `Lead devices to IoT Core, or ${hasBridge ? `keep Mosquitto and give it ${BRIDGE_FILE}` : 'bridge their broker to it'}.`,
  `When messages come that way, ${stop(sources)}: sooner loses some, later repeats some.`,
];

const readToTheEnd = (sink: SinkConnector): readonly string[] => [
  `When group ${sink.mapping.consumerGroup} has lag 0, ${stop([sink])}.`,
  ...(sink.statements.some(({ id }) => id.parts.length === 0)
    ? [
        'Its ids are topic-partition-offset, which begins anew: take empty indices, or PK _header.message-id.',
      ]
    : []),
];
