import type { Entries } from './entries.ts';
import type { Environment } from './environment.ts';
import { WORKER_KEYS } from './keys/worker.ts';
import { readRows } from './read-rows.ts';
import { hasReference } from './references.ts';
import type { Report } from './report.ts';

/** How to reach Kafka, in the words of `security.protocol` and `sasl.mechanism`. */
export type KafkaConnection = {
  /** `host:port` each; the bootstrap servers. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly security:
    | { readonly protocol: 'PLAINTEXT' }
    | {
        readonly protocol: 'SASL_SSL';
        readonly mechanism: 'AWS_MSK_IAM';
        readonly region: string;
      };
};

/** What a producer's connection is made of. */
const KAFKA_KEYS = {
  'bootstrap.servers': WORKER_KEYS['bootstrap.servers'],
  'security.protocol': WORKER_KEYS['security.protocol'],
  'sasl.mechanism': WORKER_KEYS['sasl.mechanism'],
};

/**
 * The settings of the connection that our functions produce by: the connector's overrides before the
 * worker's for producers, those before the worker's own (`WorkerConfig`, `Worker.baseProducerConfigs`).
 */
export const kafkaEntries = (connector: Entries, worker: Entries): Entries =>
  new Map(
    Object.keys(KAFKA_KEYS).flatMap((key) => {
      const entry =
        connector.get(`producer.override.${key}`) ??
        worker.get(`producer.${key}`) ??
        worker.get(key);
      return entry ? [[key, entry] as const] : [];
    }),
  );

/** Refuses ways to sign in that are not there yet. */
export const checkKafkaSecurity = (entries: Entries, report: Report): void => {
  readSecurity(entries, {}, report);
};

/** How a connector reaches Kafka: the files, and what the environment says instead. */
export const readKafkaConnection = (
  entries: Entries,
  env: Environment,
  clientId: string,
  report: Report,
): KafkaConnection => {
  const { values } = readRows(KAFKA_KEYS, entries, report);
  const variable = env['KAFKA_BROKERS'];
  const brokers = variable ? variable.split(',') : values['bootstrap.servers'];
  if (brokers.length === 0)
    report.error('bootstrap.servers', {
      expected: 'host:port, or KAFKA_BROKERS in the environment',
    });
  return {
    brokers: brokers.map((broker) => broker.trim()),
    clientId,
    security: readSecurity(entries, env, report),
  };
};

const readSecurity = (
  entries: Entries,
  env: Environment,
  report: Report,
): KafkaConnection['security'] => {
  const protocol =
    env['KAFKA_SECURITY_PROTOCOL'] ?? text(entries, 'security.protocol') ?? 'PLAINTEXT';
  if (protocol === 'PLAINTEXT' || hasReference(protocol)) return { protocol: 'PLAINTEXT' };
  if (protocol !== 'SASL_SSL') {
    report.later('security.protocol', 'kafka security', protocol);
    return { protocol: 'PLAINTEXT' };
  }
  const mechanism = env['KAFKA_SASL_MECHANISM'] ?? text(entries, 'sasl.mechanism') ?? 'GSSAPI';
  if (mechanism !== 'AWS_MSK_IAM' && !hasReference(mechanism))
    report.later('sasl.mechanism', 'kafka security', mechanism);
  return { protocol: 'SASL_SSL', mechanism: 'AWS_MSK_IAM', region: env['AWS_REGION'] ?? '' };
};

const text = (entries: Entries, key: string): string | undefined =>
  entries.get(key)?.text.trim() || undefined;
