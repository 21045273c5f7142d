import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Kafka } from 'kafkajs';
import { connectAsync } from 'mqtt';
import { checkConnectors } from '../shared/config/check-connectors.ts';
import type { Connector } from '../shared/config/connector.ts';
import type { ConnectorFolder } from '../shared/config/files.ts';
import { readConnectors, readKafkaConfig } from '../shared/config/read-connectors.ts';
import { faultLine } from '../shared/connect/errors.ts';
import { readConnectorFolder } from '../shared/files/connector-folder.ts';
import { connectKafka } from '../shared/kafka/connect.ts';
import { connectConfigProviders } from '../shared/providers/connect.ts';
import { checkTopology } from './check-topology.ts';
import { showElapsed } from './elapsed.ts';
import { type Endpoints, kafkaProtocol } from './functions.ts';
import { startBroker } from './iot/broker.ts';
import { runPhones } from './iot/phones.ts';
import type { Options } from './options.ts';
import { askOwnServers, type OwnServers, readOwnServers, withOwnServers } from './own-servers.ts';
import { openPath, type Path, type Undo } from './path.ts';
import { createRepeated } from './repeated.ts';
import type { Screen } from './screen.ts';
import { refuseFullDisk } from './servers/disk.ts';
import { installServers } from './servers/install.ts';
import { LocalRunError } from './servers/local-run-error.ts';
import { reservePort } from './servers/ports.ts';
import { startServers } from './servers/start.ts';
import { type Counts, createTally, type Tally } from './tally.ts';
import { eventsOf, filtersOf, readsOf } from './topology.ts';
import { tryLines } from './try-lines.ts';

const CONNECTORS = new URL('../connectors/', import.meta.url);
const MQTT_PORT = 1883;
const REFRESH = 200;
/** With `--messages`, how long nothing may move before the run gives up. */
const GIVE_UP = 60_000;

type Run = {
  readonly options: Options;
  readonly connectors: readonly Connector[];
  readonly endpoints: Endpoints;
  readonly tally: Tally;
  readonly path: Path;
  /** Where servers of its own keep their data; undefined where it has none. */
  readonly dataFolder: string | undefined;
  readonly screen: Screen;
  readonly signal: AbortSignal;
};

/** Runs the path until all messages are through, or until `signal`; resolves with the exit code. */
export const runLocally = async (
  options: Options,
  env: NodeJS.ProcessEnv,
  screen: Screen,
  signal: AbortSignal,
): Promise<number> => {
  const conclude = await runPath(options, env, screen, signal);
  screen.clear();
  return conclude();
};

/** Runs and stops everything; what it resolves with says the last words, and answers with the exit code. */
const runPath = async (
  options: Options,
  given: NodeJS.ProcessEnv,
  screen: Screen,
  signal: AbortSignal,
): Promise<() => number> => {
  const own = readOwnServers(given);
  // What names no server is as if it were not there, for the functions too.
  const env = withOwnServers(given, own);
  const connectorsDir = env['CONNECTORS_DIR'] || fileURLToPath(CONNECTORS);
  const files = await readConnectorFolder(CONNECTORS, connectorsDir);
  const functionEnv = { ...env, KAFKA_SECURITY_PROTOCOL: kafkaProtocol(env) };
  const connectors = readConnectors(files, { env: functionEnv });
  for (const line of checkTopology(connectors, connectorsDir, options)) screen.line(line);
  for (const warning of warningsOf(files)) screen.line(warning);
  const kafkaOf = await kafkaClients(files, connectors, functionEnv);
  await askOwnServers(own, kafkaOf);
  const begin = performance.now();
  const progress = screen.live;
  await installServers({ env, progress, signal });
  const installed = performance.now();
  const folder = await runFolder();
  const undo: Undo = [];
  try {
    const start = async () => {
      const report = createRepeated(screen.line);
      const servers = await startServers({ env, progress, folder, report, signal });
      undo.push(() => servers.stop());
      const mqtt = own.MQTT_URL ?? (await embeddedBroker(screen, undo));
      const endpoints = { mqtt, kafka: servers.brokers, opensearch: servers.node };
      const tally = createTally();
      const tell = (connector: string, text: string): void => report(`${connector}: ${text}`);
      signal.throwIfAborted();
      const path = await openPath({
        connectors,
        connectorsDir,
        endpoints,
        kafka: kafkaOf(endpoints.kafka),
        env,
        folder,
        tally,
        report: tell,
        onError: (connector, error) => tell(connector, reason(error)),
        signal,
      });
      undo.push(() => path.stop());
      return { servers, endpoints, tally, path };
    };
    const { servers, endpoints, tally, path } = await showElapsed(
      progress,
      `starting ${toStart(own)} …`,
      start(),
    );
    screen.clear();
    const ready = performance.now();
    for (const line of tryLines(endpoints, connectors, Date.now())) screen.line(line);
    const dataFolder = servers.started.length > 0 ? folder : undefined;
    await untilThrough(
      { options, connectors, endpoints, tally, path, dataFolder, screen, signal },
      undo,
    );
    const through = performance.now();
    return () => {
      if (options.messages === undefined || signal.aborted) return 0;
      screen.line(
        `fetched in ${seconds(installed - begin)}, started in ${seconds(ready - installed)}, ` +
          `messages through in ${seconds(through - ready)}, stopped in ${seconds(performance.now() - through)}`,
      );
      return conclude(tally.phones(), options.messages, screen);
    };
  } finally {
    screen.live('stopping …');
    for (const step of undo.reverse()) await step();
    if (options.keep) screen.line(`data kept in ${folder}`);
    else await rm(folder, { recursive: true, force: true });
  }
};

/** What the first live line speaks of: the servers that nobody has named, else what is always ours. */
const toStart = ({ KAFKA_BROKERS, OPENSEARCH_NODE }: OwnServers): string =>
  [...(KAFKA_BROKERS ? [] : ['Kafka']), ...(OPENSEARCH_NODE ? [] : ['OpenSearch'])].join(' and ') ||
  'the functions';

/** Warnings of the files, as `connectless validate` has them. */
const warningsOf = (files: ConnectorFolder): readonly string[] =>
  checkConnectors(files)
    .faults.filter(({ severity }) => severity === 'warning')
    .map(faultLine);

/** Clients for the run itself, which reach Kafka as the functions do. */
const kafkaClients = async (
  files: ConnectorFolder,
  [connector]: readonly Connector[],
  env: NodeJS.ProcessEnv,
): Promise<(brokers: string) => Kafka> => {
  if (connector === undefined) throw new LocalRunError('There are no connectors to run');
  const connection = await readKafkaConfig(
    files,
    connector,
    { ...env, KAFKA_BROKERS: env['KAFKA_BROKERS'] ?? '127.0.0.1:9092' },
    connectConfigProviders(env),
  );
  return (brokers) =>
    connectKafka({ ...connection, brokers: brokers.split(','), clientId: 'connectless-local' });
};

/** Where configuration, data and logs of this run lie. */
const runFolder = async (): Promise<string> => {
  try {
    return await mkdtemp(join(tmpdir(), 'connectless-'));
  } catch (error) {
    throw new LocalRunError(
      `The run needs a folder for its data: ${reason(error)}. TMPDIR names another place.`,
      { cause: error },
    );
  }
};

const embeddedBroker = async (screen: Screen, undo: Undo): Promise<string> => {
  const { port, release } = await reservePort(MQTT_PORT);
  if (port !== MQTT_PORT) screen.line(`port ${MQTT_PORT} is taken, MQTT takes ${port}`);
  const broker = await startBroker(port);
  undo.push(async () => {
    await broker.stop();
    release();
  });
  return broker.url;
};

/** Lets the phones publish, shows the counts, and resolves when all is through or nothing moves. */
const untilThrough = async (run: Run, undo: Undo): Promise<void> => {
  const { options, tally, path, dataFolder, screen, signal } = run;
  const phones = publish(run, undo);
  // A failure shows below, when the phones are waited for.
  phones.catch(() => undefined);
  while (!signal.aborted && !isThrough(tally.phones(), options)) {
    screen.live(liveText(tally.all(), path.failed()));
    if (dataFolder !== undefined) await refuseFullDisk(dataFolder);
    if (options.messages !== undefined && tally.stalledFor() > GIVE_UP) {
      screen.line(`nothing has moved for ${GIVE_UP / 1000} s`);
      return;
    }
    await sleep(REFRESH);
  }
  screen.live(liveText(tally.all(), path.failed()));
  if (!signal.aborted) await phones;
};

const publish = async (
  { options, connectors, endpoints, tally, signal }: Run,
  undo: Undo,
): Promise<void> => {
  const client = await connectAsync(endpoints.mqtt);
  undo.push(() => client.endAsync(true));
  await runPhones({
    ...options,
    client,
    filters: filtersOf(connectors),
    onPublish: (topic, payload) =>
      tally.published(payload, eventsOf(connectors, topic), readsOf(connectors, topic)),
    signal,
  });
};

const isThrough = ({ indexed, errant, unread }: Counts, { messages }: Options): boolean =>
  messages !== undefined && indexed + errant + unread >= messages;

const countsText = ({ published, produced, indexed, errant }: Counts): string =>
  `published ${published}, produced ${produced}, indexed ${indexed}, errant ${errant}`;

const liveText = (counts: Counts, failed: number): string =>
  failed === 0 ? countsText(counts) : `${countsText(counts)}, failed and waiting ${failed}`;

const conclude = (counts: Counts, messages: number, screen: Screen): number => {
  const missing = messages - counts.indexed - counts.unread;
  if (missing > 0) screen.line(`${missing} of ${messages} messages are not searchable`);
  screen.line(countsText(counts));
  return missing <= 0 && counts.produced === messages ? 0 : 1;
};

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
