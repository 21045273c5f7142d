import {
  type CheckedConnectors,
  type CheckOptions,
  checkConnectors,
} from '../../shared/config/check-connectors.ts';
import type {
  Connector,
  ErrorsConfig,
  SinkConnector,
  SourceConnector,
} from '../../shared/config/connector.ts';
import type { ConnectorFolder } from '../../shared/config/files.ts';
import { type Fault, faultLine } from '../../shared/connect/errors.ts';
import { NO_MODULES } from '../../shared/connect/modules.ts';

/** Tolerates all, and keeps letters. */
export const anErrorsConfig = (connector: string): ErrorsConfig => ({
  connector,
  tolerance: 'all',
  tolerates: { refused: false, invalid: false },
  deadLetterTopic: 'letters',
  contextHeaders: true,
  drop: false,
  stackTrace: false,
});

const common = (name: string) => ({
  name,
  file: `${name}.json`,
  errors: anErrorsConfig(name),
  signIn: { protocol: 'PLAINTEXT', isMutual: false },
  letterRetentionDays: 14,
  converters: {
    key: { className: 'org.apache.kafka.connect.storage.StringConverter', config: {} },
    value: { className: 'org.apache.kafka.connect.converters.ByteArrayConverter', config: {} },
    header: { className: 'org.apache.kafka.connect.storage.SimpleHeaderConverter', config: {} },
  },
  transforms: {},
  function: {},
  references: [],
  modules: NO_MODULES,
});

/** A source connector; name what the test is about. */
export const aSourceConnector = (over: Partial<SourceConnector> = {}): SourceConnector => ({
  ...common(over.name ?? 'mqtt-source'),
  kind: 'source',
  statements: [{ filter: 'phone/data', target: 'phone-data' }],
  topicCreation: { byFunction: false, config: {} },
  userProperties: [],
  ...over,
});

/** A sink connector; name what the test is about. */
export const aSinkConnector = (over: Partial<SinkConnector> = {}): SinkConnector => {
  const name = over.name ?? 'opensearch-sink';
  return {
    ...common(name),
    kind: 'sink',
    topics: ['phone-data'],
    statements: [],
    longIds: 'errant',
    requests: {},
    form: 'lenses',
    indexTime: {
      of: 'record',
      zone: 'UTC',
      window: { start: Date.UTC(2000, 0), end: Date.UTC(2100, 0) },
    },
    mapping: {
      batchSize: 1000,
      windowSeconds: 1,
      pollers: { min: 1, max: 10 },
      consumerGroup: `connect-${name}`,
      start: 'earliest',
    },
    indices: {},
    ...over,
  };
};

type File = Readonly<Record<string, unknown>>;

/** The text of a Lenses source's file. */
export const sourceFile = (over: File = {}): File => ({
  'connector.class': 'io.lenses.streamreactor.connect.mqtt.source.MqttSourceConnector',
  'connect.mqtt.kcql': 'INSERT INTO phone-data SELECT * FROM phone/data',
  ...over,
});

/** The text of a Lenses sink's file. */
export const sinkFile = (over: File = {}): File => ({
  'connector.class': 'io.lenses.streamreactor.connect.elastic7.ElasticSinkConnector',
  topics: 'phone-data',
  'connect.elastic.kcql': 'INSERT INTO phones SELECT * FROM phone-data',
  ...over,
});

/** A folder of such files, by name; one that is a text is taken as it is. */
export const aFolder = (
  files: Readonly<Record<string, unknown>>,
  worker?: string,
): ConnectorFolder => ({
  connectors: Object.entries(files).map(([file, root]) => ({
    file,
    text: typeof root === 'string' ? root : JSON.stringify(root, null, 2),
  })),
  ...(worker !== undefined && { worker: { file: 'connect-distributed.properties', text: worker } }),
});

/** What is found in one file, as `a.json`, beside a worker's. */
export const checkFile = (
  root: unknown,
  worker?: string,
  options: CheckOptions = {},
): CheckedConnectors => checkConnectors(aFolder({ 'a.json': root }, worker), options);

/** The faults of one severity in a file, as far as a test looks at them. */
const faultsOf =
  (severity: Fault['severity']) =>
  (root: unknown, worker?: string, options: CheckOptions = {}): readonly Fault[] =>
    checkFile(root, worker, options).faults.filter((fault) => fault.severity === severity);

export const errorsOf = faultsOf('error');
export const warningsOf = faultsOf('warning');

/** The one connector of a file without errors. */
export const connectorOf = (root: unknown, worker?: string): Connector => {
  const { connectors, faults } = checkFile(root, worker);
  const [connector] = connectors;
  if (!connector) throw new Error(faults.map(faultLine).join('\n'));
  return connector;
};

/** The Confluent sink as far as it runs: ids of coordinates, documents without mappings. */
export const confluentSinkFile = (over: File = {}): File => ({
  'connector.class': 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
  topics: 'phone-data',
  'connection.url': 'https://search.example:9200',
  'key.ignore': 'true',
  'schema.ignore': 'true',
  'behavior.on.null.values': 'ignore',
  ...over,
});

/** The Aiven sink as far as it runs. */
export const aivenSinkFile = (over: File = {}): File => ({
  'connector.class': 'io.aiven.kafka.connect.opensearch.OpenSearchSinkConnector',
  topics: 'phone-data',
  'connection.url': 'https://search.example:9200',
  'key.ignore': 'true',
  'schema.ignore': 'true',
  ...over,
});
