import type { Connector, NamePart } from '../shared/config/connector.ts';
import type { Endpoints } from './functions.ts';
import { topicFor } from './iot/phones.ts';
import { filtersOf } from './topology.ts';

/** Where everything is, and a message to publish and to find by hand. */
export const tryLines = (
  { mqtt, kafka, opensearch }: Endpoints,
  connectors: readonly Connector[],
  now: number,
): readonly string[] => [
  `MQTT ${mqtt}`,
  `Kafka ${kafka}`,
  `OpenSearch ${opensearch}`,
  ...filtersOf(connectors)
    .slice(0, 1)
    .map((filter) => publishLine(mqtt, topicFor(filter, 'me'))),
  ...indexOf(connectors, now).map(
    (index) => `  curl '${opensearch}/${index}/_search?q=hello:world&pretty'`,
  ),
];

const publishLine = (mqtt: string, topic: string): string => {
  const { hostname, port } = new URL(mqtt);
  return `  mosquitto_pub -h ${hostname} -p ${port || '1883'} -t ${topic} -m '{"hello":"world"}'`;
};

const indexOf = (connectors: readonly Connector[], now: number): readonly string[] =>
  connectors
    .flatMap((connector) => (connector.kind === 'sink' ? connector.statements : []))
    .slice(0, 1)
    .map(({ index, source }) => index.map((part) => partOn(part, source, now)).join(''));

/** What a record alone shows may be anything. */
const partOn = (part: NamePart, topic: string, now: number): string => {
  if (typeof part === 'string') return part;
  if (part.kind === 'date') return part.format(now, 'UTC');
  return part.kind === 'topic' ? part.name(topic) : '*';
};
