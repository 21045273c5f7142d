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
  readonly security: KafkaSecurity;
};

/** What belongs to each `security.protocol`; IAM's tokens never cross a wire without TLS. */
export type KafkaSecurity =
  | { readonly protocol: 'PLAINTEXT' }
  | ({ readonly protocol: 'SSL' } & TlsStores)
  | ({ readonly protocol: 'SASL_PLAINTEXT' } & PasswordLogin)
  | ({ readonly protocol: 'SASL_SSL' } & TlsStores & (PasswordLogin | IamLogin));

/** `ssl.*`, as PEM texts; one that holds both key and certificates may stand for either. */
export type TlsStores = {
  /** The authorities that may vouch for a broker; absent: those that Node knows. */
  readonly truststore?: string;
  /** Who we are, where brokers ask (mutual TLS). */
  readonly keystore?: {
    readonly certificateChain: string;
    readonly key: string;
    /** `ssl.key.password` */
    readonly keyPassword?: string;
  };
  /** `ssl.endpoint.identification.algorithm` is empty: any name will do in a broker's certificate. */
  readonly ignoresHostname?: boolean;
};

/** Who we are by `sasl.jaas.config` of a login module with a password. */
export type PasswordLogin = {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly username: string;
  readonly password: string;
};

/** Who we are by the AWS credentials of the environment. */
export type IamLogin = { readonly mechanism: 'AWS_MSK_IAM'; readonly region: string };

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

const readSecurity = (entries: Entries, env: Environment, report: Report): KafkaSecurity => {
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
