import { booleanKey, intKey, listKey, passwordKey, textKey } from '../../connect/config-keys.ts';
import { honoured, type KeyTable, noEffect } from '../key-row.ts';
import { CONVERTER_KEYS, ERROR_KEYS } from './connect.ts';
import { CONNECTION_KEYS, PRODUCER_KEYS, prefixed } from './kafka-clients.ts';

const NO_CLUSTER = 'there is no cluster of workers';
const NO_REST = 'there is no REST interface';
const NO_STORE = 'configuration is a file, offsets are Kafka’s or the rule’s';
const NO_PLUGINS = 'connectors, converters and transforms are part of the package';
const JAVA_CLIENT = 'it is a setting of Java’s clients';
const NO_CONSUMER = 'Lambda’s mapping reads the topic';
const NO_JMX = 'CloudWatch has the metrics';

/** Keys of a Connect worker (`WorkerConfig`, `DistributedConfig`, and Kafka's clients). */
export const WORKER_KEYS = {
  ...CONNECTION_KEYS,
  ...prefixed('producer.', PRODUCER_KEYS),
  ...prefixed('producer.', CONNECTION_KEYS),
  'producer.*': noEffect(JAVA_CLIENT, textKey(null, 'Settings of producers.')),
  'consumer.*': noEffect(NO_CONSUMER, passwordKey('Settings of consumers.')),
  ...prefixed('admin.', CONNECTION_KEYS),
  ...CONVERTER_KEYS,
  'internal.key.converter': noEffect(NO_STORE, textKey(null, 'Converter of stored keys.')),
  'internal.key.converter.*': noEffect(NO_STORE, textKey(null, 'Its configuration.')),
  'internal.value.converter': noEffect(NO_STORE, textKey(null, 'Converter of stored values.')),
  'internal.value.converter.*': noEffect(NO_STORE, textKey(null, 'Its configuration.')),
  ...ERROR_KEYS,
  'config.providers': noEffect(
    'env, file, secretsmanager and ssm are always there',
    listKey('Names of config providers.'),
  ),
  'config.providers.*': noEffect(
    'env, file, secretsmanager and ssm are always there',
    passwordKey('Their classes and parameters.'),
  ),
  'topic.creation.enable': honoured(
    booleanKey(true, 'Whether the functions of sources may make topics.'),
  ),
  'group.id': noEffect(NO_CLUSTER, textKey(null, 'Name of the cluster.')),
  'config.storage.*': noEffect(NO_STORE, textKey(null, 'Topic of configurations.')),
  'offset.storage.*': noEffect(NO_STORE, textKey(null, 'Topic of offsets.')),
  'status.storage.*': noEffect(NO_STORE, textKey(null, 'Topic of states.')),
  'offset.flush.interval.ms': noEffect(
    'offsets are committed with every batch',
    intKey(60_000, 'Time between commits.'),
  ),
  'offset.flush.timeout.ms': noEffect(
    'offsets are committed with every batch',
    intKey(5000, 'Time for a commit.'),
  ),
  'task.shutdown.graceful.timeout.ms': noEffect(NO_CLUSTER, intKey(5000, 'Time to end a task.')),
  'plugin.path': noEffect(NO_PLUGINS, listKey('Folders of plugins.')),
  'plugin.discovery': noEffect(NO_PLUGINS, textKey(null, 'How plugins are found.')),
  listeners: noEffect(NO_REST, listKey('Addresses of the REST interface.')),
  'listeners.*': noEffect(NO_REST, passwordKey('Security of the REST interface.')),
  'admin.listeners': noEffect(NO_REST, listKey('Addresses of the admin interface.')),
  'admin.listeners.*': noEffect(NO_REST, passwordKey('Security of the admin interface.')),
  'admin.*': noEffect(JAVA_CLIENT, passwordKey('Settings of admin clients.')),
  'rest.*': noEffect(NO_REST, textKey(null, 'The REST interface.')),
  'response.http.headers.config': noEffect(NO_REST, textKey('', 'Headers of its answers.')),
  'access.control.*': noEffect(NO_REST, textKey('', 'Cross-origin access to it.')),
  'connector.client.config.override.policy': noEffect(
    'connectors may always override',
    textKey('All', 'Which overrides connectors may have.'),
  ),
  'topic.tracking.*': noEffect(NO_CLUSTER, booleanKey(true, 'Whether used topics are noted.')),
  'connect.protocol': noEffect(NO_CLUSTER, textKey('sessioned', 'Protocol of the workers.')),
  'heartbeat.interval.ms': noEffect(NO_CLUSTER, intKey(3000, 'Time between heartbeats.')),
  'session.timeout.ms': noEffect(NO_CLUSTER, intKey(10_000, 'Time without a heartbeat.')),
  'rebalance.timeout.ms': noEffect(NO_CLUSTER, intKey(60_000, 'Time to rejoin.')),
  'scheduled.rebalance.max.delay.ms': noEffect(NO_CLUSTER, intKey(300_000, 'Time to wait.')),
  'worker.*': noEffect(NO_CLUSTER, textKey(null, 'Timing and keys of the workers.')),
  'inter.worker.*': noEffect(NO_CLUSTER, textKey(null, 'Keys between the workers.')),
  'exactly.once.source.support': noEffect(
    'a copy carries its message id and ends in the same document',
    textKey('disabled', 'Exactly once for sources.'),
  ),
  'client.id': noEffect('it is the connector’s name', textKey('', 'Name at the brokers.')),
  'client.dns.lookup': noEffect(JAVA_CLIENT, textKey(null, 'How brokers are looked up.')),
  'connections.max.idle.ms': noEffect(JAVA_CLIENT, intKey(540_000, 'Time of an idle connection.')),
  'metadata.*': noEffect(JAVA_CLIENT, textKey(null, 'Refreshing of metadata.')),
  'receive.buffer.bytes': noEffect(JAVA_CLIENT, intKey(32_768, 'Buffer of a socket.')),
  'send.buffer.bytes': noEffect(JAVA_CLIENT, intKey(131_072, 'Buffer of a socket.')),
  'reconnect.backoff.*': noEffect(JAVA_CLIENT, intKey(50, 'Time before connecting again.')),
  'request.timeout.ms': noEffect(JAVA_CLIENT, intKey(40_000, 'Time for an answer.')),
  'retry.backoff.*': noEffect(JAVA_CLIENT, intKey(100, 'Time before a retry.')),
  'socket.connection.setup.*': noEffect(JAVA_CLIENT, intKey(10_000, 'Time to connect.')),
  'security.providers': noEffect(JAVA_CLIENT, textKey(null, 'Security providers of Java.')),
  'metric.reporters': noEffect(NO_JMX, listKey('Classes that report metrics.')),
  'metrics.*': noEffect(NO_JMX, textKey(null, 'Measuring.')),
  'auto.include.jmx.reporter': noEffect(NO_JMX, booleanKey(true, 'Whether JMX is there.')),
} as const satisfies KeyTable;
