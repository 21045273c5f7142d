import { type Entries, type Entry, withoutPrefix } from './entries.ts';
import { type Environment, OVERRIDES } from './environment.ts';
import { readIamLogin, readMechanism, readPasswordLogin } from './kafka-login.ts';
import { readStores, type StoreFiles } from './kafka-stores.ts';
import { CONNECTION_KEYS } from './keys/kafka-clients.ts';
import { readRows } from './read-rows.ts';
import { hasReference } from './references.ts';
import type { Report } from './report.ts';

/** How to reach Kafka, in the words of `security.protocol` and `sasl.mechanism`. */
export type KafkaConnection = {
  /** `host:port` each, the bootstrap servers; none where there is nothing to produce. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly security: KafkaSecurity;
};

/** How a client signs in, as far as a deploy has to know it. */
export type SignIn = {
  readonly protocol: string;
  /** Of SASL. */
  readonly mechanism?: string;
  /** Whether it shows a certificate of its own (mutual TLS). */
  readonly isMutual: boolean;
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

/** What of Kafka's clients is read; all else under their prefixes says nothing to us. */
const CONNECTION = /^(bootstrap\.servers|security\.protocol|(sasl|ssl)\..+)$/;

const OVERRIDE = 'producer.override.';

/** Whether a connector's key is one of its producer's. */
export const isOfProducer = (key: string): boolean => key.startsWith(OVERRIDE);

/**
 * The settings of the connection that our functions produce by: the connector's overrides before the
 * worker's for producers, those before the worker's own (`WorkerConfig`, `Worker.baseProducerConfigs`).
 * Those that the environment or another of them makes meaningless are left out.
 */
export const kafkaEntries = (connector: Entries, worker: Entries, env: Environment): Entries =>
  usedEntries(
    [...worker, ...withoutPrefix(worker, 'producer.'), ...withoutPrefix(connector, OVERRIDE)],
    env,
  );

/**
 * The same of the connection that topics are made by and offsets set: the worker's own settings, those
 * for admin clients before all others (`Worker.adminConfigs`). Connect has one such login for a whole worker.
 */
export const adminEntries = (worker: Entries, env: Environment): Entries =>
  usedEntries([...worker, ...withoutPrefix(worker, 'admin.')], env);

/** The last setting of a name counts. */
const usedEntries = (settings: Iterable<readonly [string, Entry]>, env: Environment): Entries => {
  const all = new Map([...settings].filter(([key]) => CONNECTION.test(key)));
  const used = usedKeys(all, env);
  return new Map([...all].filter(([key]) => used(key)));
};

/** Whether a setting has a part in it. A protocol that only the start of a function knows may have all. */
const usedKeys = (entries: Entries, env: Environment): ((key: string) => boolean) => {
  const protocol = protocolOf(entries, env);
  const signsIn = protocol.includes('SASL') || hasReference(protocol);
  const hasTls = protocol.includes('SSL') || hasReference(protocol);
  // With MSK in the place of the files' own cluster its certificates are in nobody's store.
  const isMsk = env['KAFKA_SASL_MECHANISM'] === 'AWS_MSK_IAM';
  const overridden = Object.entries(OVERRIDES).flatMap(([name, keys]) => (env[name] ? keys : []));
  return (key) => {
    if (key.startsWith('ssl.')) return hasTls && !isMsk;
    if (key.startsWith('sasl.') && (isMsk || !signsIn)) return false;
    return !overridden.includes(key);
  };
};

/** How a connector reaches Kafka: the files, and what the environment says instead. */
export const readKafkaConnection = (
  entries: Entries,
  { env, stores, clientId }: KafkaContext,
  report: Report,
): KafkaConnection => {
  const { values } = readRows(SERVERS, entries, report);
  const variable = env['KAFKA_BROKERS'];
  const brokers = variable ? variable.split(',') : values['bootstrap.servers'];
  if (brokers.length === 0)
    report.error('bootstrap.servers', {
      expected: 'host:port, or KAFKA_BROKERS in the environment',
    });
  const security = readKafkaSecurity(entries, { env, stores }, report);
  if ('mechanism' in security && security.mechanism === 'AWS_MSK_IAM' && security.region === '')
    report.error('sasl.mechanism', {
      found: 'AWS_MSK_IAM',
      expected: 'AWS_REGION in the environment to sign for it',
    });
  return { brokers: brokers.map((broker) => broker.trim()), clientId, security };
};

const SERVERS = { 'bootstrap.servers': CONNECTION_KEYS['bootstrap.servers'] };

/** What a connection is read with, besides its settings. */
type KafkaContext = {
  readonly env: Environment;
  readonly stores: StoreFiles;
  readonly clientId: string;
};

/** How a connector signs in; whatever is wrong goes to the report. */
export const readKafkaSecurity = (
  entries: Entries,
  { env, stores }: Omit<KafkaContext, 'clientId'>,
  report: Report,
): KafkaSecurity => {
  const protocol = protocolOf(entries, env);
  switch (protocol) {
    case 'SSL':
      return { protocol, ...readStores(entries, stores, report) };
    case 'SASL_PLAINTEXT': {
      const login = readLogin(protocol, entries, env, report);
      return 'region' in login ? { protocol: 'PLAINTEXT' } : { protocol, ...login };
    }
    case 'SASL_SSL':
      return {
        protocol,
        ...readStores(entries, stores, report),
        ...readLogin(protocol, entries, env, report),
      };
    default:
      if (protocol !== 'PLAINTEXT' && !hasReference(protocol))
        report.error('security.protocol', { found: protocol, expected: PROTOCOLS });
      return { protocol: 'PLAINTEXT' };
  }
};

/** How the files say a connector signs in, and the environment instead. */
export const signInOf = (entries: Entries, env: Environment): SignIn => {
  const protocol = protocolOf(entries, env);
  const mechanism = env['KAFKA_SASL_MECHANISM'] || textOf(entries, 'sasl.mechanism');
  return {
    protocol,
    ...(protocol.startsWith('SASL') && mechanism !== undefined && { mechanism }),
    isMutual: [...entries.keys()].some((key) => key.startsWith('ssl.keystore.')),
  };
};

const PROTOCOLS = 'PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL';

const readLogin = (
  protocol: 'SASL_PLAINTEXT' | 'SASL_SSL',
  entries: Entries,
  env: Environment,
  report: Report,
): PasswordLogin | IamLogin => {
  const mechanism = readMechanism(protocol, entries, env, report);
  if (mechanism === undefined) return { mechanism: 'PLAIN', username: '', password: '' };
  return mechanism === 'AWS_MSK_IAM'
    ? readIamLogin(entries, env, report)
    : readPasswordLogin(mechanism, entries, report);
};

const protocolOf = (entries: Entries, env: Environment): string =>
  env['KAFKA_SECURITY_PROTOCOL'] || textOf(entries, 'security.protocol') || 'PLAINTEXT';

const textOf = (entries: Entries, key: string): string | undefined =>
  entries.get(key)?.text.trim() || undefined;
