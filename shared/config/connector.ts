import type { FlatConfig } from '../connect/config-keys.ts';
import type { DocumentForm } from '../connect/document-json.ts';
import type { Modules } from '../connect/modules.ts';
import type { KafkaConnection, SignIn } from './kafka-connection.ts';
import type { OpenSearchConnection } from './opensearch-connection.ts';
import type { Reference } from './references.ts';

/** One statement of a source connector: which messages become records of which topic. */
export type SourceStatement = {
  /** An MQTT topic filter, without `$share/<group>/`. */
  readonly filter: string;
  /** The Kafka topic; the message's MQTT topic stands in the place of `$`. */
  readonly target: string;
  /** Java's regular expression that a topic must match as a whole, too (`WITHREGEX`). */
  readonly regex?: string;
  /** What makes a value of a payload; without one it stays as it is. */
  readonly converter?: SourceConverter;
  /** Paths of the fields that make the key, joined; only for a converter that looks into the payload. */
  readonly withKey?: readonly string[];
  readonly keyDelimiter?: string;
  /** What the key is instead of what the converter makes. */
  readonly key?: DeviceKey;
};

/** Keys that keep the records of a device in order: its client id (its topic, where it has none), or its topic. */
export type DeviceKey = 'client-id' | 'topic';

/** Lenses' converters of payloads, by simple name. */
export type SourceConverter =
  | 'JsonSimpleConverter'
  | 'JsonOptNullConverter'
  | 'JsonConverterWithSchemaEvolution'
  | 'JsonPassThroughConverter';

/** A place in a record; an empty path is the whole key or value. */
export type RecordPart =
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'key' | 'value'; readonly path: readonly string[] };

/** Part of an index name: literal text, a date of the time that names it, the record's topic, or what it holds. */
export type NamePart =
  | string
  | {
      readonly kind: 'date';
      readonly pattern: string;
      /** Of milliseconds, in a time zone. */
      readonly format: (time: number, zone: string) => string;
    }
  | { readonly kind: 'topic'; readonly name: (topic: string) => string }
  | RecordPart;

/** Where one part of an id comes from. */
export type IdPart =
  | RecordPart
  /** The key, which has to be text or a whole number (Aiven, Confluent). */
  | { readonly kind: 'plain key' };

/** The time that names an index by its date. */
export type IndexTime = {
  /** The record's own, or the wall clock's when it is written. */
  readonly of: 'record' | 'ingest';
  /** Name of a time zone. */
  readonly zone: string;
  /** A record of another time is errant; milliseconds, the end outside. */
  readonly window: { readonly start: number; readonly end: number };
};

/** What makes a document's id: parts of the record, or its topic, partition and offset, joined. */
export type DocumentId = {
  /** Topic, partition and offset where there are none. */
  readonly parts: readonly IdPart[];
  readonly separator: string;
};

/** Where the version of a document comes from: the offset of its record, or a header. */
export type VersionSource = 'offset' | { readonly header: string };

/**
 * What becomes the `@timestamp` of a data stream's document: the record's time where the document has none
 * of its own (`record`), the first of some fields that it has (`fields`), or nothing, where the stream's
 * template names another field of the document (`template`).
 */
export type StreamTime =
  | { readonly kind: 'record' | 'template' }
  | { readonly kind: 'fields'; readonly names: readonly string[] };

/**
 * The operation that writes a document, with what no other operation may have. `create` is that of data
 * streams, which take no other.
 */
export type DocumentWrite =
  | {
      readonly operation: 'index';
      /** Only what is newer is written then. */
      readonly version?: VersionSource;
      /** The ingest pipeline that a document goes through. */
      readonly pipeline?: string;
    }
  | { readonly operation: 'create'; readonly timestamp: StreamTime }
  | { readonly operation: 'update' };

/** A field of the value that a statement chooses. */
export type ChosenField = {
  /** Names of the objects around it, from the outside in. */
  readonly parents: readonly string[];
  /** `*`: all fields there that are not chosen by name. */
  readonly name: string;
  readonly alias: string;
};

/** The fields that a document is made of, in their order: at its top level, or where they were in the value. */
export type Projection = {
  readonly fields: readonly ChosenField[];
  readonly structured: boolean;
};

/** One statement of a sink connector: which records become documents of which index. */
export type SinkStatement = {
  /** The Kafka topic. */
  readonly source: string;
  readonly index: readonly NamePart[];
  /** The whole value where it is left out. */
  readonly projection?: Projection;
  readonly id: DocumentId;
  readonly write: DocumentWrite;
  /** The record's key, or what a JSON pointer finds in its value. */
  readonly routing?: 'key' | { readonly pointer: string };
  /** Whether the index must be an alias, so that a missing one is not made as an index. */
  readonly requireAlias?: true;
  readonly tombstones: 'ignore' | 'fail' | 'delete';
};

/** Errant records that are tolerated whatever `errors.tolerance` says: a policy of the dialect. */
export type Tolerated = {
  /** Documents that OpenSearch refuses. */
  readonly refused: boolean;
  /** Records of which no document can be made, although they were converted. */
  readonly invalid: boolean;
};

/** What becomes of errant records: `errors.*` of a connector, and its dialect's own policies. */
export type ErrorsConfig = {
  readonly connector: string;
  readonly tolerance: 'none' | 'all';
  readonly tolerates: Tolerated;
  /** `errors.deadletterqueue.topic.name`, else `<connector>-dead-letters`. */
  readonly deadLetterTopic: string;
  /** `errors.deadletterqueue.context.headers.enable` */
  readonly contextHeaders: boolean;
  /** Whether tolerated records are dropped instead of kept as letters. */
  readonly drop: boolean;
  /** Whether a letter has the stack trace. */
  readonly stackTrace: boolean;
};

/** A converter, transform or predicate by its class, and its configuration, prefixes taken off. */
export type Plugin = { readonly className: string; readonly config: FlatConfig };

export type Converters = {
  readonly key: Plugin;
  readonly value: Plugin;
  readonly header: Plugin;
};

/** What a connector's function is to have; what is left out is chosen by its leg. */
export type FunctionConfig = {
  readonly memoryMb?: number;
  readonly timeoutSeconds?: number;
  readonly concurrency?: number;
};

/** What the mapping between a sink's topics and its function is to have. */
export type MappingConfig = {
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly pollers: { readonly min: number; readonly max: number };
  readonly consumerGroup: string;
  /** Where a group without committed offsets begins. */
  readonly start: 'earliest' | 'latest' | Date;
  /** Left out where the file does not say: the deploy's then. */
  readonly mode?: 'provisioned' | 'on-demand';
  /** The secret by which the mapping signs in to Kafka; with the function's role without one. */
  readonly secretArn?: string;
  /** The bucket of batches that have failed too often; without one they are tried for ever. */
  readonly failureBucket?: string;
};

/** What a deploy makes for the indices of a sink. */
export type IndicesConfig = {
  /** How long dated indices are kept; for ever where it is left out. */
  readonly retentionDays?: number;
  /** The file of an index template of the user's own, `./templates/phones.json`. */
  readonly template?: string;
};

/** What a source's topics are to be made with; the cluster's defaults where it is left out. */
export type TopicCreation = {
  /** Whether the function makes those whose names come with the messages; the deploy makes the others. */
  readonly byFunction: boolean;
  readonly partitions?: number;
  readonly replicationFactor?: number;
  readonly config: Readonly<Record<string, string>>;
};

type Common = {
  /** `name` in its file, or the file's base name. */
  readonly name: string;
  readonly file: string;
  readonly errors: ErrorsConfig;
  /** How it signs in to Kafka. */
  readonly signIn: SignIn;
  /** How long letters are kept. */
  readonly letterRetentionDays: number;
  readonly converters: Converters;
  /** `transforms`, `predicates` and all that stands under them, as the file has it. */
  readonly transforms: FlatConfig;
  readonly function: FunctionConfig;
  /** What a function resolves when it starts. */
  readonly references: readonly Reference[];
  /** The modules of its own transforms and converters, loaded. */
  readonly modules: Modules;
};

/** What a source connector's file says, in our words. */
export type SourceConnector = Common & {
  readonly kind: 'source';
  readonly statements: readonly SourceStatement[];
  readonly topicCreation: TopicCreation;
  /** MQTT 5 user properties that become headers. */
  readonly userProperties: readonly string[];
};

/** What a dialect says of `_bulk` requests; our own limits where it says nothing, or more. */
export type RequestLimits = {
  /** Longest body, in bytes before they are compressed. */
  readonly bytes?: number;
  /** Most requests at a time. */
  readonly concurrency?: number;
  readonly compress?: true;
};

/** How the data streams of a connector come to be there. */
export type DataStreams =
  /** By others; one that is missing is a fault. */
  | { readonly kind: 'existing' }
  /** One that is missing is made, and its index template before it where that is ours to make. */
  | {
      readonly kind: 'made';
      readonly template?: {
        readonly nameOf: (stream: string) => string;
        readonly timestampField: string;
      };
    };

/** What a sink connector's file says, in our words. */
export type SinkConnector = Common & {
  readonly kind: 'sink';
  readonly topics: readonly string[];
  readonly statements: readonly SinkStatement[];
  /** What becomes of an id of more than 512 bytes: `connectless.id.too.long`. */
  readonly longIds: 'errant' | 'hash';
  readonly requests: RequestLimits;
  /** Where documents go to data streams by their names. */
  readonly streams?: DataStreams;
  /** How decoded values are written as JSON. */
  readonly form: DocumentForm;
  readonly indexTime: IndexTime;
  readonly mapping: MappingConfig;
  readonly indices: IndicesConfig;
};

export type Connector = SourceConnector | SinkConnector;

/** A source connector ready to run: with its way to Kafka. */
export type SourceConfig = SourceConnector & { readonly kafka: KafkaConnection };

/** A sink connector ready to run: with its way to Kafka, for dead letters, and to OpenSearch. */
export type SinkConfig = SinkConnector & {
  readonly kafka: KafkaConnection;
  readonly opensearch: OpenSearchConnection;
};
