import type { Fault } from '../connect/errors.ts';
import type { Modules } from '../connect/modules.ts';
import type { Connector } from './connector.ts';
import { type Dialect, dialectsOf, keysOf, nearClass } from './dialects.ts';
import { type Entries, type Entry, entriesOf } from './entries.ts';
import type { Environment } from './environment.ts';
import { findRow } from './find-row.ts';
import type { ConnectorFile } from './json-file.ts';
import { isOfProducer, kafkaEntries, signInOf } from './kafka-connection.ts';
import type { KeyTable } from './key-row.ts';
import { writesLetters } from './letters.ts';
import { withWorker } from './plugins.ts';
import { readCommon } from './read-common.ts';
import { type OpenSearchReading, readSink } from './read-sink.ts';
import { readSource } from './read-source.ts';
import { type Reference, referencesIn } from './references.ts';
import { createReport, type Report } from './report.ts';
import { checkUnknown, withMeant } from './unknown-keys.ts';

/** A connector as its file says it, and what its function further needs when it starts. */
export type ConnectorReading = {
  readonly connector: Connector;
  readonly entries: Entries;
  readonly table: KeyTable;
  /** How the files say Kafka is reached, as far as it is; nothing where there is nothing to produce. */
  readonly kafka: Entries;
  readonly report: Report;
  /** Of a sink. */
  readonly opensearch?: OpenSearchReading;
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
  const written = canonical(file, table, faults);
  const own = withMeant(written, table);
  const report = createReport(
    { file: file.file, entries: new Map([...worker, ...own]), table, strict },
    faults,
  );
  checkUnknown(written, table, report);
  const entries = withWorker(own, worker, report);
  const signIn = signInOf(kafkaEntries(own, worker, env), env);
  const common = readCommon(file, entries, { modules, signIn }, report);
  const leg =
    dialect.kind === 'source'
      ? { connector: readSource(dialect, common, entries, report) }
      : readSink(dialect, common, entries, report);
  const kafka = produces(leg.connector) ? kafkaEntries(own, worker, env) : new Map();
  const references = referencesAtStart(entries, kafka, table);
  return { ...leg, connector: { ...leg.connector, references }, entries, table, kafka, report };
};

/** A sink produces letters alone. */
const produces = ({ kind, errors }: Connector): boolean =>
  kind === 'source' || writesLetters(errors);

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
