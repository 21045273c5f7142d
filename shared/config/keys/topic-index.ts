import {
  booleanKey,
  choiceKey,
  intKey,
  listKey,
  longKey,
  passwordKey,
  requiredList,
  textKey,
} from '../../connect/config-keys.ts';
import { atStart, honoured, type KeyRow, type KeyTable, noEffect, translated } from '../key-row.ts';

const RETRIED = 'what may succeed later is tried again without end, first inside the invocation';
const INVOCATION = 'what waits, and how long, is the invocation’s own time';
const MAPPING =
  'the mapping makes the batches (connectless.batch.size, connectless.batch.window.seconds)';

const DAY = 86_400_000;
const day = { min: 0, max: DAY };
const week = { min: 0, max: 7 * DAY };

/** A time that Confluent's and Aiven's sinks give with different defaults. */
export const flushTimeout = (usual: number, bounds?: { readonly min: number }): KeyRow<number> =>
  noEffect(INVOCATION, longKey(usual, 'How long a flush may take.', bounds));

/** A policy for tombstones, whose default differs. */
export const nullValues = (usual: 'fail' | 'ignore'): KeyRow<'ignore' | 'delete' | 'fail'> =>
  honoured(
    choiceKey(
      ['ignore', 'delete', 'fail'],
      usual,
      'What becomes of a tombstone; with fail it is errant.',
      true,
    ),
  );

/** A policy for refused documents; Aiven's has a value more. */
export const malformedDocuments = <const T extends string>(
  others: readonly T[],
): KeyRow<'fail' | T> =>
  honoured(
    choiceKey(
      ['fail', ...others],
      'fail',
      'What becomes of a document that OpenSearch refuses: fail as errors.tolerance says, else a dead letter.',
      true,
    ),
  );

/** How documents are written; the key's name differs. */
export const WRITE_METHOD = honoured(
  choiceKey(
    ['insert', 'upsert'],
    'insert',
    'Whether a document replaces the one of its id, or changes its fields.',
    true,
  ),
);

/** What Confluent's Elasticsearch sink and its descendant, Aiven's OpenSearch sink, have in common. */
export const TOPIC_INDEX_KEYS = {
  'connection.url': atStart(honoured(requiredList('URLs of the nodes.'))),
  'connection.username': atStart(honoured(textKey(null, 'User name.'))),
  'connection.password': atStart(honoured(passwordKey('Password.'))),
  'batch.size': translated(
    'an upper limit for the mapping’s batch size',
    intKey(2000, 'Records in a bulk request at most.', { min: 1, max: 1_000_000 }),
  ),
  'max.in.flight.requests': translated(
    'an upper limit for the two requests that an invocation has under way; others run in the mapping’s pollers (connectless.pollers.max)',
    intKey(5, 'Bulk requests at the same time.', { min: 1, max: 1000 }),
  ),
  'max.buffered.records': noEffect(
    MAPPING,
    intKey(20_000, 'Records that a task keeps in memory.', { min: 1 }),
  ),
  'linger.ms': noEffect(MAPPING, longKey(1, 'How long records wait for company.', week)),
  'max.retries': noEffect(RETRIED, intKey(5, 'Retries of a bulk request.', { min: 0 })),
  'retry.backoff.ms': noEffect(RETRIED, longKey(100, 'Time before the first retry.', day)),
  'connection.timeout.ms': noEffect(INVOCATION, intKey(1000, 'Time to connect.', { min: 0 })),
  'read.timeout.ms': noEffect(INVOCATION, intKey(3000, 'Time to answer.', week)),
  'key.ignore': honoured(
    booleanKey(false, 'Whether the id is made of topic, partition and offset, not of the key.'),
  ),
  'topic.key.ignore': honoured(listKey('Topics for which key.ignore is true.')),
  'schema.ignore': honoured(booleanKey(false, 'Whether no mapping is made of a record’s schema.')),
  'topic.schema.ignore': honoured(listKey('Topics for which schema.ignore is true.')),
  'compact.map.entries': noEffect(
    'upstream reads it where schema.ignore is false; a map with text for keys is an object, any other a list of its keys and values',
    booleanKey(true, 'Whether a map becomes an object, not a list of its keys and values.'),
  ),
  'drop.invalid.message': translated(
    'a dead letter, whatever errors.tolerance says, instead of a drop',
    booleanKey(false, 'Whether a record that can’t be made a document is dropped.'),
  ),
  'topic.index.map': honoured(listKey('topic:index pairs (up to Confluent’s 10).')),
  'type.name': noEffect('OpenSearch has no types', textKey(null, 'Type of documents.')),
  'auto.create.indices.at.start': noEffect(
    'an index is made with its first document',
    booleanKey(true, 'Whether indices are made at the start.'),
  ),
} as const satisfies KeyTable;
