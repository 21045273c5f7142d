import type { PlannedCutOver, PlannedTopic } from './prepare-plan.ts';

/** Of Kafka's `bin/`; `BROKERS`, and a file with a login that may, are whose who runs it. */
const tool = (name: string, ...options: readonly string[]): string =>
  [`${name}.sh --bootstrap-server "$BROKERS" --command-config admin.properties`, ...options].join(
    ' ',
  );

/** Makes a topic, unless it is there. */
export const createTopicCommand = ({
  name,
  partitions,
  replicationFactor,
  config,
}: PlannedTopic): string =>
  tool(
    'kafka-topics',
    `--create --if-not-exists --topic ${name}`,
    ...(partitions === undefined ? [] : [`--partitions ${partitions}`]),
    ...(replicationFactor === undefined ? [] : [`--replication-factor ${replicationFactor}`]),
    ...Object.entries(config).map(([key, value]) => `--config ${quoted(`${key}=${value}`)}`),
  );

/** Shows a topic's settings, the brokers' defaults included. */
export const describeTopicCommand = (name: string): string =>
  tool('kafka-configs', `--describe --all --entity-type topics --entity-name ${name}`);

/** Gives one group the offsets of another; nobody may consume in either meanwhile. */
export const cutOverCommands = ({ from, to, topic }: PlannedCutOver): readonly string[] => [
  tool(
    'kafka-consumer-groups',
    `--group ${quoted(from)} --topic ${topic} --reset-offsets --to-current --dry-run --export > ${topic}.csv`,
  ),
  tool(
    'kafka-consumer-groups',
    `--group ${quoted(to)} --reset-offsets --from-file ${topic}.csv --execute`,
  ),
];

const quoted = (text: string): string =>
  /^[\w.,:=/@+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
