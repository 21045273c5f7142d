import {
  booleanKey,
  choiceKey,
  intKey,
  listKey,
  longKey,
  passwordKey,
  textKey,
} from '../../connect/config-keys.ts';
import { refuse } from '../../connect/refused.ts';
import {
  atStart,
  honoured,
  type KeyTable,
  noEffect,
  refused,
  refusedValues,
  translated,
} from '../key-row.ts';
import {
  flushTimeout,
  malformedDocuments,
  nullValues,
  TOPIC_INDEX_KEYS,
  WRITE_METHOD,
} from './topic-index.ts';

const ROLE = 'that it is left out: requests are signed with the function’s role';
const RESOURCES = ['index', 'data_stream', 'index_alias', 'none'] as const;

const checkPointer = (text: string): void => {
  if (text !== '' && !text.startsWith('/')) refuse('a JSON pointer: parts with a / before each');
};

/** Keys of Aiven's OpenSearch sink, 1 to 4 (`OpenSearchSinkConnectorConfig.java` and its contributors). */
export const AIVEN_OPENSEARCH_KEYS = {
  ...TOPIC_INDEX_KEYS,
  'flush.timeout.ms': flushTimeout(10_000),
  'bulk.max.size': honoured(
    longKey(5_242_880, 'Bytes of a bulk request at most; -1: no limit.', { min: -1 }),
  ),
  'bulk.max.operations.size': translated(
    'an upper limit for the mapping’s batch size',
    intKey(1000, 'Operations in a bulk request at most; -1: no limit.', { min: -1 }),
  ),
  'bulk.max.concurrent.requests': noEffect(
    'requests run side by side in the mapping’s pollers (connectless.pollers.max)',
    intKey(1, 'Bulk requests at the same time.'),
  ),
  'key.ignore.id.strategy': honoured(
    choiceKey(
      ['none', 'record.key', 'topic.partition.offset'],
      'topic.partition.offset',
      'How the id is made where the key is ignored; none is topic.partition.offset here, since made-up ids double when a record is delivered again.',
      true,
    ),
  ),
  'behavior.on.null.values': nullValues('ignore'),
  'behavior.on.malformed.documents': malformedDocuments(['ignore', 'warn', 'report']),
  'behavior.on.version.conflict': noEffect(
    'a version that loses is settled and counted',
    choiceKey(['fail', 'ignore', 'warn', 'report'], 'fail', 'What a lost version means.', true),
  ),
  'index.write.method': WRITE_METHOD,
  'routing.type': honoured(
    choiceKey(['none', 'key', 'value'], 'none', 'Where the routing comes from.', true),
  ),
  'routing.type.record.value.path': honoured(
    textKey(null, 'JSON pointer to the routing in the value.', checkPointer),
  ),
  'data.stream.enabled': honoured(booleanKey(false, 'Whether documents go to data streams.')),
  'data.stream.prefix': honoured(
    textKey(null, 'What stands, with a dash, before the topic in the name of a data stream.'),
  ),
  'data.stream.timestamp.field': honoured(
    textKey(
      '@timestamp',
      'Field with the time: @timestamp is the record’s time where a document has none, any other is the document’s own.',
    ),
  ),
  'data.streams.existing.index.template.name': honoured(
    textKey(
      null,
      'Name of the data streams’ index template, which is made where there is none; <name>-connector-data-stream-template where it is left out.',
    ),
  ),
  'existing.resource.type': honoured(
    choiceKey(RESOURCES, 'none', 'What topics are mapped to; nothing is made then.', true),
  ),
  'topic.to.existing.resource.mapping': honoured(
    listKey('topic:resource pairs, one for every topic.'),
  ),
  'aws.region': atStart(honoured(textKey(null, 'Region that requests are signed for.'))),
  'aws.service.signing.name': refusedValues(
    {
      // AWS: "Amazon OpenSearch Serverless", supported operations of time series collections.
      aoss: 'es, a domain: a time series collection of OpenSearch Serverless takes no ids, so that a record that is read again would make a second document',
    },
    honoured(choiceKey(['es', 'aoss'], 'es', 'Service that requests are signed for.')),
  ),
  'aws.access_key_id': refused(ROLE, passwordKey('Access key.')),
  'aws.secret_access_key': refused(ROLE, passwordKey('Secret of the access key.')),
  'aws.sts.role.arn': refused(ROLE, textKey(null, 'Role to assume.')),
  'aws.sts.role.external.id': refused(ROLE, passwordKey('External id of the role.')),
  'aws.sts.role.session.name': refused(ROLE, textKey(null, 'Name of the session.')),
  'aws.sts.role.session.duration': refused(ROLE, intKey(3600, 'Seconds of the session.')),
  'connection.trust.all.certificates': refused(
    'that it is left out: the server’s certificate is always checked',
    booleanKey(false, 'Whether any certificate is trusted.'),
  ),
} as const satisfies KeyTable;
