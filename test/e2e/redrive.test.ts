import { randomUUID } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Broker, startBroker } from '../../local/iot/broker.ts';
import type { KafkaServer } from '../../local/servers/kafka.ts';
import { reservePort } from '../../local/servers/ports.ts';
import type { Server } from '../../local/servers/server.ts';
import { connectKafka } from '../../shared/kafka/connect.ts';
import { runProcess } from '../support/command-line.ts';
import { halt } from '../support/halt.ts';
import { plainKafka } from '../support/kafka-connection.ts';
import { readTopic } from '../support/kafka-topics.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { allSources } from '../support/opensearch-documents.ts';
import { startTestKafka, startTestOpenSearch, type TestServer } from '../support/servers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let kafka: TestServer<KafkaServer>;
let opensearch: TestServer<Server>;
let broker: Broker;
beforeAll(async () => {
  const { port } = await reservePort(21_885);
  [kafka, opensearch, broker] = await Promise.all([
    startTestKafka(),
    startTestOpenSearch(),
    startBroker(port),
  ]);
});
afterAll(async () => {
  await broker?.stop();
  await Promise.all([kafka?.discard(), opensearch?.discard()]);
});

const start = (...args: readonly string[]): LocalRun =>
  startLocalRun(['--devices', '0', ...args], {
    MQTT_URL: broker.url,
    KAFKA_BROKERS: kafka.address,
    OPENSEARCH_NODE: opensearch.address,
  });

const redrive = (folder: string, ...args: readonly string[]) =>
  runProcess(['redrive', '--folder', folder, '--brokers', kafka.address, '--json', ...args]);

/** Records that the sink has settled, by its group's offsets. */
const settled = async (): Promise<number> => {
  const admin = connectKafka(plainKafka(kafka.address)).admin();
  await admin.connect();
  const [topic] = await admin.fetchOffsets({
    groupId: 'connect-opensearch-sink',
    topics: ['phone-data'],
  });
  await admin.disconnect();
  return (topic?.partitions ?? []).reduce(
    (sum, { offset }) => sum + Math.max(0, Number(offset)),
    0,
  );
};

it('brings what the local run could not deliver to its documents, each once', async () => {
  const marker = randomUUID();
  const sent = Array.from({ length: 6 }, (_, i) => `{"marker":"${marker}","i":${i}}`);
  const first = start('--keep');
  await first.line(/_search\?q=hello/);
  await halt(kafka);
  const mqtt = await connectAsync(broker.url);
  for (const text of sent) await mqtt.publishAsync('phone/data', text, { qos: 1 });
  await mqtt.endAsync(true);
  await first.line(/failed and waiting 6/);
  first.interrupt();
  await first.exited;
  const [, kept = ''] = await first.line(/^data kept in (.*)$/);
  const failures = join(kept, 'failures');
  await kafka.restart();

  await using copies = await temporaryFolder();
  await cp(failures, copies.path, { recursive: true });
  const looked = await redrive(failures, '--dry-run');
  const redriven = await redrive(failures);
  // As after a process that was killed between an acknowledgement and the removal.
  const again = await redrive(copies.path);
  const empty = await redrive(failures);

  for (const run of [looked, redriven, again, empty])
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(looked.stdout)).toMatchObject({ chosen: 6, acknowledged: 0 });
  expect(JSON.parse(redriven.stdout)).toMatchObject({ chosen: 6, acknowledged: 6 });
  expect(JSON.parse(again.stdout)).toMatchObject({ chosen: 6, acknowledged: 6 });
  expect(JSON.parse(empty.stdout)).toMatchObject({ chosen: 0 });
  expect(await readTopic(kafka.address, 'phone-data')).toHaveLength(12);

  const second = start();
  await expect.poll(settled, { timeout: 60_000, interval: 500 }).toBe(12);
  second.interrupt();
  await second.exited;

  const day = new Date().toISOString().slice(0, 10);
  const sources = await allSources(opensearch.address, `phone-data_${day}`);
  expect([...sources.values()].toSorted((a, b) => a.localeCompare(b))).toEqual(sent);
});
