import type { ErrorsConfig } from './connector.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import type { Settings } from './settings.ts';

const ILLEGAL_IN_TOPIC = /[^a-zA-Z0-9._-]/g;

/** Connect's `errors.*` (`ConnectorConfig`, `SinkConnectorConfig`), for both legs. */
export const readErrors = (settings: Settings, connector: string): ErrorsConfig => ({
  connector,
  tolerance: settings.choice('errors.tolerance', ['none', 'all'], 'none'),
  deadLetterTopic:
    settings.text('errors.deadletterqueue.topic.name') ??
    `${connector.replaceAll(ILLEGAL_IN_TOPIC, '-')}-dead-letters`,
  contextHeaders: settings.flag('errors.deadletterqueue.context.headers.enable', true),
});

/** A connector's converter setting, else the worker's. */
export const checkConverter = (
  connector: Settings,
  worker: Settings,
  key: 'key.converter' | 'value.converter',
  supported: string,
): void => {
  const settings = connector.text(key) === undefined ? worker : connector;
  const found = settings.text(key);
  if (found !== undefined && found !== supported) settings.fault(key, supported, found);
};

/** Variables that have the last word over the worker's file. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How the worker reaches Kafka: its file, and what the environment says instead. */
export const readKafkaConnection = (
  worker: Settings,
  env: Environment,
  clientId: string,
): KafkaConnection => {
  const brokers = env['KAFKA_BROKERS'] ?? worker.text('bootstrap.servers') ?? '';
  if (brokers === '')
    worker.fault('bootstrap.servers', 'host:port, or KAFKA_BROKERS in the environment');
  return {
    brokers: brokers.split(',').map((broker) => broker.trim()),
    clientId,
    security: readSecurity(worker, env),
  };
};

const readSecurity = (worker: Settings, env: Environment): KafkaConnection['security'] => {
  const protocol =
    env['KAFKA_SECURITY_PROTOCOL'] ?? worker.text('security.protocol') ?? 'PLAINTEXT';
  if (protocol === 'PLAINTEXT') return { protocol };
  if (protocol !== 'SASL_SSL') worker.fault('security.protocol', 'PLAINTEXT or SASL_SSL', protocol);
  const mechanism = env['KAFKA_SASL_MECHANISM'] ?? worker.text('sasl.mechanism') ?? 'GSSAPI';
  if (mechanism !== 'AWS_MSK_IAM') worker.fault('sasl.mechanism', 'AWS_MSK_IAM', mechanism);
  return { protocol: 'SASL_SSL', mechanism: 'AWS_MSK_IAM', region: env['AWS_REGION'] ?? '' };
};
