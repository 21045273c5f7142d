/**
 * What the source task adds to a bare kafkajs send, in time and while it idles; prints, judges nothing.
 * Against a Kafka of its own, or the one of KAFKA_BROKERS.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CompressionTypes, Kafka, logLevel } from 'kafkajs';
import { installKafka } from '../local/servers/install.ts';
import { startKafka } from '../local/servers/kafka.ts';
import { readSourceConfig } from '../shared/config/read-connectors.ts';
import { deadline } from '../shared/connect/deadline.ts';
import { readConnectorFolder } from '../shared/files/connector-folder.ts';
import { connectKafka, openRecordProducer } from '../shared/kafka/connect.ts';
import { connectConfigProviders } from '../shared/providers/connect.ts';
import { mqttMessage } from '../shared/source/iot-event.ts';
import { createSourceTask } from '../shared/source/source-task.ts';

const WARM_UP = 500;
const ROUNDS = 3_000;
const COMPRESSION_ROUNDS = 300;
const IDLE = 5_000;
const CONTEXT = { getRemainingTimeInMillis: () => 30_000 };

type Call = () => Promise<unknown>;

/** Calls each in turn, so that all meet the same noise; answers with their times in milliseconds, sorted. */
const race = async (calls: readonly Call[], rounds: number): Promise<readonly number[][]> => {
  const times = calls.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, call] of calls.entries()) {
      const start = performance.now();
      await call();
      times[index]?.push(performance.now() - start);
    }
  return times.map((list) => list.toSorted((a, b) => a - b));
};

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;

const ratio = (one: readonly number[], other: readonly number[], share: number): string =>
  (percentile(one, share) / percentile(other, share)).toFixed(2);

const line = (name: string, sorted: readonly number[]): string =>
  `${name.padEnd(28)} p50 ${percentile(sorted, 0.5).toFixed(2)} ms, p95 ${percentile(sorted, 0.95).toFixed(2)} ms`;

/** JSON as phones send it; random enough not to compress better than theirs. */
const payload = (bytes: number): Buffer => {
  const reading = () => ({
    id: randomUUID(),
    level: Math.random(),
    at: Date.now(),
    charging: true,
  });
  const readings = [reading()];
  while (JSON.stringify(readings).length < bytes) readings.push(reading());
  return Buffer.from(JSON.stringify(readings)).subarray(0, bytes);
};

const anEvent = (value: Buffer): unknown => ({
  data: value.toString('base64'),
  topic: 'phone/data',
  filter: 'phone/data',
  timestamp: Date.now(),
  clientId: 'phone-1',
  traceId: randomUUID(),
  id: randomUUID(),
});

const measure = async (brokers: string): Promise<void> => {
  const topic = `bench-${randomUUID()}`;
  const connection = {
    brokers: brokers.split(','),
    clientId: 'connectless-bench',
    security: { protocol: 'PLAINTEXT' },
  } as const;
  const admin = connectKafka(connection).admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 3 }] });
  await admin.disconnect();

  const folder = await readConnectorFolder(new URL('../connectors/', import.meta.url), undefined);
  const env = { CONNECTOR: 'mqtt-source', KAFKA_BROKERS: brokers };
  const config = await readSourceConfig(folder, env, connectConfigProviders(env));
  const statements = config.statements.map((statement) => ({ ...statement, target: topic }));
  const task = createSourceTask(
    { ...config, statements },
    {
      producer: await openRecordProducer(connection),
      reporter: { report: async (errant) => errant },
      now: Date.now,
      metrics: { add: () => undefined },
    },
  );
  const bare = new Kafka({
    brokers: [...connection.brokers],
    logLevel: logLevel.ERROR,
  }).producer({ allowAutoTopicCreation: false });
  await bare.connect();

  const invocation =
    (value: Buffer): Call =>
    () =>
      task.put(mqttMessage(anEvent(value)), deadline(CONTEXT, 1_000));
  const bareSend =
    (value: Buffer, compression = CompressionTypes.None): Call =>
    () =>
      bare.send({
        topic,
        acks: -1,
        compression,
        messages: [
          {
            key: `Struct{topic=phone/data,id=${randomUUID()}}`,
            value,
            headers: {
              'mqtt-topic': 'phone/data',
              'mqtt-client-id': 'phone-1',
              'message-id': randomUUID(),
              'trace-id': randomUUID(),
            },
          },
        ],
      });

  const small = payload(300);
  await race([invocation(small), bareSend(small)], WARM_UP);
  const [ours = [], theirs = []] = await race([invocation(small), bareSend(small)], ROUNDS);
  console.log(line('an invocation', ours));
  console.log(line('a bare send', theirs));
  console.log(`ratio: p50 ${ratio(ours, theirs, 0.5)}, p95 ${ratio(ours, theirs, 0.95)}`);

  for (const bytes of [300, 4_096, 131_072]) {
    const value = payload(bytes);
    const [plain = [], gzip = []] = await race(
      [bareSend(value), bareSend(value, CompressionTypes.GZIP)],
      COMPRESSION_ROUNDS,
    );
    console.log(line(`${bytes} bytes as they are`, plain));
    console.log(line(`${bytes} bytes, gzip`, gzip));
  }

  await bare.disconnect();
  await invocation(small)();
  await sleep(100);
  const before = process.resourceUsage();
  await sleep(IDLE);
  const after = process.resourceUsage();
  const cpu = after.userCPUTime - before.userCPUTime + after.systemCPUTime - before.systemCPUTime;
  const wakeUps = after.voluntaryContextSwitches - before.voluntaryContextSwitches;
  console.log(`idle for ${IDLE / 1000} s: ${cpu / 1000} ms CPU, ${wakeUps} wake-ups`);
};

const withKafka = async (run: (brokers: string) => Promise<void>): Promise<void> => {
  const { env } = process;
  if (env['KAFKA_BROKERS']) return run(env['KAFKA_BROKERS']);
  const folder = await mkdtemp(join(tmpdir(), 'connectless-bench-'));
  const progress = (text: string) => console.error(text);
  const kafka = await startKafka({ installation: await installKafka({ env, progress }), folder });
  try {
    await run(kafka.address);
  } finally {
    await kafka.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

await withKafka(measure);
process.exit();
