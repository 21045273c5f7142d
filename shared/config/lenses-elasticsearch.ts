import { datePattern } from '../connect/date-pattern.ts';
import type { Environment } from './connect-keys.ts';
import type { IdPart, NamePart, SinkStatement } from './connector.ts';
import { indexNameFault } from './index-name-fault.ts';
import { type Refusal, readStatements } from './lenses-kcql.ts';
import type { OpenSearchConnection } from './opensearch-connection.ts';
import type { Settings } from './settings.ts';

/** The Landoop/Lenses Elasticsearch sink under its names. */
export const LENSES_ELASTICSEARCH_CLASSES = [
  'io.lenses.streamreactor.connect.elastic7.ElasticSinkConnector',
  'com.datamountaineer.streamreactor.connect.elastic7.ElasticSinkConnector',
];

const KCQL = 'connect.elastic.kcql';
const HEADER = '_header.';
const DYNAMIC = /^_(key|value|header)(\.|$)/;

const REFUSED: readonly Refusal[] = [
  {
    what: 'a statement that is no INSERT',
    asked: ({ kind }) => kind !== 'insert',
    expected: 'INSERT INTO an index',
  },
  {
    what: 'an index from the record',
    asked: ({ target = '' }) => DYNAMIC.test(target),
    expected: 'an index by its name',
  },
  {
    what: 'a choice of fields',
    asked: ({ columns }) => columns.length !== 1 || columns[0]?.path.join('.') !== '*',
    expected: 'SELECT *',
  },
  {
    what: 'WITHPIPELINE',
    asked: ({ pipeline }) => pipeline !== undefined,
    expected: 'no ingest pipeline',
  },
  {
    what: 'PROPERTIES',
    asked: ({ properties }) => properties !== undefined,
    expected: 'tombstones to be ignored, which is the default',
  },
];

/** Maps the Lenses Elasticsearch sink's keys onto our statements. */
export const readLensesElasticsearch = (settings: Settings): readonly SinkStatement[] => {
  const idSeparator = settings.text('connect.elastic.pk.separator') ?? '-';
  return readStatements(settings, KCQL, REFUSED).map((statement) => ({
    source: statement.source,
    index: readIndex(settings, statement.target ?? '', statement.indexSuffix ?? ''),
    id: (statement.primaryKeys ?? []).map((path) => readIdPart(settings, path.join('.'))),
    idSeparator,
  }));
};

const readIdPart = (settings: Settings, path: string): IdPart => {
  if (!path.startsWith(HEADER)) settings.fault(KCQL, `PK ${HEADER}<name>`, `PK ${path}`);
  return { kind: 'header', name: path.slice(HEADER.length) };
};

const SUFFIX_PART = /\{([^{}]*)\}/;

/** KCQL's target and `WITHINDEXSUFFIX`: text, and dates in braces. */
const readIndex = (settings: Settings, target: string, suffix: string): readonly NamePart[] => {
  // Splitting by a group alternates text and pattern.
  const parts = suffix
    .split(SUFFIX_PART)
    .map((part, i) => (i % 2 ? readDate(settings, part) : part));
  const sample = [target, ...parts.filter((part) => typeof part === 'string')].join('');
  const fault = indexNameFault(sample);
  if (fault) settings.fault(KCQL, `INTO an index of ${fault}`, target);
  if (/[{}]/.test(sample)) settings.fault(KCQL, 'WITHINDEXSUFFIX with braces in pairs', suffix);
  return [target, ...parts];
};

const readDate = (settings: Settings, pattern: string): NamePart => {
  const format = datePattern(pattern);
  if (typeof format === 'function') return format;
  settings.fault(KCQL, 'a date of y, M, d, H, m, s', `${format.unknown} in {${pattern}}`);
  return '';
};

const HTTP_PORT = '9200';

/** Where OpenSearch is: the file's hosts, or `OPENSEARCH_NODE`. AWS' hosts are signed for with SigV4. */
export const readOpenSearchConnection = (
  settings: Settings,
  env: Environment,
): OpenSearchConnection => {
  const nodes = env['OPENSEARCH_NODE'] ? [env['OPENSEARCH_NODE']] : fileNodes(settings);
  const username = settings.text('connect.elastic.use.http.username');
  const password = settings.text('connect.elastic.use.http.password');
  if (username !== undefined && password !== undefined)
    return { nodes, auth: { kind: 'basic', username, password } };
  return { nodes, auth: nodes.some(isAws) ? sigv4(settings, env) : { kind: 'none' } };
};

const fileNodes = (settings: Settings): readonly string[] => {
  const protocol = settings.choice('connect.elastic.protocol', ['http', 'https'], 'http');
  const port = settings.text('connect.elastic.port') ?? HTTP_PORT;
  const hosts = settings.list('connect.elastic.hosts');
  return (hosts.length === 0 ? ['localhost'] : hosts).map(
    (host) => `${protocol}://${host}:${port}`,
  );
};

const AWS_HOST = /\.(es\.amazonaws\.com|es\.amazonaws\.com\.cn|on\.aws)$/;

const isAws = (node: string): boolean => AWS_HOST.test(URL.parse(node)?.hostname ?? '');

const sigv4 = (settings: Settings, env: Environment): OpenSearchConnection['auth'] => {
  const region = env['AWS_REGION'];
  if (!region)
    settings.fault('connect.elastic.hosts', 'AWS_REGION in the environment to sign for it');
  return { kind: 'sigv4', region: region ?? '' };
};
