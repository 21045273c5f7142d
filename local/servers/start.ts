import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { refuseFullDisk } from './disk.ts';
import { type InstallOptions, installServers } from './install.ts';
import { startKafka } from './kafka.ts';
import { startOpenSearch } from './opensearch.ts';
import type { Exit } from './process.ts';
import { revive } from './revive.ts';
import type { Server } from './server.ts';
import { refuseUnreadable } from './server-user.ts';

/** The servers of a run. */
export type LocalServers = {
  /** `host:port`, comma-separated. */
  readonly brokers: string;
  /** The URL of OpenSearch. */
  readonly node: string;
  /** Those that this process runs and keeps running. */
  readonly started: readonly Server[];
  stop(): Promise<void>;
};

type StartOptions = InstallOptions & {
  /** The run's own folder: configuration, data and logs. */
  readonly folder: string;
  /** Something that a person should know. */
  readonly report: (text: string) => void;
};

/**
 * Starts Kafka and OpenSearch, or takes those that `KAFKA_BROKERS` and `OPENSEARCH_NODE` name.
 * A server that dies is named with the last lines of its log and started again.
 */
export const startServers = async (options: StartOptions): Promise<LocalServers> => {
  const { folder, report, signal } = options;
  const { KAFKA_BROKERS = '', OPENSEARCH_NODE = '' } = options.env;
  const { kafka, openSearch } = await installServers(options);
  await mkdir(folder, { recursive: true });
  await refuseFullDisk(folder);
  // A temporary folder is its maker's alone, and OpenSearch is somebody else when we are root.
  if (openSearch?.user !== undefined) await chmod(folder, 0o755);
  refuseUnreadable(folder, openSearch?.user);

  let isStopping = false;
  const keepRunning = async <S extends Server>(
    start: (died: (exit: Exit) => void) => Promise<S>,
  ): Promise<S> => {
    const server = await start(
      (exit) => void revive(server, exit, { report, isStopping: () => isStopping }),
    );
    return server;
  };

  const starting = [
    kafka &&
      keepRunning((died) =>
        startKafka({ installation: kafka, folder: join(folder, 'kafka'), report, died, signal }),
      ),
    openSearch &&
      keepRunning((died) =>
        startOpenSearch({
          installation: openSearch,
          folder: join(folder, 'opensearch'),
          report,
          died,
          signal,
        }),
      ),
  ] as const;
  const stop = async (): Promise<void> => {
    isStopping = true;
    for (const start of await Promise.allSettled(starting))
      if (start.status === 'fulfilled') await start.value?.stop();
  };
  try {
    const [kafkaServer, openSearchServer] = await Promise.all(starting);
    return {
      brokers: kafkaServer?.address ?? KAFKA_BROKERS,
      node: openSearchServer?.address ?? OPENSEARCH_NODE,
      started: [kafkaServer, openSearchServer].filter((server) => server !== undefined),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
