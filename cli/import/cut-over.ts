import { eventSourceMappings } from '../../infra/event-source-mappings.ts';
import type { Connector, SinkConnector } from '../../shared/config/connector.ts';
import { BRIDGE_FILE, type Migration } from './migrate.ts';
import type { SecretReference } from './secrets.ts';

/** What the steps depend on, besides the files. */
export type Surroundings = {
  /** `bootstrap.servers` of the worker, where its file was there. */
  readonly brokers?: string;
  readonly hasBridge: boolean;
};

const MSK = /\.(kafka|kafka-serverless)\.[a-z0-9-]+\.amazonaws\.com(\.cn)?(:\d+)?\s*(,|$)/;

/** What is left to do, in its order, until the worker can go. */
export const cutOverSteps = (
  { connectors, secrets }: Pick<Migration, 'connectors' | 'secrets'>,
  surroundings: Surroundings,
): readonly string[] => {
  const sinks = connectors.filter((connector) => connector.kind === 'sink');
  const sources = connectors.filter((connector) => connector.kind === 'source');
  return [
    ...secretSteps(secrets),
    'npx connectless validate && npx connectless explain',
    ...(sinks.length > 0 ? sinkSteps(sinks, surroundings) : ['npx serverless deploy']),
    ...(sources.length > 0 ? sourceSteps(sources, surroundings) : []),
    ...(connectors.length > 0
      ? ['Stop the worker; its topics connect-offsets, connect-configs and connect-status can go.']
      : []),
  ];
};

const secretSteps = (secrets: readonly SecretReference[]): readonly string[] =>
  [...Map.groupBy(secrets, ({ secret }) => secret)].map(
    ([secret, own]) =>
      `aws secretsmanager create-secret --name ${secret} --secret-string '{${own
        .map(({ key }) => `"${key}":"…"`)
        .join(',')}}'`,
  );

const stop = (connectors: readonly Connector[]): string =>
  connectors.map(({ name }) => `curl -X PUT http://WORKER:8083/connectors/${name}/stop`).join('; ');

const sinkSteps = (
  sinks: readonly SinkConnector[],
  { brokers }: Surroundings,
): readonly string[] => {
  const groups = sinks.map(({ name }) => `connect-${name}`).join(', ');
  const onMsk = [
    `Stop the sink (${stop(sinks)}; before Kafka 3.5: -X DELETE …/${sinks[0]?.name}): its offsets stay with its group.`,
    `npx serverless deploy: the mapping goes on in group ${takenGroups(sinks)} where the worker stopped; nothing is skipped or read twice.`,
  ];
  const elsewhere = [
    'Lambda reads MSK alone, and bootstrap.servers names none: npx serverless deploy onto an MSK cluster.',
    `Let the old sink read its topic to the end (kafka-consumer-groups.sh --describe --group ${groups}: lag 0), then ${stop(sinks)}.`,
    ...idSteps(sinks),
  ];
  return brokers === undefined || MSK.test(brokers) ? onMsk : elsewhere;
};

const takenGroups = (sinks: readonly SinkConnector[]): string =>
  sinks
    .flatMap((sink) => eventSourceMappings(sink).map(({ consumerGroup }) => consumerGroup))
    .join(', ');

/** On another cluster offsets begin anew, and with them ids that are made of them. */
const idSteps = (sinks: readonly SinkConnector[]): readonly string[] => {
  const byOffset = sinks.filter(({ statements }) => statements.some(({ id }) => id.length === 0));
  return byOffset.length === 0
    ? []
    : [
        `Ids of ${byOffset.map(({ name }) => name).join(', ')} are topic-partition-offset, and offsets begin anew there: ` +
          'write into indices that have no old documents, or add PK _header.message-id before WITHINDEXSUFFIX.',
      ];
};

const sourceSteps = (
  sources: readonly Connector[],
  { hasBridge }: Surroundings,
): readonly string[] => [
  hasBridge
    ? `Devices: lead them to IoT Core, or keep Mosquitto and give it ${BRIDGE_FILE}.`
    : 'Devices: lead them to IoT Core, or bridge their broker to it.',
  `When messages come by the new way, ${stop(sources)}. MQTT has no offsets: until then messages come twice, the other way round some would be lost.`,
];
