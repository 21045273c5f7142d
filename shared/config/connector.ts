import type { KafkaConnection } from './kafka-connection.ts';
import type { OpenSearchConnection } from './opensearch-connection.ts';

/** One KCQL statement of a source connector. */
export type SourceStatement = {
  /** An MQTT topic filter, without `$share/<group>/`. */
  readonly filter: string;
  /** The Kafka topic. */
  readonly target: string;
};

/** Where one part of an id comes from; several are joined by the connector's separator. */
export type IdPart = { readonly kind: 'header'; readonly name: string };

/** Part of an index name: literal text, or a date of the record's time in UTC. */
export type NamePart = string | ((time: Date) => string);

/** One KCQL statement of a sink connector. */
export type SinkStatement = {
  /** The Kafka topic. */
  readonly source: string;
  readonly index: readonly NamePart[];
  /** Topic, partition and offset where it is empty. */
  readonly id: readonly IdPart[];
  readonly idSeparator: string;
};

/** What becomes of errant records: `errors.*` of a connector. */
export type ErrorsConfig = {
  readonly connector: string;
  readonly tolerance: 'none' | 'all';
  /** `errors.deadletterqueue.topic.name`, else `<connector>-dead-letters`. */
  readonly deadLetterTopic: string;
  /** `errors.deadletterqueue.context.headers.enable` */
  readonly contextHeaders: boolean;
};

type Common = {
  /** `name` in its file, or the file's base name. */
  readonly name: string;
  readonly file: string;
  readonly errors: ErrorsConfig;
};

/** What a source connector's file says, in our words. */
export type SourceConnector = Common & {
  readonly kind: 'source';
  readonly statements: readonly SourceStatement[];
};

/** What a sink connector's file says, in our words. */
export type SinkConnector = Common & {
  readonly kind: 'sink';
  readonly topics: readonly string[];
  readonly statements: readonly SinkStatement[];
};

export type Connector = SourceConnector | SinkConnector;

/** A source connector ready to run: with its way to Kafka. */
export type SourceConfig = SourceConnector & { readonly kafka: KafkaConnection };

/** A sink connector ready to run: with its way to Kafka, for dead letters, and to OpenSearch. */
export type SinkConfig = SinkConnector & {
  readonly kafka: KafkaConnection;
  readonly opensearch: OpenSearchConnection;
};
