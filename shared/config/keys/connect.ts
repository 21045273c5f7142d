import {
  booleanKey,
  choiceKey,
  classKey,
  intKey,
  listKey,
  longKey,
  passwordKey,
  requiredText,
  textKey,
} from '../../connect/config-keys.ts';
import { honoured, type KeyTable, noEffect, refused, translated } from '../key-row.ts';
import { CONNECTION_KEYS, PRODUCER_KEYS, prefixed } from './kafka-clients.ts';

const JAVA_PRODUCER = 'it is a setting of Java’s producer';
const MAPPING_READS = 'Lambda’s mapping reads the topic';
const RETRIED =
  'converters and transforms, a module of your own too, wait for nothing here: what fails fails again';
const NO_CONTENT = 'no content of records is logged';

/** Where a record goes that can't be used: `errors.*`, in a connector file or as default in the worker's. */
export const ERROR_KEYS = {
  'errors.tolerance': honoured(
    choiceKey(
      ['none', 'all'],
      'none',
      'none: a record that can’t be used makes its partition wait (a source: fails the invocation); all: it becomes a dead letter.',
    ),
  ),
  'errors.deadletterqueue.topic.name': honoured(
    textKey('', 'Topic of dead letters, of sources too; <name>-dead-letters where it is left out.'),
  ),
  'errors.deadletterqueue.topic.replication.factor': honoured(
    intKey(3, 'Replicas of that topic where a deploy makes it.', { min: 1 }),
  ),
  'errors.deadletterqueue.context.headers.enable': honoured(
    booleanKey(true, 'Whether a letter says why it is there; Connect’s default is false.'),
  ),
  'errors.retry.timeout': noEffect(
    RETRIED,
    longKey(0, 'How long converters and transforms retry.'),
  ),
  'errors.retry.delay.max.ms': noEffect(RETRIED, longKey(60_000, 'Longest time between retries.')),
  'errors.log.enable': noEffect(
    'every errant record is logged, by its coordinates',
    booleanKey(false, 'Whether failures are logged.'),
  ),
  'errors.log.include.messages': noEffect(
    NO_CONTENT,
    booleanKey(false, 'Whether the log shows the record.'),
  ),
} as const satisfies KeyTable;

/** Converters, in a connector file or as default in the worker's. */
export const CONVERTER_KEYS = {
  'key.converter': honoured(classKey(null, 'Class of the converter of keys.')),
  'key.converter.*': honoured(textKey(null, 'Its configuration.')),
  'value.converter': honoured(classKey(null, 'Class of the converter of values.')),
  'value.converter.*': honoured(textKey(null, 'Its configuration.')),
  'header.converter': honoured(classKey(null, 'Class of the converter of headers.')),
  'header.converter.*': honoured(textKey(null, 'Its configuration.')),
} as const satisfies KeyTable;

/** What a connector may say of the producer: the most particular first. */
const PRODUCER_OVERRIDES = {
  ...prefixed('producer.override.', PRODUCER_KEYS),
  ...prefixed('producer.override.', CONNECTION_KEYS),
  'producer.override.*': noEffect(JAVA_PRODUCER, textKey(null, 'Other settings of the producer.')),
} as const satisfies KeyTable;

/** Kafka Connect's own keys of every connector (`ConnectorConfig`). */
export const CONNECT_KEYS = {
  name: honoured(textKey('', 'Name of the connector; the file’s base name where it is left out.')),
  'connector.class': honoured({
    ...requiredText('Class of the connector: in full, its simple name, or that without Connector.'),
    type: 'CLASS',
  }),
  'connector.plugin.version': noEffect('there is one version', textKey(null, 'Version to run.')),
  'key.converter.plugin.version': noEffect(
    'there is one version',
    textKey(null, 'Version to run.'),
  ),
  'value.converter.plugin.version': noEffect(
    'there is one version',
    textKey(null, 'Version to run.'),
  ),
  'header.converter.plugin.version': noEffect(
    'there is one version',
    textKey(null, 'Version to run.'),
  ),
  'tasks.max.enforce': noEffect('there are no tasks', booleanKey(true, 'Whether it is enforced.')),
  ...CONVERTER_KEYS,
  transforms: honoured(listKey('Aliases of the transforms, in their order.')),
  'transforms.<alias>.type': honoured(classKey(null, 'Class of the transform.')),
  'transforms.<alias>.predicate': honoured(textKey(null, 'Alias of the predicate that says when.')),
  'transforms.<alias>.negate': honoured(booleanKey(false, 'Whether it says when not.')),
  'transforms.<alias>.*': honoured(textKey(null, 'Configuration of the transform.')),
  predicates: honoured(listKey('Aliases of the predicates.')),
  'predicates.<alias>.type': honoured(classKey(null, 'Class of the predicate.')),
  'predicates.<alias>.*': honoured(textKey(null, 'Configuration of the predicate.')),
  'config.action.reload': noEffect(
    'a reference is resolved when a function starts',
    textKey('restart', 'What follows when a reference’s value changes.'),
  ),
  ...ERROR_KEYS,
  ...PRODUCER_OVERRIDES,
  'admin.override.*': noEffect(
    'topics are made by the deploy, or over the producer’s connection',
    passwordKey('Settings of the admin client.'),
  ),
} as const satisfies KeyTable;

/** Kafka Connect's own keys of sources (`SourceConnectorConfig`). */
export const CONNECT_SOURCE_KEYS = {
  'tasks.max': noEffect(
    'every message has its own invocation',
    intKey(1, 'Tasks at most.', { min: 1 }),
  ),
  'topic.creation.default.partitions': honoured(
    intKey(
      null,
      'Partitions of new topics; with the replication factor beside it, a target with $ makes the topic of a message that is missing.',
      { min: -1 },
    ),
  ),
  'topic.creation.default.replication.factor': honoured(
    intKey(null, 'Replicas of new topics.', { min: -1 }),
  ),
  'topic.creation.default.include': noEffect(
    'the default is for every topic of the file',
    listKey('Topics by pattern.'),
  ),
  'topic.creation.default.exclude': noEffect(
    'the default is for every topic of the file',
    listKey('Topics by pattern.'),
  ),
  'topic.creation.default.*': honoured(textKey(null, 'Configuration of new topics.')),
  'topic.creation.enable': honoured(
    booleanKey(true, 'Whether functions make topics; of the worker.'),
  ),
  'topic.creation.groups': refused(
    'topic.creation.default.*, in a file for each group',
    listKey('Groups of topics.'),
  ),
  'topic.creation.<group>.*': refused(
    'topic.creation.default.*, in a file for each group',
    textKey(null, 'Configuration of a group.'),
  ),
  'exactly.once.support': noEffect(
    'a copy carries its message id and ends in the same document',
    textKey('requested', 'Whether exactly once is required.'),
  ),
  'transaction.boundary': noEffect('there are no transactions', textKey('poll', 'Its boundary.')),
  'transaction.boundary.interval.ms': noEffect(
    'there are no transactions',
    longKey(null, 'Its interval.'),
  ),
  'offsets.storage.topic': noEffect('a source has no offsets', textKey(null, 'Topic of offsets.')),
} as const satisfies KeyTable;

/** Kafka Connect's own keys of sinks (`SinkConnectorConfig`). */
export const CONNECT_SINK_KEYS = {
  'tasks.max': translated('the upper limit of pollers', intKey(1, 'Tasks at most.', { min: 1 })),
  topics: honoured(listKey('Kafka topics.')),
  'topics.regex': refused(
    'topics, since a mapping names its topic',
    textKey(null, 'Kafka topics by pattern.'),
  ),
  'consumer.override.max.poll.records': translated(
    'the mapping’s batch size',
    intKey(null, 'Records of a poll at most.', { min: 1 }),
  ),
  'consumer.override.group.id': translated(
    'the mapping’s consumer group',
    textKey(null, 'Consumer group.'),
  ),
  'consumer.override.auto.offset.reset': translated(
    'where the mapping begins',
    choiceKey(['earliest', 'latest', 'none'], 'earliest', 'Where a group without offsets begins.'),
  ),
  'consumer.override.*': noEffect(MAPPING_READS, passwordKey('Settings of the consumer.')),
} as const satisfies KeyTable;
