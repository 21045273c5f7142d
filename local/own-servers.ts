import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { connectAsync } from 'mqtt';
import { LocalRunError } from './servers/local-run-error.ts';

/** Variables that name a running server, each with what it holds. */
const OWN = {
  MQTT_URL: 'mqtt://127.0.0.1:1883',
  KAFKA_BROKERS: '127.0.0.1:9092',
  OPENSEARCH_NODE: 'http://127.0.0.1:9200',
} as const;
type Variable = keyof typeof OWN;

/** The servers that the environment names; undefined for those to be started. */
export type OwnServers = Readonly<Record<Variable, string | undefined>>;

const MQTT_SCHEMES = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];
const PATIENCE = 5_000;

/**
 * Reads which servers are given. An empty variable names none, a slash at the end of OPENSEARCH_NODE is left out.
 *
 * @throws LocalRunError for each variable that names no server, all at once
 */
export const readOwnServers = (env: NodeJS.ProcessEnv): OwnServers => {
  const own = {
    MQTT_URL: env['MQTT_URL']?.trim() || undefined,
    KAFKA_BROKERS: env['KAFKA_BROKERS']?.replaceAll(/\s/g, '') || undefined,
    OPENSEARCH_NODE: env['OPENSEARCH_NODE']?.trim().replace(/\/+$/, '') || undefined,
  };
  refuse(
    (Object.keys(OWN) as Variable[])
      .filter((name) => own[name] !== undefined && !IS_READABLE[name](own[name]))
      .map((name) => faultText(name, env[name] ?? '', `is not like ${OWN[name]}`)),
  );
  return own;
};

/** The environment with these servers; what names none is gone from it. */
export const withOwnServers = (env: NodeJS.ProcessEnv, own: OwnServers): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries({ ...env, ...own }).filter(([, value]) => value !== undefined));

const IS_READABLE: Readonly<Record<Variable, (text: string) => boolean>> = {
  MQTT_URL: (text) => hasScheme(text, MQTT_SCHEMES),
  KAFKA_BROKERS: (text) => text.split(',').every((broker) => /^[^/@]+:\d{1,5}$/.test(broker)),
  OPENSEARCH_NODE: (text) => hasScheme(text, ['http:', 'https:']),
};

const hasScheme = (text: string, schemes: readonly string[]): boolean =>
  URL.canParse(text) && schemes.includes(new URL(text).protocol);

/**
 * Asks each given server once, before anything is fetched or started.
 *
 * Rejects with a LocalRunError that names each variable whose server does not answer within some seconds
 */
export const askOwnServers = async (
  { MQTT_URL, KAFKA_BROKERS, OPENSEARCH_NODE }: OwnServers,
  kafka: (brokers: string) => Kafka,
  patience = PATIENCE,
): Promise<void> => {
  const faults = await Promise.all([
    MQTT_URL && ask('MQTT_URL', MQTT_URL, askMqtt(MQTT_URL, patience), patience),
    KAFKA_BROKERS && ask('KAFKA_BROKERS', KAFKA_BROKERS, askKafka(kafka(KAFKA_BROKERS)), patience),
    OPENSEARCH_NODE &&
      ask('OPENSEARCH_NODE', OPENSEARCH_NODE, askOpenSearch(OPENSEARCH_NODE), patience),
  ]);
  refuse(faults.flatMap((fault) => fault || []));
};

/** What is wrong with a server; nothing where it answers. */
const ask = async (
  name: Variable,
  value: string,
  asked: Promise<unknown>,
  patience: number,
): Promise<string | undefined> => {
  const late = sleep(patience, 'late' as const, { ref: false });
  try {
    if ((await Promise.race([asked, late])) !== 'late') return undefined;
    asked.catch(() => undefined);
    return faultText(name, value, `does not answer within ${patience / 1000} s`);
  } catch (error) {
    return faultText(name, value, `can't be reached: ${reasonOf(error)}`);
  }
};

const askMqtt = async (url: string, patience: number): Promise<void> => {
  const client = await connectAsync(url, { reconnectPeriod: 0, connectTimeout: patience }, false);
  await client.endAsync(true);
};

const askKafka = async (kafka: Kafka): Promise<void> => {
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
};

const NOT_SIGNED_IN = [401, 403];

/** One that wants a login is there; the functions sign in as the connector's file says. */
const askOpenSearch = async (node: string): Promise<void> => {
  const { origin, username, password, pathname } = new URL(node);
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  const answer = await fetch(origin + pathname, {
    headers: username ? { authorization: `Basic ${login.toString('base64')}` } : {},
  });
  if (NOT_SIGNED_IN.includes(answer.status)) return;
  const { version } = (await answer.json().catch(() => ({}))) as { readonly version?: unknown };
  if (version === undefined) throw new LocalRunError('what answers there is no OpenSearch');
};

/** `fetch` and mqtt keep the reason in what caused their error. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.cause === undefined ? error.message || error.name : reasonOf(error.cause);
};

const faultText = (name: Variable, value: string, fault: string): string =>
  `${name}=${withoutPassword(value)} ${fault}`;

const withoutPassword = (value: string): string => value.replace(/\/\/[^@/]*@/, '//…@');

const refuse = (faults: readonly string[]): void => {
  if (faults.length === 0) return;
  throw new LocalRunError(
    `${faults.join('\n')}\nName a server that runs, or leave the variable out: npm start then starts one.`,
  );
};
