import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Java } from './java.ts';
import { reservePortFor } from './ports.ts';
import { startLogged, type User } from './process.ts';
import { type Server, type ServerEvents, startServer } from './server.ts';
import { giveTo } from './server-user.ts';

/** An OpenSearch that is fetched, the Java that runs it, and as whom it runs. */
export type OpenSearchInstallation = {
  readonly version: string;
  readonly home: string;
  readonly java: Java;
  /** Undefined: as ourselves. */
  readonly user: User | undefined;
};

type OpenSearchOptions = ServerEvents & {
  readonly installation: OpenSearchInstallation;
  /** Its configuration, data and log; becomes the property of the installation's user. A folder that has data is gone on with. */
  readonly folder: string;
  /** Settings of `opensearch.yml` beyond, or instead of, the usual ones. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
};

const HOST = '127.0.0.1';
const HEALTH = '/_cluster/health?wait_for_status=yellow&timeout=1s';

/**
 * Java is started without `bin/opensearch`, which runs three more Javas first, writes beside
 * its jars and can't bear a space in a path. On 2 cores 2.19.3 answers after 2.5 s instead
 * of 4.4 s and 3.6.0 after 7 s instead of 10 s, half of it because of the quick compiler
 * alone, with which a first 60,000 documents are written no slower.
 */
const JVM_OPTIONS = [
  '-Xms512m',
  '-Xmx512m',
  '-Xss1m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:-UsePerfData',
  '-XX:-OmitStackTraceInFastThrow',
  '-Dfile.encoding=UTF-8',
  '-Djava.awt.headless=true',
  '-Djava.locale.providers=SPI,CLDR',
  '-Djna.nosys=true',
  '-Dio.netty.noUnsafe=true',
  '-Dio.netty.noKeySetOptimization=true',
  '-Dio.netty.recycler.maxCapacityPerThread=0',
  '-Dio.netty.allocator.numDirectArenas=0',
  '-Dlog4j.shutdownHookEnabled=false',
  '-Dlog4j2.disable.jmx=true',
];

/** What keeps modules within their rights: Java's security manager, and what replaced it. */
const LINE_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  '2': [
    '-Djava.security.manager=allow',
    '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=org.opensearch.secure_sm.SecuredForkJoinWorkerThreadFactory',
  ],
  // Relative to its home, since the option ends at a `=` in a path.
  '3': ['-javaagent:agent/opensearch-agent.jar'],
};

const LOGGING = `appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{HH:mm:ss.SSS}] %-5p %c{1.} %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
`;

/** Starts OpenSearch on the usual port or the next free one; resolves when it answers. */
export const startOpenSearch = async ({
  installation,
  folder,
  settings,
  report,
  died,
  signal,
}: OpenSearchOptions): Promise<Server> => {
  const { version, home, java, user } = installation;
  const { port, release } = await reservePortFor('OpenSearch', 9200, report);

  const nodeName = `connectless-${randomUUID().slice(0, 8)}`;
  const config = join(folder, 'config');
  const temporary = join(folder, 'tmp');
  for (const path of [config, temporary]) await mkdir(path, { recursive: true });
  await writeFile(join(config, 'log4j2.properties'), LOGGING);
  await writeFile(
    join(config, 'opensearch.yml'),
    settingsText({ ...nodeSettings({ nodeName, port, folder }), ...settings }),
  );
  if (user !== undefined) await giveTo(user, folder);

  const address = `http://${HOST}:${port}`;
  return startServer({
    name: `OpenSearch ${version}`,
    address,
    launch: () =>
      startLogged({
        command: [
          join(java.home, 'bin/java'),
          ...JVM_OPTIONS,
          ...(LINE_OPTIONS[version.charAt(0)] ?? []),
          `-Djava.io.tmpdir=${temporary}`,
          `-Dopensearch.path.home=${home}`,
          `-Dopensearch.path.conf=${config}`,
          '-Dopensearch.distribution.type=zip',
          '-Dopensearch.bundled_jdk=false',
          '-cp',
          join(home, 'lib/*'),
          'org.opensearch.bootstrap.OpenSearch',
        ],
        log: join(folder, 'opensearch.log'),
        cwd: home,
        user,
      }),
    answers: () => isReady(address, nodeName),
    release,
    died,
    signal,
  });
};

/** A single node's settings. A laptop's full disk must not turn it read-only. */
export const nodeSettings = ({
  nodeName,
  port,
  folder,
}: {
  readonly nodeName: string;
  readonly port: number;
  readonly folder: string;
}): Readonly<Record<string, string | number | boolean>> => ({
  'cluster.name': 'connectless',
  'node.name': nodeName,
  'discovery.type': 'single-node',
  'network.host': HOST,
  'http.port': port,
  'path.data': join(folder, 'data'),
  'path.logs': join(folder, 'logs'),
  'cluster.routing.allocation.disk.threshold_enabled': false,
});

/** A settings file; JSON's scalars are YAML's. */
export const settingsText = (
  settings: Readonly<Record<string, string | number | boolean>>,
): string =>
  Object.entries(settings)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');

const isReady = async (address: string, nodeName: string): Promise<boolean> => {
  try {
    const node = await getJson(address);
    return node.name === nodeName && (await getJson(`${address}${HEALTH}`)).timed_out === false;
  } catch {
    return false;
  }
};

const getJson = async (url: string) => {
  const response = await fetch(url, { signal: AbortSignal.timeout(3000) });
  // Our own OpenSearch's answer, and anybody else's has other fields.
  return (await response.json()) as { readonly name?: string; readonly timed_out?: boolean };
};
