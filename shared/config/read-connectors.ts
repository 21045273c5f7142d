import { ConfigError, type Fault } from '../connect/errors.ts';
import {
  checkConverter,
  type Environment,
  readErrors,
  readKafkaConnection,
} from './connect-keys.ts';
import type {
  Connector,
  SinkConfig,
  SinkConnector,
  SourceConfig,
  SourceConnector,
} from './connector.ts';
import {
  type ConnectorFolder,
  type NamedFile,
  readConnectorFile,
  readWorkerFile,
} from './files.ts';
import {
  LENSES_ELASTICSEARCH_CLASSES,
  readLensesElasticsearch,
  readOpenSearchConnection,
} from './lenses-elasticsearch.ts';
import { LENSES_MQTT_CLASSES, readLensesMqtt } from './lenses-mqtt.ts';
import { createSettings, type Settings } from './settings.ts';

const STRING = 'org.apache.kafka.connect.storage.StringConverter';
const BYTES = 'org.apache.kafka.connect.converters.ByteArrayConverter';
const CLASSES = [...LENSES_MQTT_CLASSES, ...LENSES_ELASTICSEARCH_CLASSES];

/**
 * Reads every connector of a folder.
 *
 * @throws ConfigError with all faults of all files
 */
export const readConnectors = (folder: ConnectorFolder): readonly Connector[] => {
  const faults: Fault[] = [];
  const worker = workerSettings(folder, faults);
  const files = folder.connectors.map((file) => readConnectorFile(file, faults));
  const connectors = files.map((file) => readConnector(file, worker, faults));
  const byName = Map.groupBy(files, ({ name }) => name);
  for (const [name, [, second]] of byName)
    if (second)
      faults.push({
        file: second.file,
        key: 'name',
        severity: 'error',
        found: name,
        expected: 'a name of its own',
      });
  refuse(faults);
  return connectors;
};

/**
 * Reads the one source connector that a function runs: the one `CONNECTOR` names, or the only one.
 *
 * @throws ConfigError with all faults of its file, the worker's and the environment
 */
export const readSourceConfig = (folder: ConnectorFolder, env: Environment): SourceConfig => {
  const faults: Fault[] = [];
  const { worker, connector } = readOwn(folder, 'source', env, faults);
  const kafka = readKafkaConnection(worker, env, connector.name);
  refuse(faults);
  return { ...(connector as SourceConnector), kafka };
};

/**
 * Reads the one sink connector that a function runs: the one `CONNECTOR` names, or the only one.
 *
 * @throws ConfigError with all faults of its file, the worker's and the environment
 */
export const readSinkConfig = (folder: ConnectorFolder, env: Environment): SinkConfig => {
  const faults: Fault[] = [];
  const { worker, connector, settings } = readOwn(folder, 'sink', env, faults);
  const kafka = readKafkaConnection(worker, env, connector.name);
  const opensearch = readOpenSearchConnection(settings, env);
  refuse(faults);
  return { ...(connector as SinkConnector), kafka, opensearch };
};

type Own = {
  readonly worker: Settings;
  readonly settings: Settings;
  readonly connector: Connector;
};

/** A function's own file, found without judging any other. */
const readOwn = (
  folder: ConnectorFolder,
  kind: Connector['kind'],
  env: Environment,
  faults: Fault[],
): Own => {
  const wanted = env['CONNECTOR'];
  const candidates = folder.connectors
    .map((file) => {
      const own: Fault[] = [];
      return { own, named: readConnectorFile(file, own) };
    })
    .filter(({ named }) => (wanted ? named.name === wanted : kindOf(named) === kind));
  const [only, second] = candidates;
  if (!only || second) {
    const found = wanted ?? `${candidates.length} ${kind} connectors`;
    throw new ConfigError([
      {
        file: 'environment',
        key: 'CONNECTOR',
        severity: 'error',
        found,
        expected: `the name of one ${kind} connector`,
      },
    ]);
  }
  faults.push(...only.own);
  const worker = workerSettings(folder, faults);
  const connector = readConnector(only.named, worker, faults);
  if (connector.kind !== kind)
    faults.push({
      file: connector.file,
      key: 'connector.class',
      severity: 'error',
      found: `a ${connector.kind}`,
      expected: `a ${kind} for this function`,
    });
  const { file, properties } = only.named;
  return { worker, connector, settings: createSettings(file, properties, faults) };
};

const workerSettings = ({ worker }: ConnectorFolder, faults: Fault[]): Settings =>
  worker
    ? createSettings(worker.file, readWorkerFile(worker), faults)
    : createSettings('connect-distributed.properties', {}, faults);

const kindOf = ({ properties }: NamedFile): Connector['kind'] | undefined => {
  const name = properties['connector.class'] ?? '';
  if (LENSES_MQTT_CLASSES.includes(name)) return 'source';
  return LENSES_ELASTICSEARCH_CLASSES.includes(name) ? 'sink' : undefined;
};

const readConnector = (named: NamedFile, worker: Settings, faults: Fault[]): Connector => {
  const { file, name } = named;
  const settings = createSettings(file, named.properties, faults);
  const common = { name, file, errors: readErrors(settings, name) };
  switch (kindOf(named)) {
    case 'source':
      checkConverter(settings, worker, 'key.converter', STRING);
      checkConverter(settings, worker, 'value.converter', BYTES);
      return { ...common, kind: 'source', statements: readLensesMqtt(settings) };
    case 'sink':
      return { ...common, kind: 'sink', ...readSink(settings) };
    default:
      settings.fault('connector.class', CLASSES.join(' or '), named.properties['connector.class']);
      return { ...common, kind: 'source', statements: [] };
  }
};

const readSink = (settings: Settings): Pick<SinkConnector, 'topics' | 'statements'> => {
  settings.required('topics');
  const topics = settings.list('topics');
  const statements = readLensesElasticsearch(settings);
  const sources = new Set(statements.map(({ source }) => source));
  const differing = [...sources].filter((topic) => !topics.includes(topic));
  const unread = topics.filter((topic) => !sources.has(topic));
  if (differing.length + unread.length > 0)
    settings.fault(
      'topics',
      `the topics that KCQL reads: ${[...sources].join(',')}`,
      topics.join(','),
    );
  return { topics, statements };
};

const refuse = (faults: readonly Fault[]): void => {
  if (faults.length > 0) throw new ConfigError(faults);
};
