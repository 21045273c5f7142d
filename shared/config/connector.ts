import type { ErrorsConfig } from '../connect/errant-record-reporter.ts';
import type { SinkStatement } from '../sink/to-documents.ts';
import type { SourceStatement } from '../source/source-record.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import type { OpenSearchConnection } from './opensearch-connection.ts';

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
