import { execFile, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Broker, startBroker } from '../../local/iot/broker.ts';
import type { KafkaServer } from '../../local/servers/kafka.ts';
import { reservePort } from '../../local/servers/ports.ts';
import { startLogged } from '../../local/servers/process.ts';
import type { Server } from '../../local/servers/server.ts';
import { halt } from '../support/halt.ts';
import { headerText, readTopic } from '../support/kafka-topics.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { allSources } from '../support/opensearch-documents.ts';
import { startTestKafka, startTestOpenSearch, type TestServer } from '../support/servers.ts';

let kafka: TestServer<KafkaServer>;
let opensearch: TestServer<Server>;
let broker: Broker;
let mqtt: MqttClient;
let run: LocalRun | undefined;

beforeAll(async () => {
  const { port } = await reservePort(21_883);
  [kafka, opensearch, broker] = await Promise.all([
    startTestKafka(),
    startTestOpenSearch(),
    startBroker(port),
  ]);
  mqtt = await connectAsync(broker.url);
});
afterEach(async () => {
  run?.interrupt();
  await run?.exited;
});
afterAll(async () => {
  await mqtt?.endAsync(true);
  await broker?.stop();
  await Promise.all([kafka?.discard(), opensearch?.discard()]);
});

/** The local run on these servers. */
const start = (env: Readonly<Record<string, string>>, ...args: string[]): LocalRun => {
  run = startLocalRun(args, {
    MQTT_URL: broker.url,
    KAFKA_BROKERS: kafka.address,
    OPENSEARCH_NODE: opensearch.address,
    ...env,
  });
  return run;
};
const hasMosquitto = (): boolean =>
  ['mosquitto', 'mosquitto_pub'].every((name) => spawnSync(name, ['--help']).error === undefined);
const untilReady = (started: LocalRun) => started.line(/_search\?q=hello/);
const publish = (payload: string | Buffer) => mqtt.publishAsync('phone/data', payload, { qos: 1 });
const today = () => `phone-data_${new Date().toISOString().slice(0, 10)}`;
/** Texts of `_source` of today that mention `marker`. */
const found = async (marker: string): Promise<readonly string[]> => {
  const sources = await allSources(opensearch.address, today());
  return [...sources.values()].filter((text) => text.includes(marker));
};

describe('the path of a message', () => {
  it('keeps what phones sent byte for byte, each once', async () => {
    const sent: string[] = [];
    const listener = await connectAsync(broker.url);
    listener.on('message', (_topic, payload) => sent.push(payload.toString()));
    await listener.subscribeAsync('phone/data', { qos: 1 });

    const code = await start({}, '--messages', '200', '--rate', '0').exited;

    const sources = await allSources(opensearch.address, today());
    await listener.endAsync(true);
    expect(code).toBe(0);
    expect(new Set(sources.values())).toEqual(new Set(sent));
    expect([sources.size, sent.length]).toEqual([200, 200]);
  });

  it('keeps the spelling of numbers and text of anybody', async () => {
    const marker = randomUUID();
    const text = `{"n":9007199254740993, "s":"ü\\u00fc", "id":"${marker}"}`;
    const started = start({}, '--devices', '0');
    await untilReady(started);

    await publish(text);

    await started.line(/indexed 1\b/);
    expect(await found(marker)).toEqual([text]);
  });

  it('is refused where another run has its consumer group', async () => {
    await untilReady(start({}, '--devices', '0'));
    const other = startLocalRun(['--devices', '0'], {
      MQTT_URL: broker.url,
      KAFKA_BROKERS: kafka.address,
      OPENSEARCH_NODE: opensearch.address,
    });

    expect(await other.exited).toBe(1);
    expect(other.lines.at(-1)).toMatch(/consumer group connect-opensearch-sink.*another local run/);
  });

  it('works with Mosquitto, for phones and for mosquitto_pub', async ({ skip }) => {
    skip(!hasMosquitto(), 'no mosquitto and mosquitto_pub on the PATH');
    const { port, release } = await reservePort(21_884);
    const mosquitto = startLogged({ command: ['mosquitto', '-p', `${port}`], log: '/dev/null' });
    onTestFinished(async () => {
      await mosquitto.stop();
      release();
    });
    const marker = randomUUID();
    const text = `{"n":9007199254740993, "s":"ü\\u00fc", "id":"${marker}"}`;
    const env = { MQTT_URL: `mqtt://127.0.0.1:${port}` };
    expect(await start(env, '--messages', '50').exited).toBe(0);

    const started = start(env, '--devices', '0');
    await untilReady(started);

    const host = ['-h', '127.0.0.1', '-p', `${port}`];
    await promisify(execFile)('mosquitto_pub', [
      ...host,
      '-q',
      '1',
      '-t',
      'phone/data',
      '-m',
      text,
    ]);

    await started.line(/indexed 1\b/);
    expect(await found(marker)).toEqual([text]);
  });

  it('keeps what is not JSON, not UTF-8 or empty in the dead letter topic, and goes on', async () => {
    const marker = randomUUID();
    const bad = [Buffer.from(`text ${marker}`), Buffer.from([0xff, 0xfe, 0]), Buffer.alloc(0)];
    const started = start({}, '--devices', '0');
    await untilReady(started);

    for (const payload of [...bad, `{"good":"${marker}"}`]) await publish(payload);

    await started.line(/indexed 1, errant 3/);
    const letters = await readTopic(kafka.address, 'phone-data-dead-letters');
    expect(letters).toHaveLength(bad.length);
    expect(new Set(letters.map(({ value }) => value?.toString('hex')))).toEqual(
      new Set(bad.map((payload) => payload.toString('hex'))),
    );
    for (const letter of letters)
      expect(headerText(letter, '__connect.errors.stage')).toBe('VALUE_CONVERTER');
    expect(await found(marker)).toEqual([`{"good":"${marker}"}`]);
  });

  it('loses nothing while Kafka is away, and catches up when it is back', async () => {
    const marker = randomUUID();
    const started = start({}, '--devices', '0');
    await untilReady(started);
    await publish(`{"before":"${marker}"}`);
    await started.line(/indexed 1\b/);

    await halt(kafka);
    for (let i = 0; i < 8; i++) await publish(`{"during":"${marker}","i":${i}}`);
    await started.line(/published 9, produced 1/);
    await kafka.restart();
    await started.line(/indexed 9\b/);

    expect(new Set(await found(marker)).size).toBe(9);
    expect(await found(marker)).toHaveLength(9);
  });

  it('loses nothing while OpenSearch is away, and catches up when it is back', async () => {
    const marker = randomUUID();
    const started = start({}, '--devices', '0');
    await untilReady(started);

    await halt(opensearch);
    for (let i = 0; i < 20; i++) await publish(`{"during":"${marker}","i":${i}}`);
    await started.line(/published 20, produced 20/);
    await started.line(/opensearch-sink: phone-data-\d waits: the function/);
    await opensearch.restart();
    await started.line(/indexed 20\b/);
    await started.line(/opensearch-sink: phone-data-\d goes on/);

    expect(await found(marker)).toHaveLength(20);
  });
});
