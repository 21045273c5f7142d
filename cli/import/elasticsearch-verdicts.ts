import { isMap, isScalar, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import type { Account, Verdict } from './account.ts';
import { type VerdictRow, verdictOf } from './verdict-table.ts';

/** What becomes of Elasticsearch's settings where an OpenSearch Service domain takes its place. */
const ELASTICSEARCH_VERDICTS: readonly VerdictRow[] = [
  {
    fate: 'translated',
    note: 'the domain’s name, if you like; no connector asks for it',
    keys: ['cluster.name'],
  },
  {
    fate: 'not needed',
    note: 'the service runs the nodes',
    keys: [
      ...['node.*', 'path.*', 'bootstrap.*', 'gateway.*', 'thread_pool.*', 'threadpool.*'],
      ...['processors', 'discovery.*', 'cluster.initial_master_nodes', 'transport.*'],
      ...['network.*', 'http.*', 'cluster.routing.*', 'indices.recovery.*', 'indices.memory.*'],
      ...['cluster.remote.*', 'indices.queries.*', 'indices.requests.*', 'monitor.*', 'logger.*'],
      ...['cloud.*', 'plugin.*', 'plugins.*', 'bootstrap'],
    ],
  },
  {
    fate: 'not needed',
    note: '10 or 100 MiB by instance type; the sink’s requests have 5 at most',
    keys: ['http.max_content_length'],
  },
  {
    fate: 'open',
    note: 'a domain sends no CORS headers: let browsers ask a server of yours',
    keys: ['http.cors.*'],
  },
  {
    fate: 'open',
    note: 'old indices: restore a snapshot from S3 (up to 7.10), or reindex',
    keys: ['path.repo', 'repositories.*', 's3.*', 'azure.*', 'gcs.*', 'reindex.*'],
  },
  {
    fate: 'open',
    note: 'if you need it: PUT _cluster/settings of the domain',
    keys: [
      ...['action.auto_create_index', 'action.search.shard_count.limit'],
      ...['cluster.max_shards_per_node', 'indices.breaker.*', 'search.max_buckets'],
    ],
  },
  {
    fate: 'open',
    note: 'if you need it: AdvancedOptions of the domain',
    keys: ['indices.query.bool.max_clause_count', 'indices.fielddata.cache.size'],
  },
  {
    fate: 'open',
    note: 'must be true: the sink names indices in the body of _bulk',
    keys: ['rest.action.multi.allow_explicit_index'],
  },
  {
    fate: 'open',
    note: 'put it into an index template of the domain',
    keys: ['index.*', 'indices.mapping.*'],
  },
  {
    fate: 'not needed',
    note: 'IAM says who may delete; functions may only POST _bulk',
    keys: ['action.destructive_requires_name', 'action.disable_delete_all_indices'],
  },
  {
    fate: 'translated',
    note: 'IAM says who may ask; functions sign with their roles (SigV4)',
    keys: [
      'xpack.security.*',
      'shield.*',
      'searchguard.*',
      'opendistro_security.*',
      'readonlyrest.*',
    ],
  },
  {
    fate: 'open',
    note: 'people’s users: SAML, or the domain’s user database',
    keys: ['xpack.security.authc.*', 'xpack.security.authz.*'],
  },
  {
    fate: 'not needed',
    note: 'CloudWatch has the domain’s metrics',
    keys: ['xpack.monitoring.*', 'marvel.*', 'xpack.http.*'],
  },
  {
    fate: 'open',
    note: 'make it anew with OpenSearch’s alerting or anomaly detection',
    keys: ['xpack.watcher.*', 'xpack.ml.*', 'xpack.notification.*', 'watcher.*'],
  },
  {
    fate: 'not needed',
    note: 'not in OpenSearch, and no connector asks for it',
    keys: ['xpack.*', 'license.*'],
  },
  {
    fate: 'not needed',
    note: 'no connector asks for it',
    keys: ['script.*', 'ingest.*', 'indices.*', 'cluster.*', 'action.*', 'search.*'],
  },
];

const UNKNOWN: Verdict = {
  fate: 'open',
  note: 'no setting known here: check whether the domain has it',
};

/** What becomes of every setting of an `elasticsearch.yml`. */
export const elasticsearchAccounts = (file: string, text: string): readonly Account[] => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false });
  const [error] = document.errors;
  if (error)
    return [{ file, line: lines.linePos(error.pos[0]).line, key: '', fate: 'open', note: NO_YAML }];
  return settingsOf(document.contents).map(({ key, offset }) => ({
    file,
    line: lines.linePos(offset).line,
    key,
    ...(verdictOf(ELASTICSEARCH_VERDICTS, key) ?? UNKNOWN),
  }));
};

const NO_YAML = 'no YAML: mend it and import again';

type Setting = { readonly key: string; readonly offset: number };

/** Elasticsearch takes `a.b: c` and `a: {b: c}` alike. */
const settingsOf = (node: Node | null, path: readonly string[] = []): readonly Setting[] =>
  isMap(node)
    ? (node as YAMLMap<unknown, Node | null>).items.flatMap((pair) => {
        if (!isScalar(pair.key)) return [];
        const key = [...path, String(pair.key.value)];
        const inner = settingsOf(pair.value, key);
        return inner.length > 0
          ? inner
          : [{ key: key.join('.'), offset: pair.key.range?.[0] ?? 0 }];
      })
    : [];
