import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installKafka, installOpenSearch } from '../../local/servers/install.ts';
import { type KafkaServer, startKafka } from '../../local/servers/kafka.ts';
import { startOpenSearch } from '../../local/servers/opensearch.ts';
import type { Server } from '../../local/servers/server.ts';

/** A server of a test's own, whose folder goes when it is stopped. */
export type TestServer<S extends Server> = S & {
  readonly folder: string;
  discard(): Promise<void>;
};

type BrokerOptions = Pick<
  Parameters<typeof startKafka>[0],
  'listeners' | 'properties' | 'formatArguments'
>;

const progress = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** A real Kafka; its records may be of any date. */
export const startTestKafka = async (
  options: BrokerOptions = {},
): Promise<TestServer<KafkaServer>> => {
  const installation = await installKafka({ env: process.env, progress });
  // Half a minute after its start Kafka deletes what is older than a week.
  const properties = { 'log.retention.ms': '-1', ...options.properties };
  return inFolder((folder) => startKafka({ installation, folder, ...options, properties }));
};

/** A real OpenSearch of that version, or of the one that suits the machine best. */
export const startTestOpenSearch = async (version?: string): Promise<TestServer<Server>> => {
  const env = { ...process.env, ...(version !== undefined && { OPENSEARCH_VERSION: version }) };
  const installation = await installOpenSearch({ env, progress });
  return inFolder((folder) =>
    startOpenSearch({ installation, folder: join(folder, 'opensearch') }),
  );
};

const inFolder = async <S extends Server>(
  start: (folder: string) => Promise<S>,
): Promise<TestServer<S>> => {
  const folder = await mkdtemp(join(tmpdir(), 'connectless-test-'));
  // OpenSearch is another user when we are root.
  await chmod(folder, 0o755);
  const server = await start(folder);
  return {
    ...server,
    folder,
    async discard() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
