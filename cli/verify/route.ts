import { eventSourceMappings } from '../../infra/event-source-mappings.ts';
import type { Connector, SinkConnector, SourceConnector } from '../../shared/config/connector.ts';
import { indexPatterns, isBounded } from '../../shared/config/index-patterns.ts';
import { ConnectError } from '../../shared/connect/errors.ts';
import { createStatementChoice } from '../../shared/source/statement-choice.ts';
import { targetTopic } from '../../shared/source/target-topic.ts';
import { matchesFilter } from '../../shared/source/topic-filter.ts';
import { namedConnector } from '../named-connector.ts';

/** Where a message goes. */
export type Route = {
  readonly source: SourceConnector;
  /** The MQTT topic that it is published to. */
  readonly topic: string;
  /** Filters of the rules that fire. */
  readonly filters: readonly string[];
  readonly kafkaTopics: readonly string[];
  /** Where letters of it would be, of the source and of the sinks. */
  readonly letterTopics: readonly string[];
  readonly readers: readonly Reader[];
  readonly destinations: readonly Destination[];
};

/** A sink's mapping that hands it over: the consumer group of a Kafka topic. */
export type Reader = {
  readonly sink: SinkConnector;
  readonly topic: string;
  readonly group: string;
};

/** A sink that reads it, and an index pattern that its document is under. */
export type Destination = {
  readonly sink: SinkConnector;
  readonly index: string;
  /** The Kafka topics that lead there. */
  readonly topics: readonly string[];
};

/** Stands where a filter leaves the level open. */
const LEVEL = 'connectless-verify';

/** @throws ConnectError where the files have no such way, with what they have */
export const routeOf = (
  connectors: readonly Connector[],
  { connector, topic: asked }: { readonly connector?: string; readonly topic?: string },
): Route => {
  const source = chooseSource(connectors, connector);
  const topic = asked ?? exampleTopic(source);
  const filters = [...new Set(source.statements.map(({ filter }) => filter))].filter((filter) =>
    matchesFilter(filter, topic),
  );
  if (filters.length === 0)
    throw new ConnectError(`no filter of ${source.name} matches ${topic}: --topic names another`);
  const choose = createStatementChoice(source.statements);
  const statements = filters.flatMap((filter) => choose({ topic, filter }));
  if (statements.length === 0)
    throw new ConnectError(`WITHREGEX of ${source.name} declines ${topic}: --topic names another`);
  const kafkaTopics = [...new Set(statements.map(({ target }) => targetTopic(target, topic)))];
  const sinks = connectors
    .filter((each) => each.kind === 'sink')
    .filter((sink) => sink.topics.some((each) => kafkaTopics.includes(each)));
  const destinations = sinks.flatMap((sink) => destinationsOf(sink, kafkaTopics));
  if (destinations.length === 0)
    throw new ConnectError(
      `no sink reads ${kafkaTopics.join(', ')} into an index whose name the files know: --topic or --connector names another way`,
    );
  const letters = [source, ...sinks].map(({ errors }) => errors.deadLetterTopic);
  return {
    source,
    topic,
    filters,
    kafkaTopics,
    letterTopics: [...new Set(letters)].filter((each) => !kafkaTopics.includes(each)),
    readers: sinks.flatMap((sink) => readersOf(sink, kafkaTopics)),
    destinations,
  };
};

const chooseSource = (
  connectors: readonly Connector[],
  name: string | undefined,
): SourceConnector => {
  const sources = connectors.filter((each) => each.kind === 'source');
  if (name !== undefined) return namedConnector(sources, name, 'source connector');
  const [source, second] = sources;
  if (source && !second) return source;
  const found = sources.map((each) => each.name).join(', ') || 'none';
  throw new ConnectError(`--connector names one of the source connectors: ${found}`);
};

const exampleTopic = ({ statements }: SourceConnector): string =>
  (statements[0]?.filter ?? '').replaceAll(/[+#]/g, LEVEL);

const readersOf = (sink: SinkConnector, kafkaTopics: readonly string[]): readonly Reader[] =>
  eventSourceMappings(sink)
    .filter(({ topic }) => kafkaTopics.includes(topic))
    .map(({ topic, consumerGroup }) => ({ sink, topic, group: consumerGroup }));

const destinationsOf = (
  sink: SinkConnector,
  kafkaTopics: readonly string[],
): readonly Destination[] => {
  const places = kafkaTopics.flatMap((topic) => {
    const statements = sink.statements.filter(({ source }) => source === topic);
    return indexPatterns({ ...sink, statements })
      .filter(isBounded)
      .map(({ pattern }) => ({ topic, pattern }));
  });
  return [...Map.groupBy(places, ({ pattern }) => pattern)].map(([index, of]) => ({
    sink,
    index,
    topics: of.map(({ topic }) => topic),
  }));
};
