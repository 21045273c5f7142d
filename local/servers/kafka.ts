import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { type Java, KAFKA_VERSION } from './java.ts';
import { LocalRunError } from './local-run-error.ts';
import { type ReservedPort, reservePort, reservePortFor } from './ports.ts';
import { exitText, startLogged } from './process.ts';
import { type Server, type ServerEvents, startServer } from './server.ts';

/** A Kafka that is fetched, and the Java that runs it. */
export type KafkaInstallation = { readonly jars: string; readonly java: Java };

/** A security protocol that gets a listener of its own, beside the plaintext one. */
type ExtraListener = 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';

/** A single-node Kafka on the loopback. */
export type KafkaServer = Server & {
  /** `host:port` of each extra listener. */
  readonly listeners: Readonly<Partial<Record<ExtraListener, string>>>;
};

type KafkaOptions = ServerEvents & {
  readonly installation: KafkaInstallation;
  /** Its configuration, data and log; a folder that has data is gone on with. */
  readonly folder: string;
  readonly listeners?: readonly ExtraListener[];
  /** Broker properties beyond, or instead of, the usual ones. */
  readonly properties?: Readonly<Record<string, string>>;
  /** For `StorageTool format`, such as `--add-scram`. */
  readonly formatArguments?: readonly string[];
};

type Ports = {
  readonly broker: number;
  readonly controller: number;
  readonly extra: Readonly<Partial<Record<ExtraListener, number>>>;
};

const HOST = '127.0.0.1';

/**
 * Quick to start rather than quick for hours. On 2 cores the quick compiler alone made
 * the start 1.7 s instead of 2.5 s and a first 100,000 records no slower.
 */
const JVM_OPTIONS = [
  '-Xmx512m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:-UsePerfData',
  '-Dfile.encoding=UTF-8',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  // Start, port, storage and stop, without the hundreds of lines of configuration.
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
  '-Dorg.slf4j.simpleLogger.log.kafka.network=info',
];

/** Starts Kafka on the usual port or the next free one; resolves when it answers. */
export const startKafka = async (options: KafkaOptions): Promise<KafkaServer> => {
  const { installation, folder, report, died, signal } = options;
  const reserved: ReservedPort[] = [];
  const keep = (port: ReservedPort): number => {
    reserved.push(port);
    return port.port;
  };
  const broker = keep(await reservePortFor('Kafka', 9092, report));
  const controller = keep(await reservePort(9093));
  const extra: Partial<Record<ExtraListener, number>> = {};
  for (const name of options.listeners ?? []) extra[name] = keep(await reservePort(9094));

  const config = join(folder, 'kafka.properties');
  const log = join(folder, 'kafka.log');
  const logDir = join(folder, 'log');
  await mkdir(folder, { recursive: true });
  await writeFile(
    config,
    propertiesText({
      ...brokerProperties({ broker, controller, extra }, logDir),
      ...options.properties,
    }),
  );
  const java = [join(installation.java.home, 'bin/java'), ...JVM_OPTIONS];
  const run = (mainClass: string, ...rest: readonly string[]) =>
    startLogged({
      command: [...java, '-cp', join(installation.jars, '*'), mainClass, ...rest],
      log,
    });

  const clusterId = (await storedClusterId(logDir)) ?? newClusterId();
  if (!existsSync(logDir)) {
    const format = ['format', '-t', clusterId, '-c', config, ...(options.formatArguments ?? [])];
    const exit = await run('kafka.tools.StorageTool', ...format).exited;
    if (exit.code !== 0)
      throw new LocalRunError(`Kafka's storage could not be formatted: ${exitText(exit)}`);
  }

  const address = `${HOST}:${broker}`;
  const server = await startServer({
    name: `Kafka ${KAFKA_VERSION}`,
    address,
    launch: () => run('kafka.Kafka', config),
    answers: () => isCluster(address, clusterId),
    release: () => {
      for (const port of reserved) port.release();
    },
    died,
    signal,
  });
  const listeners = Object.fromEntries(
    Object.entries(extra).map(([name, port]) => [name, `${HOST}:${port}`]),
  );
  return { ...server, listeners };
};

/** A single-node broker's properties: nothing is replicated, and as on MSK no topic makes itself. */
export const brokerProperties = (
  { broker, controller, extra }: Ports,
  logDir: string,
): Readonly<Record<string, string>> => {
  const clients = [['PLAINTEXT', broker], ...Object.entries(extra)].map(
    ([name, port]) => `${name}://${HOST}:${port}`,
  );
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@${HOST}:${controller}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: [...clients, `CONTROLLER://${HOST}:${controller}`].join(','),
    'advertised.listeners': clients.join(','),
    'listener.security.protocol.map':
      'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL',
    'log.dirs': logDir,
    'auto.create.topics.enable': 'false',
    'offsets.topic.replication.factor': '1',
    // 50 partitions by default, which a group's first member waits for.
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    // A broker that was killed is let in again only when its last session has run out: by default after 9 s.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
  };
};

/** A Java properties file. Java reads it as Latin-1, and a backslash begins an escape. */
export const propertiesText = (properties: Readonly<Record<string, string>>): string =>
  Object.entries(properties)
    .map(([key, value]) => `${key}=${escapeProperty(value)}\n`)
    .join('');

const escapeProperty = (value: string): string =>
  value
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

const storedClusterId = async (logDir: string): Promise<string | undefined> => {
  const file = join(logDir, 'meta.properties');
  if (!existsSync(file)) return undefined;
  return /^cluster\.id=(.+)$/m.exec(await readFile(file, 'utf8'))?.[1];
};

/** Kafka's own form of 16 random bytes; the C keeps the tool from reading an id that begins with a dash as an option. */
const newClusterId = (): string => `C${randomBytes(16).toString('base64url').slice(1)}`;

const isCluster = async (address: string, clusterId: string): Promise<boolean> => {
  const kafka = new Kafka({
    brokers: [address],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1000,
    requestTimeout: 2000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    return cluster.clusterId === clusterId && cluster.brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect();
  }
};
