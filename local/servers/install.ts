import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  cacheFolder,
  fetchPackage,
  findMaven,
  isFetched,
  kafkaPackage,
  openSearchPackage,
  type Package,
} from './fetch.ts';
import {
  chooseKafkaJava,
  chooseOpenSearch,
  findJavas,
  type Java,
  missingJava,
  openSearchVersions,
} from './java.ts';
import type { KafkaInstallation } from './kafka.ts';
import { INSTALL_ADVICE, LocalRunError } from './local-run-error.ts';
import type { OpenSearchInstallation } from './opensearch.ts';
import type { User } from './process.ts';
import { canRead, openSearchUser, refuseUnreadable } from './server-user.ts';

/** What an installation is made with. */
export type InstallOptions = {
  readonly env: NodeJS.ProcessEnv;
  /** How far a fetch is; each line replaces the one before. */
  readonly progress: (text: string) => void;
  /** Ends a fetch. */
  readonly signal?: AbortSignal;
};

/** What is installed; undefined where the environment names a running server. */
export type Installations = {
  readonly kafka: KafkaInstallation | undefined;
  readonly openSearch: OpenSearchInstallation | undefined;
};

type Plan<T> = { readonly missing: readonly string[]; readonly fetch: () => Promise<T> };

type Machine = InstallOptions & { readonly cache: string; readonly javas: readonly Java[] };

/** Kafka, fetched unless it is in the cache. */
export const installKafka = (options: InstallOptions): Promise<KafkaInstallation> =>
  carryOut(planKafka(lookAround(options)));

/** OpenSearch in the version that `OPENSEARCH_VERSION` or the Java found here decides, fetched unless it is in the cache. */
export const installOpenSearch = (options: InstallOptions): Promise<OpenSearchInstallation> =>
  carryOut(planOpenSearch(lookAround(options)));

/** Both, but for those that `KAFKA_BROKERS` and `OPENSEARCH_NODE` name; refuses before it fetches anything. */
export const installServers = async (options: InstallOptions): Promise<Installations> => {
  const machine = lookAround(options);
  const { KAFKA_BROKERS, OPENSEARCH_NODE } = options.env;
  const kafka = KAFKA_BROKERS ? undefined : planKafka(machine);
  const openSearch = OPENSEARCH_NODE ? undefined : planOpenSearch(machine);
  refuseMissing([...(kafka?.missing ?? []), ...(openSearch?.missing ?? [])]);
  return { kafka: await kafka?.fetch(), openSearch: await openSearch?.fetch() };
};

/** Each OpenSearch version that is promised to work; `java` is undefined where this machine can't run it. */
export const openSearchVersionsHere = (
  env: NodeJS.ProcessEnv,
): readonly { readonly version: string; readonly java: Java | undefined }[] =>
  openSearchVersions(readable(findJavas(env), openSearchUser()));

const planKafka = (machine: Machine): Plan<KafkaInstallation> => {
  const java = chooseKafkaJava(machine.javas);
  if (java === undefined) return cannot(machine, missingJava('Kafka', machine.javas));
  const wanted = kafkaPackage();
  return {
    missing: missingMaven(machine, wanted),
    fetch: async () => ({ java, jars: await fetchPackage(wanted, { ...machine, java }) }),
  };
};

const planOpenSearch = (machine: Machine): Plan<OpenSearchInstallation> => {
  const user = openSearchUser();
  const javas = readable(machine.javas, user);
  const { OPENSEARCH_VERSION } = machine.env;
  const choice = chooseOpenSearch(javas, OPENSEARCH_VERSION || undefined);
  if (choice === undefined) return cannot(machine, missingJava('OpenSearch', javas));
  const { version, java } = choice;
  const wanted = openSearchPackage(version);
  return {
    missing: missingMaven(machine, wanted),
    fetch: async () => {
      const folder = await fetchPackage(wanted, { ...machine, java });
      refuseUnreadable(folder, user);
      return { version, java, user, home: join(folder, `opensearch-${version}`) };
    },
  };
};

const lookAround = (options: InstallOptions): Machine => ({
  ...options,
  javas: findJavas(options.env),
  cache: cacheFolder(options.env, {
    platform: process.platform,
    home: homedir(),
    isRoot: process.getuid?.() === 0,
  }),
});

const carryOut = async <T>({ missing, fetch }: Plan<T>): Promise<T> => {
  refuseMissing(missing);
  return fetch();
};

const cannot = (machine: Machine, missing: string): Plan<never> => ({
  missing: [missing, ...missingMaven(machine)],
  fetch: () => Promise.reject(new LocalRunError(missing)),
});

const missingMaven = ({ env, cache }: Machine, wanted?: Package): readonly string[] =>
  (wanted !== undefined && isFetched(cache, wanted)) || findMaven(env) !== undefined
    ? []
    : ['Maven (mvn), which fetches the servers, is not on the PATH'];

const refuseMissing = (missing: readonly string[]): void => {
  if (missing.length === 0) return;
  const list = [...new Set(missing)].map((text) => `  ${text}\n`).join('');
  throw new LocalRunError(
    `The local run starts a real Kafka and a real OpenSearch, and this machine lacks something for that:\n${list}Install it, or use servers that run already:\n${INSTALL_ADVICE}`,
  );
};

const readable = (javas: readonly Java[], user: User | undefined): readonly Java[] =>
  javas.filter(({ home }) => user === undefined || canRead(user, join(home, 'bin/java')));
