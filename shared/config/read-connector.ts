import type { Fault } from '../connect/errors.ts';
import { type Modules, NO_MODULES } from '../connect/modules.ts';
import {
  checkDeadLetters,
  readErrors,
  readFunction,
  readIndexTime,
  readMapping,
  readTopicCreation,
} from './connect.ts';
import type {
  Connector,
  DeviceKey,
  SinkConnector,
  SourceConnector,
  SourceStatement,
} from './connector.ts';
import { type Dialect, dialectsOf, keysOf, nearClass } from './dialects.ts';
import { type Entries, type Entry, entriesOf, withoutPrefix } from './entries.ts';
import type { Environment } from './environment.ts';
import { findRow } from './find-row.ts';
import { checkRetention, readIndices } from './indices.ts';
import type { ConnectorFile } from './json-file.ts';
import { isOfProducer, kafkaEntries, signInOf } from './kafka-connection.ts';
import type { KeyTable } from './key-row.ts';
import { CONNECT_KEYS, CONNECT_SINK_KEYS, CONNECT_SOURCE_KEYS } from './keys/connect.ts';
import { OWN_KEYS, OWN_SINK_KEYS, OWN_SOURCE_KEYS } from './keys/connectless.ts';
import { writesLetters } from './letters.ts';
import { ownModuleNames } from './module-names.ts';
import { type AuthChoice, checkHosts, type Hosts } from './opensearch-connection.ts';
import { readConverters, readTransformSettings, withWorker } from './plugins.ts';
import { readRows } from './read-rows.ts';
import { type Reference, referencesIn } from './references.ts';
import { createReport, type Report } from './report.ts';
import { checkTopic } from './topic-names.ts';
import { checkUnknown } from './unknown-keys.ts';
import {
  warnOfBrokerTime,
  warnOfDeletes,
  warnOfErrors,
  warnOfRoutes,
  warnOfTransforms,
  warnOfWrappedBytes,
} from './warnings.ts';

/** A connector as its file says it, and what its function further needs when it starts. */
export type ConnectorReading = {
  readonly connector: Connector;
  readonly entries: Entries;
  readonly table: KeyTable;
  /** How the files say Kafka is reached, as far as it is; nothing where there is nothing to produce. */
  readonly kafka: Entries;
  readonly report: Report;
  /** Of a sink. */
  readonly opensearch?: {
    readonly hosts: Hosts;
    readonly auth: AuthChoice;
    /** Kafka's `ssl.*` for it. */
    readonly tls: Entries;
  };
};

/** What a connector file is read with. */
type Surroundings = {
  /** The worker's defaults. */
  readonly worker: Entries;
  readonly strict: boolean;
  /** The folder's modules, loaded. */
  readonly modules: Modules | undefined;
  /** What decides instead of the files, as far as it is known. */
  readonly env: Environment;
};

/** Reads a connector file with the worker's defaults. Undefined where it is no file of a connector of ours. */
export const readConnector = (
  file: ConnectorFile,
  { worker, strict, modules, env }: Surroundings,
  faults: Fault[],
): ConnectorReading | undefined => {
  const dialect = file.broken ? undefined : readDialect(file, faults);
  if (dialect === undefined) return undefined;
  const table = keysOf(dialect);
  const own = canonical(file, table, faults);
  const report = createReport(
    { file: file.file, entries: new Map([...worker, ...own]), table, strict },
    faults,
  );
  checkUnknown(own, table, report);
  const entries = withWorker(own, worker, report);
  const common = {
    ...readCommon(file, entries, report),
    signIn: signInOf(kafkaEntries(own, worker, env), env),
    ...readPlugins(entries, modules, report),
  };
  const leg =
    dialect.kind === 'source'
      ? readSource(dialect, common, entries, report)
      : readSink(dialect, common, entries, report);
  const kafka = produces(leg.connector) ? kafkaEntries(own, worker, env) : new Map();
  const references = referencesAtStart(entries, kafka, table);
  return { ...leg, connector: { ...leg.connector, references }, entries, table, kafka, report };
};

/** A sink produces letters alone. */
const produces = ({ kind, errors }: Connector): boolean =>
  kind === 'source' || writesLetters(errors);

type Leg = Pick<ConnectorReading, 'connector' | 'opensearch'>;
type Common = ReturnType<typeof readCommon> &
  ReturnType<typeof readPlugins> &
  Pick<Connector, 'signIn'>;

const readSource = (
  { read, targets: topicKey }: Extract<Dialect, { kind: 'source' }>,
  common: Common,
  entries: Entries,
  report: Report,
): Leg => {
  const { values } = readRows(CONNECT_SOURCE_KEYS, entries, report);
  const own = readRows(OWN_SOURCE_KEYS, entries, report).values;
  const statements = withKey(read(entries, report), own['connectless.kafka.key'], report);
  const targets = statements.map(({ target }) => target);
  checkDeadLetters(common.errors, targets, report);
  const topicCreation = readTopicCreation(values, entries);
  warnOfBrokerTime(topicCreation, report);
  warnOfRoutes(common.transforms, topicKey, report);
  const connector: SourceConnector = {
    ...common,
    kind: 'source',
    statements,
    topicCreation,
    userProperties: own['connectless.mqtt.user.properties'],
  };
  warnOfWrappedBytes(connector, report);
  return { connector };
};

/** The statements with the key that the file asks for instead of their converters'. */
const withKey = (
  statements: readonly SourceStatement[],
  key: 'by converter' | DeviceKey,
  report: Report,
): readonly SourceStatement[] => {
  if (key === 'by converter') return statements;
  if (statements.some((statement) => statement.withKey !== undefined))
    report.warning('connectless.kafka.key', { found: key, expected: 'WITHKEY or this, not both' });
  // A field of WITHKEY that is missing would make a record errant for a key that it doesn't have.
  return statements.map(({ withKey: _, ...statement }) => ({ ...statement, key }));
};

const readSink = (
  { read, tombstones, tlsPrefix }: Extract<Dialect, { kind: 'sink' }>,
  common: Common,
  entries: Entries,
  report: Report,
): Leg => {
  const reading = readRows({ ...CONNECT_SINK_KEYS, ...OWN_SINK_KEYS }, entries, report);
  const {
    topics,
    'connectless.opensearch.auth': auth,
    'connectless.id.too.long': longIds,
  } = reading.values;
  if (topics.length === 0) report.error('topics', { expected: 'a value: Kafka topics' });
  for (const topic of topics) checkTopic('topics', topic, report);
  checkDeadLetters(common.errors, topics, report);
  const { bulkRecords, hosts, tolerates, ...sink } = read(entries, topics, report);
  checkHosts(hosts, auth, report);
  const mapping = readMapping(reading, common.name, bulkRecords);
  const connector: SinkConnector = {
    ...common,
    errors: { ...common.errors, tolerates },
    kind: 'sink',
    topics,
    longIds,
    ...sink,
    indexTime: readIndexTime(reading),
    mapping,
    indices: readIndices(reading),
  };
  checkRetention(connector, report);
  warnOfDeletes(connector, tombstones, report);
  const tls = new Map(
    [...withoutPrefix(entries, tlsPrefix)].filter(([key]) => key.startsWith('ssl.')),
  );
  return { connector, opensearch: { hosts, auth, tls } };
};

const readCommon = ({ file, name }: ConnectorFile, entries: Entries, report: Report) => {
  const { values } = readRows({ ...CONNECT_KEYS, ...OWN_KEYS }, entries, report);
  const errors = readErrors(values, name);
  warnOfErrors(errors, entries, report);
  return {
    name,
    file,
    errors,
    letterRetentionDays: values['connectless.dead.letters.retention.days'],
    function: readFunction(values),
    references: [],
  };
};

const readPlugins = (entries: Entries, modules: Modules = NO_MODULES, report: Report) => {
  const transforms = readTransformSettings(entries, modules, report);
  warnOfTransforms(transforms, report);
  const converters = readConverters(entries, modules, report);
  const own = ownModuleNames({ converters, transforms });
  return {
    transforms,
    converters,
    modules: new Map([...modules].filter(([name]) => own.includes(name))),
  };
};

/** The references that a function resolves when it starts. */
const referencesAtStart = (
  entries: Entries,
  kafka: Entries,
  table: KeyTable,
): readonly Reference[] => [
  ...[...entries].flatMap(([key, { text }]) =>
    findRow(table, key)?.atStart && !isOfProducer(key) ? referencesIn(text) : [],
  ),
  ...[...kafka.values()].flatMap(({ text }) => referencesIn(text)),
];

const readDialect = ({ file, entries }: ConnectorFile, faults: Fault[]): Dialect | undefined => {
  const entry = entries.find(({ key }) => key === 'connector.class');
  const className = entry?.text.trim() ?? '';
  const [dialect, second] = dialectsOf(className);
  if (dialect && !second) return dialect;
  const near = dialect ? undefined : nearClass(className);
  faults.push({
    file,
    key: 'connector.class',
    ...(entry && { line: entry.line }),
    severity: 'error',
    ...(className !== '' && { found: className }),
    expected: dialect
      ? 'the class in full, since several connectors have this name'
      : 'a connector of Lenses, Confluent or Aiven: an MQTT source, an Elasticsearch or OpenSearch sink',
    ...(near !== undefined && { suggestion: near }),
  });
  return undefined;
};

/** A file's settings by the keys that they mean; beside its newer spelling, an older one says nothing. */
const canonical = ({ entries }: ConnectorFile, table: KeyTable, faults: Fault[]): Entries => {
  const written = entriesOf(entries);
  return new Map(
    entries.flatMap((entry) => {
      const name = findRow(table, entry.key)?.aliasOf;
      if (name === undefined) return [[entry.key, entry] as const];
      if (!written.has(name)) return [[name, entry] as const];
      faults.push(beside(entry, name));
      return [];
    }),
  );
};

const beside = ({ file, key, line }: Entry, name: string): Fault => ({
  file,
  key,
  line,
  severity: 'warning',
  expected: `one spelling: ${name} is there, too, and counts`,
});
