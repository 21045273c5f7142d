import {
  booleanKey,
  choiceKey,
  intKey,
  listKey,
  passwordKey,
  requiredText,
  textKey,
} from '../../connect/config-keys.ts';
import { aliasOf, atStart, honoured, type KeyTable, noEffect, translated } from '../key-row.ts';

const RETRIED = 'what may succeed later is tried again without end, first inside the invocation';
const NEVER = 'Lenses never read it either';
const NO_SUCH_CLIENT = 'OpenSearch is reached by HTTP';

/**
 * Keys of the Landoop/Lenses Elasticsearch sinks 6 and 7 (`ElasticConfig.scala`), and what their
 * predecessors `elastic` and `elastic5` had (up to 1.2).
 */
export const LENSES_ELASTICSEARCH_KEYS = {
  'connect.elastic.kcql': honoured(
    requiredText('KCQL statements: from which Kafka topics to which indices.'),
  ),
  'connect.elastic.hosts': atStart(
    honoured(
      listKey('Host names, with ports of their own or without; localhost where there is none.'),
    ),
  ),
  'connect.elastic.port': atStart(
    honoured(intKey(9200, 'Port of the hosts; Lenses’ default for 7, 9300, does not speak HTTP.')),
  ),
  'connect.elastic.protocol': atStart(
    honoured(choiceKey(['http', 'https'], 'http', 'Protocol of the hosts.')),
  ),
  'connect.elastic.tableprefix': atStart(honoured(textKey('', 'Path before every request’s.'))),
  'connect.elastic.cluster.name': noEffect(
    'HTTP needs no name of the cluster',
    textKey('elasticsearch', 'Name of the cluster.'),
  ),
  'connect.elastic.use.http.username': atStart(honoured(textKey('', 'User name.'))),
  'connect.elastic.use.http.password': atStart(honoured(passwordKey('Password.'))),
  'connect.elastic.batch.size': translated(
    'an upper limit for the mapping’s batch size',
    intKey(4000, 'Records in a bulk request at most.', { min: 1 }),
  ),
  'connect.elastic.write.timeout': noEffect(
    'a write ends with its invocation (connectless.timeout.seconds), and is delivered again',
    intKey(300_000, 'How long a write may take.'),
  ),
  'connect.elastic.error.policy': honoured(
    choiceKey(
      ['NOOP', 'THROW', 'RETRY'],
      'THROW',
      'What becomes of a document that OpenSearch refuses: THROW and RETRY as errors.tolerance says, NOOP a dead letter.',
      true,
    ),
  ),
  'connect.elastic.max.retries': noEffect(RETRIED, intKey(20, 'Retries of RETRY.')),
  'connect.elastic.retry.interval': noEffect(
    RETRIED,
    intKey(60_000, 'Time between retries, in ms.'),
  ),
  'connect.elastic.pk.separator': honoured(textKey('-', 'What stands between the parts of an id.')),
  'connect.progress.enabled': noEffect(
    'CloudWatch counts the invocations',
    booleanKey(false, 'Whether records are counted in the log.'),
  ),

  'connect.elastic.index.suffix': noEffect(NEVER, textKey(null, 'Suffix of indices.')),
  'connect.elastic.index.auto.create': noEffect(NEVER, textKey(null, 'Creation of indices.')),
  'connect.elastic.document.type': noEffect(NEVER, textKey(null, 'Type of documents.')),
  'connect.elastic.use.http': noEffect(NO_SUCH_CLIENT, textKey('tcp', 'tcp or http, up to 1.2.')),
  'connect.elastic.xpack.settings': noEffect(NO_SUCH_CLIENT, passwordKey('X-Pack, up to 1.2.')),
  'connect.elastic.xpack.plugins': noEffect(NO_SUCH_CLIENT, textKey(null, 'X-Pack, up to 1.2.')),
  'connect.elastic.url': aliasOf('connect.elastic.hosts'),
  'connect.elastic.sink.kcql': aliasOf('connect.elastic.kcql'),
  'connect.elastic.url.prefix': aliasOf('connect.elastic.tableprefix'),
} as const satisfies KeyTable;
