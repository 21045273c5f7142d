import { type EventSourceMapping, eventSourceMappings } from '../../infra/event-source-mappings.ts';
import { functionSettings } from '../../infra/function-settings.ts';
import { ruleSql, topicRules } from '../../infra/topic-rules.ts';
import type {
  Connector,
  Plugin,
  SinkConnector,
  SinkStatement,
  SourceConnector,
  SourceStatement,
  Tolerated,
  VersionSource,
} from '../../shared/config/connector.ts';
import { functionKey } from '../../shared/config/function-key.ts';
import { type FlatConfig, readList } from '../../shared/connect/config-keys.ts';
import { isModuleName } from '../../shared/connect/modules.ts';
import type { KeyAccount } from '../key-accounts.ts';
import { type DateSource, dateSource, fieldsText } from './document-words.ts';
import { exampleDocument, exampleRecord, recordOf } from './examples.ts';

/** A function as it will be deployed. */
type PlannedFunction = {
  readonly name: string;
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
};

type Common = {
  readonly name: string;
  readonly file: string;
  readonly function: PlannedFunction;
  /** What makes keys and values of bytes, and bytes of them. */
  readonly converters: { readonly key: string; readonly value: string };
  /** Classes of its transforms, in their order. */
  readonly transforms: readonly string[];
  readonly errors: {
    readonly tolerance: 'none' | 'all';
    /** What is tolerated all the same. */
    readonly tolerates: Tolerated;
    readonly deadLetterTopic: string;
    readonly contextHeaders: boolean;
  };
  /** Its keys that are not simply honoured. */
  readonly keys: readonly KeyAccount[];
};

/** What will exist for a source connector. */
export type PlannedSource = Common & {
  readonly kind: 'source';
  readonly rules: readonly { readonly filter: string; readonly sql: string }[];
  readonly records: readonly {
    readonly filter: string;
    /** `WITHREGEX` */
    readonly regex: string | null;
    /** As the file has it: with `$`, where the message names the topic. */
    readonly target: string;
    /** The target, or an example of it. */
    readonly topic: string;
    /** What makes a value of a payload. */
    readonly converter: string;
    readonly keyFrom: string;
    readonly exampleKey: string | null;
    readonly headers: readonly string[];
  }[];
};

/** What will exist for a sink connector. */
export type PlannedSink = Common & {
  readonly kind: 'sink';
  readonly mappings: readonly EventSourceMapping[];
  readonly documents: readonly {
    readonly topic: string;
    /** The index of a record of now. */
    readonly indexToday: string;
    /** Whose day the index is dated by; null where it has no date. */
    readonly date: DateSource | null;
    /** Which fields of the value it has; null where it has all. */
    readonly fields: string | null;
    readonly idFrom: string;
    readonly exampleId: string;
    /** `create` is a data stream’s: what is there already stays. */
    readonly operation: SinkStatement['write']['operation'];
    /** Where the version comes from that keeps an older document from replacing a newer one. */
    readonly versionFrom: string | null;
    readonly routingFrom: string | null;
    readonly pipeline: string | null;
    readonly tombstones: SinkStatement['tombstones'];
  }[];
};

export type PlannedConnector = PlannedSource | PlannedSink;

/** What a plan is made from, besides the connectors. */
export type Context = {
  readonly stage: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly keys: readonly KeyAccount[];
};

/** What a deploy makes of connectors, from the very definitions that it uses; in the order of a message. */
export const planConnectors = (
  connectors: readonly Connector[],
  context: Context,
): readonly PlannedConnector[] => {
  const sources = connectors.filter(isSource);
  const sinks = connectors.filter((connector) => connector.kind === 'sink');
  return [
    ...sources.map((source) => planSource(source, context)),
    ...sinks.map((sink) => planSink(sink, sources, context)),
  ];
};

const isSource = (connector: Connector): connector is SourceConnector =>
  connector.kind === 'source';

const planCommon = (connector: Connector, { stage, keys }: Context): Common => {
  const { name, file, errors, converters } = connector;
  const { handler, memoryMb, timeoutSeconds } = functionSettings(connector);
  const { tolerance, tolerates, deadLetterTopic, contextHeaders } = errors;
  return {
    name,
    file,
    function: {
      name: `connectless-${stage}-${functionKey(name)}`,
      handler,
      memoryMb,
      timeoutSeconds,
    },
    converters: { key: converterText(converters.key), value: converterText(converters.value) },
    transforms: transformClasses(connector.transforms),
    errors: { tolerance, tolerates, deadLetterTopic, contextHeaders },
    keys: keys.filter((account) => account.file === file && account.fate.kind !== 'honoured'),
  };
};

/** `JsonConverter (schemas.enable=false)` */
const converterText = ({ className, config }: Plugin): string => {
  const settings = Object.entries(config).map(([key, value]) => `${key}=${value}`);
  return settings.length === 0
    ? simpleName(className)
    : `${simpleName(className)} (${settings.join(', ')})`;
};

const transformClasses = (config: FlatConfig): readonly string[] =>
  readList(config['transforms'] ?? '').map((alias) =>
    simpleName(config[`transforms.${alias}.type`] ?? alias),
  );

/** A class without its package; a module of a user's own by its path. */
const simpleName = (className: string): string =>
  isModuleName(className) ? className : className.slice(className.lastIndexOf('.') + 1);

const planSource = (connector: SourceConnector, context: Context): PlannedSource => ({
  kind: 'source',
  ...planCommon(connector, context),
  rules: topicRules(connector).map((rule) => ({ filter: rule.filter, sql: ruleSql(rule) })),
  records: connector.statements.map((statement) => {
    const { topic, key, headers } = recordOf(connector, statement, context.now);
    return {
      filter: statement.filter,
      regex: statement.regex ?? null,
      target: statement.target,
      topic,
      converter: statement.converter ?? 'BytesConverter',
      keyFrom: keySource(statement),
      exampleKey: key?.toString() ?? null,
      headers: headers.map((header) => header.key),
    };
  }),
});

const keySource = ({ key, converter, withKey = [] }: SourceStatement): string => {
  if (key !== undefined) return DEVICE_KEYS[key];
  if (withKey.length > 0) return `the payload’s ${withKey.join(', ')}`;
  return converter === 'JsonPassThroughConverter'
    ? 'MQTT topic and message id as text'
    : 'MQTT topic and message id';
};

const DEVICE_KEYS = { 'client-id': 'client id, else MQTT topic', topic: 'MQTT topic' } as const;

const planSink = (
  connector: SinkConnector,
  sources: readonly SourceConnector[],
  context: Context,
): PlannedSink => ({
  kind: 'sink',
  ...planCommon(connector, context),
  mappings: eventSourceMappings(connector),
  documents: connector.statements.map((statement) => ({
    topic: statement.source,
    date: dateSource(connector, statement),
    fields: fieldsText(statement),
    ...writingOf(statement),
    ...exampleDocument(connector, statement, exampleRecord(statement.source, sources, context.now)),
  })),
});

type Writing = Pick<
  PlannedSink['documents'][number],
  'operation' | 'versionFrom' | 'routingFrom' | 'pipeline' | 'tombstones'
>;

/** How documents of a statement are written, besides where and by which name. */
const writingOf = ({ write, routing, tombstones }: SinkStatement): Writing => ({
  operation: write.operation,
  versionFrom: 'version' in write ? versionSource(write.version) : null,
  routingFrom: routing === undefined ? null : routingSource(routing),
  pipeline: 'pipeline' in write ? write.pipeline : null,
  tombstones,
});

const versionSource = (version: VersionSource): string =>
  version === 'offset' ? version : `header ${version.header}`;

const routingSource = (routing: NonNullable<SinkStatement['routing']>): string =>
  routing === 'key' ? 'record key' : `record value ${routing.pointer}`;
