import { isTimeZone } from '../../connect/calendar.ts';
import { booleanKey, choiceKey, intKey, listKey, textKey } from '../../connect/config-keys.ts';
import { refuse } from '../../connect/refused.ts';
import { isTemplateName, TEMPLATE_FORM } from '../index-template-form.ts';
import { honoured, type KeyTable } from '../key-row.ts';

const ISO_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

const isIsoTime = (text: string): boolean => ISO_TIME.test(text) && !Number.isNaN(Date.parse(text));

const checkStart = (text: string): void => {
  if (text === 'earliest' || text === 'latest') return;
  if (!isIsoTime(text)) refuse('earliest, latest or an ISO time such as 2025-04-24T00:00:00Z');
};

const checkWindow = (text: string): void => {
  const [start = '', end = '', ...more] = text.split('/');
  const times = isIsoTime(start) && isIsoTime(end) && more.length === 0;
  if (!times || Date.parse(start) >= Date.parse(end))
    refuse('two ISO times, the earlier one first, such as 2000-01-01/2100-01-01');
};

const checkZone = (name: string): void => {
  if (!isTimeZone(name)) refuse('the name of a time zone, such as UTC or Europe/Paris');
};

const checkTemplate = (text: string): void => {
  if (!isTemplateName(text)) refuse(TEMPLATE_FORM);
};

/** Headers that a device is not to forge. */
const OUR_HEADER = /^(mqtt-topic|mqtt-client-id|mqtt-filter|message-id|trace-id|__connect\..*)$/;

const checkProperties = (names: readonly string[]): void => {
  const wrong = names.find((name) => name === '' || name.includes("'") || OUR_HEADER.test(name));
  if (wrong !== undefined)
    refuse('names without single quotes, other than those of our own headers');
};

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const SECRET_ARN = /^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+$/;

const checkSecretArn = (text: string): void => {
  if (!SECRET_ARN.test(text)) refuse('the ARN of a secret in Secrets Manager');
};

const checkBucket = (text: string): void => {
  if (!BUCKET.test(text)) refuse('the name of an S3 bucket');
};

/** Our own keys that every connector may have. */
export const OWN_KEYS = {
  'connectless.errors.drop': honoured(
    booleanKey(
      false,
      'Whether a tolerated record is dropped, and counted, instead of kept as a letter.',
    ),
  ),
  'connectless.errors.stacktrace': honoured(
    booleanKey(false, 'Whether a dead letter has the stack trace, 8 KB of it at most.'),
  ),
  'connectless.memory.mb': honoured(
    intKey(null, 'Memory of the function; 512 where it is left out.', { min: 128, max: 10_240 }),
  ),
  'connectless.timeout.seconds': honoured(
    intKey(
      null,
      'Time of an invocation: a source’s 30 (several tries of a produce, of 3, 6 and 10 s at most), a sink’s 60 (6 MB in bulk requests of 5 MiB to an OpenSearch under load).',
      { min: 10, max: 900 },
    ),
  ),
  'connectless.concurrency': honoured(
    intKey(
      null,
      'Instances of the function at most; as many as the account has where it is left out.',
      {
        min: 1,
      },
    ),
  ),
  'connectless.dead.letters.retention.days': honoured(
    intKey(14, 'Days that dead letters are kept in the topic that a deploy makes.', { min: 1 }),
  ),
} as const satisfies KeyTable;

/** Our own keys of a source. */
export const OWN_SOURCE_KEYS = {
  'connectless.kafka.key': honoured(
    choiceKey(
      ['by converter', 'client-id', 'topic'],
      'by converter',
      'What a record’s key is: client-id (of a message without one, its topic) or topic keep the records of a device in order.',
    ),
  ),
  'connectless.mqtt.user.properties': honoured(
    listKey('MQTT 5 user properties that become headers.', checkProperties),
  ),
} as const satisfies KeyTable;

/** Our own keys of a sink. */
export const OWN_SINK_KEYS = {
  'connectless.index.time': honoured(
    choiceKey(
      ['record', 'ingest'],
      'record',
      'Which time an index is named by, in TimestampRouter, too; ingest is the wall clock.',
    ),
  ),
  'connectless.index.timezone': honoured(
    textKey('UTC', 'Time zone of the dates in index names, in TimestampRouter, too.', checkZone),
  ),
  'connectless.index.window': honoured(
    textKey(
      '2000-01-01/2100-01-01',
      'A record whose time names the index and lies outside is errant; the end is outside.',
      checkWindow,
    ),
  ),
  'connectless.id.too.long': honoured(
    choiceKey(
      ['errant', 'hash'],
      'errant',
      'What becomes of an id of more than 512 bytes, counted as UTF-8; hash is the SHA-256 of those bytes, in hex.',
    ),
  ),
  'connectless.opensearch.auth': honoured(
    choiceKey(
      ['by host', 'sigv4', 'basic', 'none'],
      'by host',
      'How requests are signed: by host is basic where there is a user name (but for an OPENSEARCH_NODE without TLS), sigv4 for hosts of AWS, else none.',
    ),
  ),
  'connectless.consumer.group': honoured(
    textKey(null, 'Consumer group; connect-<name> where it is left out, as on Kafka Connect.'),
  ),
  'connectless.consumer.start': honoured(
    textKey(
      'earliest',
      'Where a group without committed offsets begins: earliest, latest or an ISO time.',
      checkStart,
    ),
  ),
  'connectless.batch.size': honoured(
    intKey(
      null,
      'Records of an invocation at most; consumer.override.max.poll.records or 1000 where it is left out.',
      { min: 1, max: 10_000 },
    ),
  ),
  'connectless.batch.window.seconds': honoured(
    intKey(1, 'How long records wait for company.', { min: 0, max: 300 }),
  ),
  'connectless.pollers.min': honoured(intKey(1, 'Pollers at least.', { min: 1, max: 200 })),
  'connectless.pollers.max': honoured(
    intKey(
      null,
      'Pollers at most; tasks.max where it is left out, and 10 without it, since ten share one event poller unit.',
      { min: 1, max: 2000 },
    ),
  ),
  'connectless.mapping.mode': honoured(
    choiceKey(
      ['provisioned', 'on-demand'],
      'provisioned',
      'Mode of the event source mapping. On demand it has no poller of its own to pay for, but it reports no partial failures (one record that waits makes its whole batch wait) and needs endpoints in the network; the deploy’s parameter mappingMode where it is left out.',
    ),
  ),
  'connectless.mapping.secret.arn': honoured(
    textKey(
      null,
      'ARN of the secret by which the mapping signs in, where the deploy’s parameter kafkaSignIn is files: name and password for SCRAM-SHA-512 (as MSK has it associated), certificate and key for mutual TLS.',
      checkSecretArn,
    ),
  ),
  'connectless.mapping.failure.bucket': honoured(
    textKey(
      null,
      'S3 bucket for batches that have failed 1000 times; without one a partition waits for as long as it takes.',
      checkBucket,
    ),
  ),
  'connectless.retention.days': honoured(
    intKey(
      null,
      'Days that dated indices are kept, from when each was made; for ever where it is left out.',
      { min: 1 },
    ),
  ),
  'connectless.index.template': honoured(
    textKey(
      null,
      'A composable index template of your own, instead of the one that a deploy makes of the connector’s indices.',
      checkTemplate,
    ),
  ),
} as const satisfies KeyTable;
