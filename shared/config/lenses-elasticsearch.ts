import { isKeyOrHeader } from '../kcql/column.ts';
import type { Column, KcqlStatement } from '../kcql/statement.ts';
import type { IdPart, RecordPart, SinkStatement } from './connector.ts';
import { readDatedIndex } from './index-by-date.ts';
import { dynamicTarget } from './index-target.ts';
import { chosenColumns, isWhole, readProjection } from './kcql-projection.ts';
import { type KcqlRules, readKcql } from './kcql-statements.ts';
import type { LENSES_ELASTICSEARCH_KEYS } from './keys/lenses-elasticsearch.ts';
import type { Hosts } from './opensearch-connection.ts';
import type { Reading } from './read-rows.ts';
import type { Report } from './report.ts';
import type { SinkReading } from './sink-reading.ts';

const KCQL = 'connect.elastic.kcql';
const NULL_VALUES = 'behavior.on.null.values';

const nullValues = ({ properties = {} }: KcqlStatement): string | undefined =>
  Object.entries(properties).find(([name]) => name.toLowerCase() === NULL_VALUES)?.[1];

/** Coordinates, which a choice of fields may name elsewhere, but no PK. */
const META = new Set(['_topic', '_partition', '_offset', '_timestamp']);

/** What the target of a statement names in the record. */
const targetOf = ({ target = '' }: KcqlStatement): RecordPart | undefined => dynamicTarget(target);
const isEmpty = (part: RecordPart | undefined): boolean =>
  part?.kind === 'header' ? part.name === '' : part?.kind === 'value' && part.path.length === 0;
const alone = (statement: KcqlStatement): Column | undefined =>
  isWhole(statement) ? chosenColumns(statement)[0] : undefined;
const columnText = ({ path }: Column): string => path.join('.');

const RULES: KcqlRules = {
  leg: 'sink',
  refusals: [
    {
      what: 'a statement without INTO',
      asked: ({ kind }) => kind === 'select',
      expected: 'INSERT INTO an index',
    },
    {
      what: 'UPSERT without PK',
      asked: ({ kind, primaryKeys }) => kind === 'upsert' && primaryKeys === undefined,
      expected: 'PK, which names the document to update',
    },
    {
      what: 'an index that is the whole value, or a header without a name',
      asked: (statement) => isEmpty(targetOf(statement)),
      expected: '_key, _key.<field>, _value.<field> or _header.<name>',
    },
    {
      what: 'AUTOCREATE of an index that the record names',
      asked: (statement) => statement.autoCreate === true && targetOf(statement) !== undefined,
      expected: 'a statement without AUTOCREATE: an index is made with its first document',
    },
    {
      what: 'a column _.topic, _.partition, _.offset, _.timestamp or _.key',
      asked: ({ columns }) => columns.some(({ origin }) => origin === 'meta'),
      expected: 'fields of the value; the transform InsertField adds what else a record has',
    },
    {
      what: 'WITHPIPELINE beside UPSERT',
      asked: ({ kind, pipeline }) => kind === 'upsert' && pipeline !== undefined,
      expected: 'one of them, since OpenSearch runs no ingest pipeline for an update',
    },
  ],
  surprises: [
    {
      asked: ({ columns }) => columns.some(isKeyOrHeader),
      found: () => 'columns of key or headers, which Lenses ignores',
      expected:
        'fields of the value; the transform HeaderFrom or InsertField adds what else a record has',
    },
    {
      asked: (statement) => (alone(statement)?.path.length ?? 0) > 1,
      found: (statement) =>
        `SELECT ${columnText(alone(statement) as Column)} alone, which Lenses reads as *`,
      expected: 'SELECT *, or a second column',
    },
    {
      asked: (statement) => chosenColumns(statement).some(({ path }) => path[0] === '_value'),
      found: () => 'a column _value.…, which Lenses takes for a field named _value',
      expected: 'the path of the field alone',
    },
    {
      asked: (statement) =>
        statement.withStructure === true && readProjection(statement) === undefined,
      found: () => 'WITHSTRUCTURE of the whole value, which has its structure anyway',
      expected: 'a choice of fields',
    },
    {
      asked: (statement) => targetOf(statement) !== undefined,
      found: ({ target }) => `${target}, by which a record names any index of the cluster`,
      expected: 'an index by name, unless every writer of the topic may write everywhere',
    },
    {
      asked: ({ primaryKeys = [] }) => primaryKeys.some(([first = '']) => META.has(first)),
      found: ({ primaryKeys = [] }) =>
        `PK ${primaryKeys.map((path) => path.join('.')).join(', ')}, read as fields of the value`,
      expected: 'fields of the value, _key, _key.<field> or _header.<name>',
    },
    {
      asked: ({ docType }) => docType !== undefined,
      found: () => 'WITHDOCTYPE',
      expected: 'a clause that has an effect: OpenSearch has no types',
    },
    {
      asked: (statement) =>
        !['IGNORE', 'FAIL', 'DELETE'].includes(nullValues(statement) ?? 'IGNORE'),
      found: (statement) => `${NULL_VALUES} ${nullValues(statement)}, read as IGNORE`,
      expected: 'IGNORE, FAIL or DELETE, in capitals',
    },
    {
      asked: ({ properties = {} }) =>
        Object.keys(properties).some((name) => name.toLowerCase() !== NULL_VALUES),
      found: ({ properties = {} }) => `PROPERTIES of ${Object.keys(properties).join(', ')}`,
      expected: `${NULL_VALUES}, the only property that is read`,
    },
  ],
};

/** The default of Lenses' sink for 7, which speaks HTTP all the same. */
const TRANSPORT_PORT = 9300;

const TOMBSTONES = { FAIL: 'fail', DELETE: 'delete' } as const;

/** Maps the Lenses Elasticsearch sink's keys onto our statements. */
export const readLensesElasticsearch = (
  { values, report }: Reading<typeof LENSES_ELASTICSEARCH_KEYS>,
  topics: readonly string[],
): SinkReading => {
  const separator = values['connect.elastic.pk.separator'];
  if (values['connect.elastic.port'] === TRANSPORT_PORT)
    report.warning('connect.elastic.port', {
      found: String(TRANSPORT_PORT),
      expected: 'the port of HTTP; this is usually the transport protocol’s',
      suggestion: '9200',
    });
  const statements = readKcql(KCQL, values[KCQL], RULES, report);
  checkTopics(statements, topics, report);
  return {
    statements: statements.map((statement) => readStatement(statement, separator, report)),
    form: 'lenses',
    tolerates: { refused: values['connect.elastic.error.policy'] === 'NOOP', invalid: false },
    requests: {},
    bulkRecords: values['connect.elastic.batch.size'],
  };
};

const readStatement = (
  statement: KcqlStatement,
  separator: string,
  report: Report,
): SinkStatement => {
  const { kind, source, target = '', indexSuffix = '', primaryKeys = [], pipeline } = statement;
  const policy = nullValues(statement) ?? '';
  const projection = readProjection(statement);
  return {
    source,
    index:
      kind === 'select'
        ? []
        : readDatedIndex(KCQL, dynamicTarget(target) ?? target, indexSuffix, report),
    ...(projection && { projection }),
    id: { parts: primaryKeys.flatMap((path) => readIdPart(path, report)), separator },
    write:
      kind === 'upsert'
        ? { operation: 'update' }
        : { operation: 'index', ...(pipeline !== undefined && { pipeline }) },
    tombstones: Object.entries(TOMBSTONES).find(([name]) => name === policy)?.[1] ?? 'ignore',
  };
};

const readIdPart = (path: readonly string[], report: Report): readonly IdPart[] => {
  const [first = '', ...rest] = path;
  switch (first) {
    case '_header':
      return readHeader(rest, report);
    case '_key':
      return [{ kind: 'key', path: rest }];
    case '_value':
      if (rest.length === 0)
        report.error(KCQL, { found: 'PK _value', expected: 'PK _value.<field>, not the document' });
      return [{ kind: 'value', path: rest }];
    default:
      return [{ kind: 'value', path }];
  }
};

const readHeader = (rest: readonly string[], report: Report): readonly IdPart[] => {
  const [name] = rest;
  if (name !== undefined && rest.length === 1) return [{ kind: 'header', name }];
  report.error(KCQL, {
    found: `PK ${['_header', ...rest].join('.')}`,
    expected: 'PK _header.<name>, a name without dots',
  });
  return [];
};

/** Upstream refuses a difference either way (`Helpers.checkInputTopics`). */
const checkTopics = (
  statements: readonly KcqlStatement[],
  topics: readonly string[],
  report: Report,
): void => {
  const sources = [...new Set(statements.map(({ source }) => source))];
  const same =
    topics.every((topic) => sources.includes(topic)) &&
    sources.every((source) => topics.includes(source));
  if (sources.length === 0 || same) return;
  report.error('topics', {
    found: topics.join(','),
    expected: `the topics that ${KCQL} reads: ${sources.join(',')}`,
  });
};

/** Where the file says OpenSearch is. */
export const readLensesHosts = ({ values }: Reading<typeof LENSES_ELASTICSEARCH_KEYS>): Hosts => {
  const { 'connect.elastic.hosts': hosts, 'connect.elastic.port': port } = values;
  const prefix = values['connect.elastic.tableprefix'].replaceAll(/^\/+|\/+$/g, '');
  const urls = (hosts.length === 0 ? ['localhost'] : hosts).map((host) => {
    const place = /:\d+$/.test(host) ? host : `${host}:${port}`;
    return `${values['connect.elastic.protocol']}://${place}${prefix && `/${prefix}`}`;
  });
  return {
    key: 'connect.elastic.hosts',
    urls,
    username: values['connect.elastic.use.http.username'] || null,
    password: values['connect.elastic.use.http.password'] || null,
    region: null,
  };
};
