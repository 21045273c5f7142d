import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installKafka } from '../../local/servers/install.ts';
import { brokerProperties, type KafkaServer, propertiesText } from '../../local/servers/kafka.ts';
import { reservePort } from '../../local/servers/ports.ts';
import { startLogged } from '../../local/servers/process.ts';
import { connectKafka } from '../../shared/kafka/connect.ts';
import { plainKafka } from './kafka-connection.ts';
import type { TestServer } from './servers.ts';

const HOST = '127.0.0.1';

/** Lets broker 2 join a cluster of one; resolves when the first knows it. */
export const startSecondBroker = async (
  first: TestServer<KafkaServer>,
): Promise<{ stop(): Promise<void> }> => {
  const { java, jars } = await installKafka({ env: process.env, progress: () => undefined });
  const folder = join(first.folder, 'second');
  const logDir = join(folder, 'log');
  const config = join(folder, 'kafka.properties');
  const reserved = await reservePort(9_192);
  const listener = `PLAINTEXT://${HOST}:${reserved.port}`;
  const voters = property(
    await readFile(join(first.folder, 'kafka.properties'), 'utf8'),
    'controller.quorum.voters',
  );
  const clusterId = property(
    await readFile(join(first.folder, 'log/meta.properties'), 'utf8'),
    'cluster.id',
  );
  await mkdir(logDir, { recursive: true });
  await writeFile(
    config,
    propertiesText({
      ...brokerProperties({ broker: reserved.port, controller: 0, extra: {} }, logDir),
      'process.roles': 'broker',
      'node.id': '2',
      'controller.quorum.voters': voters,
      listeners: listener,
      'advertised.listeners': listener,
    }),
  );
  await writeFile(
    join(logDir, 'meta.properties'),
    propertiesText({
      version: '1',
      'cluster.id': clusterId,
      'node.id': '2',
      'directory.id': `D${randomBytes(16).toString('base64url').slice(1)}`,
    }),
  );
  const broker = startLogged({
    command: [
      join(java.home, 'bin/java'),
      '-Xmx256m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-cp',
      join(jars, '*'),
      'kafka.Kafka',
      config,
    ],
    log: join(folder, 'kafka.log'),
  });
  await untilBrokers(first.address, 2);
  return {
    stop: async () => {
      await broker.stop();
      await untilBrokers(first.address, 1);
      reserved.release();
    },
  };
};

const property = (text: string, key: string): string =>
  new RegExp(`^${key}=(.+)$`, 'm').exec(text)?.[1]?.replaceAll('\\', '') ?? '';

const untilBrokers = async (address: string, count: number): Promise<void> => {
  const admin = connectKafka(plainKafka(address)).admin();
  await admin.connect();
  while ((await admin.describeCluster()).brokers.length !== count) await sleep(100);
  await admin.disconnect();
};
