import type {
  Connector,
  NamePart,
  SinkStatement,
  SourceStatement,
} from '../shared/config/connector.ts';
import { targetTopic } from '../shared/source/target-topic.ts';
import type { Endpoints } from './functions.ts';
import { topicFor } from './iot/phones.ts';

/** Where everything is, and a message to publish and to find by hand. */
export const tryLines = (
  { mqtt, kafka, opensearch }: Endpoints,
  connectors: readonly Connector[],
  now: number,
): readonly string[] => [
  `MQTT ${mqtt}`,
  `Kafka ${kafka}`,
  `OpenSearch ${opensearch}`,
  ...example(connectors).flatMap(({ filter, sink }) => [
    publishLine(mqtt, topicFor(filter, 'me')),
    ...indexOf(sink, now).map(
      (index) => `  curl '${opensearch}/${index}/_search?q=hello:world&pretty'`,
    ),
  ]),
];

type Example = { readonly filter: string; readonly sink: SinkStatement | undefined };

/** A filter of a source whose topic a sink reads, with that sink's statement; else any filter. */
const example = (connectors: readonly Connector[]): readonly Example[] => {
  const examples = connectors
    .flatMap((connector) => (connector.kind === 'source' ? connector.statements : []))
    .map((source) => ({ filter: source.filter, sink: sinkOf(connectors, source) }));
  return [examples.find(({ sink }) => sink !== undefined) ?? examples[0] ?? []].flat();
};

const sinkOf = (
  connectors: readonly Connector[],
  source: SourceStatement,
): SinkStatement | undefined => {
  const topic = targetTopic(source.target, topicFor(source.filter, 'me'));
  return connectors
    .flatMap((connector) => (connector.kind === 'sink' ? connector.statements : []))
    .find((statement) => statement.source === topic);
};

const publishLine = (mqtt: string, topic: string): string => {
  const { hostname, port } = new URL(mqtt);
  return `  mosquitto_pub -h ${hostname} -p ${port || '1883'} -t ${topic} -m '{"hello":"world"}'`;
};

const indexOf = (sink: SinkStatement | undefined, now: number): readonly string[] =>
  sink === undefined ? [] : [sink.index.map((part) => partOn(part, sink.source, now)).join('')];

/** What a record alone shows may be anything. */
const partOn = (part: NamePart, topic: string, now: number): string => {
  if (typeof part === 'string') return part;
  if (part.kind === 'date') return part.format(now, 'UTC');
  return part.kind === 'topic' ? part.name(topic) : '*';
};
