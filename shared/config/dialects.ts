import { nearMiss } from '../connect/near-miss.ts';
import { readAivenOpenSearch } from './aiven-opensearch.ts';
import { readConfluentElasticsearch } from './confluent-elasticsearch.ts';
import { readConfluentMqtt } from './confluent-mqtt.ts';
import type { SourceStatement } from './connector.ts';
import type { Entries } from './entries.ts';
import type { KeyTable } from './key-row.ts';
import { AIVEN_OPENSEARCH_KEYS } from './keys/aiven-opensearch.ts';
import { CONFLUENT_ELASTICSEARCH_KEYS } from './keys/confluent-elasticsearch.ts';
import { CONFLUENT_MQTT_KEYS } from './keys/confluent-mqtt.ts';
import { CONNECT_KEYS, CONNECT_SINK_KEYS, CONNECT_SOURCE_KEYS } from './keys/connect.ts';
import { OWN_KEYS, OWN_SINK_KEYS, OWN_SOURCE_KEYS } from './keys/connectless.ts';
import { LENSES_ELASTICSEARCH_KEYS } from './keys/lenses-elasticsearch.ts';
import { LENSES_MQTT_KEYS } from './keys/lenses-mqtt.ts';
import { tlsKeys } from './keys/tls.ts';
import { readLensesElasticsearch, readLensesHosts } from './lenses-elasticsearch.ts';
import { readLensesMqtt } from './lenses-mqtt.ts';
import type { Hosts } from './opensearch-connection.ts';
import { type Reading, readRows } from './read-rows.ts';
import type { Report } from './report.ts';
import type { SinkReading } from './sink-reading.ts';
import { readUrlHosts } from './topic-index.ts';

/** What every dialect has: whose files it reads, by class, and their keys. */
type Named = {
  readonly id: string;
  readonly title: string;
  /** `connector.class` in full, the newest first. */
  readonly classes: readonly string[];
  /** Keys of the connector itself, without Connect's own. */
  readonly keys: KeyTable;
};

/** A source connector whose files are read. */
export type SourceDialect = Named & {
  readonly kind: 'source';
  /** The key that names the Kafka topics. */
  readonly targets: string;
  readonly read: (entries: Entries, report: Report) => readonly SourceStatement[];
};

/** A sink connector whose files are read. */
export type SinkDialect = Named & {
  readonly kind: 'sink';
  /** The key that says what becomes of tombstones. */
  readonly tombstones: string;
  /** What stands before Kafka's `ssl.*`, which say how OpenSearch is reached. */
  readonly tlsPrefix: string;
  readonly read: (
    entries: Entries,
    topics: readonly string[],
    report: Report,
  ) => SinkReading & { readonly hosts: Hosts };
};

/** A connector whose files are read. */
export type Dialect = SourceDialect | SinkDialect;

const sourceDialect = <T extends KeyTable>(
  named: Named & Pick<SourceDialect, 'targets'> & { readonly keys: T },
  read: (reading: Reading<T>) => readonly SourceStatement[],
): SourceDialect => ({
  ...named,
  kind: 'source',
  read: (entries, report) => read(readRows(named.keys, entries, report)),
});

const sinkDialect = <T extends KeyTable>(
  named: Named & Pick<SinkDialect, 'tombstones' | 'tlsPrefix'> & { readonly keys: T },
  read: (reading: Reading<T>, topics: readonly string[]) => SinkReading,
  hosts: (reading: Reading<T>) => Hosts,
): SinkDialect => ({
  ...named,
  kind: 'sink',
  read: (entries, topics, report) => {
    const reading = readRows(named.keys, entries, report);
    return { ...read(reading, topics), hosts: hosts(reading) };
  },
});

/** Every dialect: what is read, validated and documented comes from here. */
export const DIALECTS: readonly Dialect[] = [
  sourceDialect(
    {
      id: 'lenses-mqtt',
      title: 'Lenses (Landoop) MQTT source',
      classes: [
        'io.lenses.streamreactor.connect.mqtt.source.MqttSourceConnector',
        'com.datamountaineer.streamreactor.connect.mqtt.source.MqttSourceConnector',
      ],
      keys: LENSES_MQTT_KEYS,
      targets: 'connect.mqtt.kcql',
    },
    readLensesMqtt,
  ),
  sourceDialect(
    {
      id: 'confluent-mqtt',
      title: 'Confluent MQTT source',
      classes: ['io.confluent.connect.mqtt.MqttSourceConnector'],
      keys: CONFLUENT_MQTT_KEYS,
      targets: 'kafka.topic',
    },
    readConfluentMqtt,
  ),
  sinkDialect(
    {
      id: 'lenses-elasticsearch',
      title: 'Lenses (Landoop) Elasticsearch sink',
      classes: [
        'io.lenses.streamreactor.connect.elastic7.ElasticSinkConnector',
        'io.lenses.streamreactor.connect.elastic6.ElasticSinkConnector',
        'com.datamountaineer.streamreactor.connect.elastic7.ElasticSinkConnector',
        'com.datamountaineer.streamreactor.connect.elastic6.ElasticSinkConnector',
        'com.datamountaineer.streamreactor.connect.elastic5.ElasticSinkConnector',
        'com.datamountaineer.streamreactor.connect.elastic.ElasticSinkConnector',
      ],
      keys: { ...LENSES_ELASTICSEARCH_KEYS, ...tlsKeys('') },
      tlsPrefix: '',
      tombstones: 'connect.elastic.kcql',
    },
    readLensesElasticsearch,
    readLensesHosts,
  ),
  sinkDialect(
    {
      id: 'confluent-elasticsearch',
      title: 'Confluent Elasticsearch sink',
      classes: ['io.confluent.connect.elasticsearch.ElasticsearchSinkConnector'],
      keys: { ...CONFLUENT_ELASTICSEARCH_KEYS, ...tlsKeys('elastic.https.') },
      tlsPrefix: 'elastic.https.',
      tombstones: 'behavior.on.null.values',
    },
    readConfluentElasticsearch,
    ({ values }) => readUrlHosts(values, null),
  ),
  sinkDialect(
    {
      id: 'aiven-opensearch',
      title: 'Aiven OpenSearch sink',
      classes: [
        'io.aiven.kafka.connect.opensearch.OpenSearchSinkConnector',
        'io.aiven.kafka.connect.opensearch.OpensearchSinkConnector',
      ],
      keys: { ...AIVEN_OPENSEARCH_KEYS, ...tlsKeys('connection.') },
      tlsPrefix: 'connection.',
      tombstones: 'behavior.on.null.values',
    },
    readAivenOpenSearch,
    ({ values }) => readUrlHosts(values, values['aws.region']),
  ),
];

/** Every key that a file of a dialect may have. */
export const keysOf = ({ kind, keys }: Dialect): KeyTable => ({ ...COMMON[kind], ...keys });

const COMMON: Readonly<Record<Dialect['kind'], KeyTable>> = {
  source: { ...CONNECT_SOURCE_KEYS, ...OWN_SOURCE_KEYS, ...CONNECT_KEYS, ...OWN_KEYS },
  sink: { ...CONNECT_SINK_KEYS, ...OWN_SINK_KEYS, ...CONNECT_KEYS, ...OWN_KEYS },
};

/**
 * The dialects that a class may mean: in full, or as Connect's aliases, its simple name or that
 * without `Connector` (`PluginUtils`). An alias of two dialects is for Connect to refuse, too.
 */
export const dialectsOf = (className: string): readonly Dialect[] =>
  DIALECTS.filter(({ classes }) => classes.some((full) => namesOf(full).includes(className)));

/** What a file may call a class: its name in full, its simple name, and that without `Connector`. */
export const namesOf = (full: string): readonly string[] => {
  const simple = full.slice(full.lastIndexOf('.') + 1);
  return [full, simple, simple.replace(/Connector$/, '')];
};

/** The class that a misspelt one was meant to be, where one is near. */
export const nearClass = (className: string): string | undefined =>
  nearMiss(
    className,
    DIALECTS.flatMap(({ classes }) => classes.flatMap(namesOf)),
  );
