import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { DescribeEndpointCommand } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { type AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Broker, startBroker } from '../../local/iot/broker.ts';
import { reservePort } from '../../local/servers/ports.ts';
import { connectPrepare } from '../../shared/deploy/connect.ts';
import { connectRecordProducer } from '../../shared/kafka/connect.ts';
import { runCommand } from '../support/command-line.ts';
import { aSinkFile, aSourceFile, writeFiles } from '../support/connector-files.ts';
import { type DeployedAws, deployedAws } from '../support/deployed-aws.ts';
import { plainKafka } from '../support/kafka-connection.ts';
import { createTopic, readTopic } from '../support/kafka-topics.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { allSources } from '../support/opensearch-documents.ts';
import { sharedKafka, sharedOpenSearch } from '../support/shared-servers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const RUN = randomUUID().slice(0, 8);
const [GOOD, STRICT, DROPPED] = [`good-${RUN}`, `strict-${RUN}`, `dropped-${RUN}`] as const;
const LETTERS = `letters-${RUN}`;
const FILES = {
  'source.json': aSourceFile(
    'mqtt-source',
    `INSERT INTO ${GOOD} SELECT * FROM phone/data;INSERT INTO ${STRICT} SELECT * FROM phone/strict;INSERT INTO ${DROPPED} SELECT * FROM phone/dropped`,
    { 'errors.deadletterqueue.topic.name': LETTERS },
  ),
  'sink.json': aSinkFile('opensearch-sink', [GOOD, STRICT, DROPPED], {
    'errors.deadletterqueue.topic.name': LETTERS,
    transforms: 'drop',
    'transforms.drop.type': 'org.apache.kafka.connect.transforms.Filter',
    'transforms.drop.predicate': 'dropped',
    predicates: 'dropped',
    'predicates.dropped.type': 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches',
    'predicates.dropped.pattern': DROPPED,
  }),
};

const folder = await temporaryFolder();
let kafka: string;
let opensearch: string;
let broker: Broker;
let mqtt: MqttClient;
let run: LocalRun | undefined;
let aws: DeployedAws;
let dataPlane: AwsClientStub<IoTDataPlaneClient>;
/** What IoT Core's data plane does with a message. */
let deliver: (topic: string, payload: Buffer) => Promise<unknown>;

beforeAll(async () => {
  [kafka, opensearch] = await Promise.all([sharedKafka(), sharedOpenSearch()]);
  broker = await startBroker((await reservePort(21_885)).port);
  mqtt = await connectAsync(broker.url);
  await writeFiles(folder.path, FILES);
  // No document of ours fits into it.
  await fetch(`${opensearch}/${STRICT}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mappings: { dynamic: 'strict' } }),
  });
  aws = deployedAws();
  aws.iot.on(DescribeEndpointCommand).resolves({ endpointAddress: 'x-ats.iot.example' });
  dataPlane = mockClient(IoTDataPlaneClient);
  dataPlane.on(PublishCommand).callsFake(async ({ topic, payload }) => {
    await deliver(topic, Buffer.from(payload));
    return {};
  });
  const prepare = connectPrepare(pathToFileURL(`${folder.path}/`), {
    KAFKA_BROKERS: kafka,
    OPENSEARCH_NODE: opensearch,
  });
  aws.lambda.on(InvokeCommand).callsFake(async ({ Payload }) => {
    const context = { getRemainingTimeInMillis: () => 150_000 };
    const answer = await prepare(JSON.parse(Buffer.from(Payload).toString()), context);
    return { Payload: Buffer.from(JSON.stringify(answer)) };
  });
});
beforeEach(() => {
  deliver = (topic, payload) => mqtt.publishAsync(topic, payload, { qos: 1 });
});
afterEach(async () => {
  run?.interrupt();
  await run?.exited;
  run = undefined;
});
afterAll(async () => {
  aws?.restore();
  dataPlane?.restore();
  await mqtt?.endAsync(true);
  await broker?.stop();
  await folder[Symbol.asyncDispose]();
});

/** What a deploy makes of these files. */
const start = async (): Promise<void> => {
  run = startLocalRun(['--devices', '0'], {
    MQTT_URL: broker.url,
    KAFKA_BROKERS: kafka,
    OPENSEARCH_NODE: opensearch,
    CONNECTORS_DIR: folder.path,
  });
  await run.line(/_search\?q=hello/);
};

/** `connectless verify` on these files. */
const verify = (...args: readonly string[]) =>
  runCommand(['verify', ...args], { env: { CONNECTORS_DIR: folder.path } });
const verifyJson = async (topic: string, timeout = 60) => {
  const { stdout } = await verify('--topic', topic, '--timeout', `${timeout}`, '--json');
  return JSON.parse(stdout);
};

describe('verify on real servers', () => {
  it('sees each hop of a message, where it is', async () => {
    await start();

    const { marker, hops, missing, unknown } = await verifyJson('phone/data');

    expect([missing, unknown]).toEqual([[], []]);
    const [iotCore, record, ...rest] = hops;
    const [group, document] = rest.toSorted((a: { hop: string }, b: { hop: string }) =>
      b.hop.localeCompare(a.hop),
    );
    expect([iotCore.hop, record.hop, group.hop, document.hop]).toEqual([
      'iot-core',
      'kafka',
      'group',
      'document',
    ]);
    expect(record).toMatchObject({ topic: GOOD, timestamp: expect.any(Number) });
    expect(group).toMatchObject({
      group: `connect-opensearch-sink-${GOOD}`,
      partition: record.partition,
      committed: record.offset + 1,
    });
    expect(document).toMatchObject({ index: GOOD, connector: 'opensearch-sink' });
    expect((await allSources(opensearch, GOOD)).get(document.id)).toContain(marker);
    expect(iotCore.ms).toBeLessThanOrEqual(record.ms);
    expect(record.ms).toBeLessThanOrEqual(group.ms);
  });

  it('prints them as they come', async () => {
    await start();

    const { exitCode, stdout } = await verify('--topic', 'phone/data');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ +\d.* {2}IoT Core took the message$/m);
    expect(stdout).toMatch(new RegExp(`^ +\\d.* {2}Kafka has the record: ${GOOD}-\\d@\\d+$`, 'm'));
  });

  it('names the letter of a document that OpenSearch refuses, without waiting for more', async () => {
    await start();

    const { missing } = await verifyJson('phone/strict');

    const letters = await readTopic(kafka, LETTERS);
    expect(letters).toHaveLength(1);
    expect(missing).toMatchObject([
      {
        index: STRICT,
        stoppedAt: 'errant record of opensearch-sink',
        says: `${LETTERS}-0@0 has a letter of opensearch-sink, stage TASK_PUT`,
      },
    ]);
  });

  it('says of a record that a transform drops that its group is past it', async () => {
    await start();

    const { missing } = await verifyJson('phone/dropped', 8);

    expect(missing).toMatchObject([{ index: DROPPED, stoppedAt: 'function of opensearch-sink' }]);
  });

  it('says of a message that no rule took that Kafka does not have it', async () => {
    deliver = async () => undefined;

    const { missing } = await verifyJson('phone/data', 2);

    expect(missing).toMatchObject([{ stoppedAt: `between IoT Core and ${GOOD}` }]);
  });

  it('says of a record that nobody hands over that its group stays before it', async () => {
    await createTopic(kafka, GOOD);
    deliver = (_, payload) =>
      connectRecordProducer(plainKafka(kafka)).send(
        [
          {
            topic: GOOD,
            key: null,
            value: payload,
            headers: [],
            timestamp: Date.now(),
          },
        ],
        AbortSignal.timeout(10_000),
      );

    const { hops, missing } = await verifyJson('phone/data', 3);

    expect(hops.map(({ hop }: { hop: string }) => hop)).toEqual(['iot-core', 'kafka']);
    expect(missing).toMatchObject([
      {
        stoppedAt: 'mapping of opensearch-sink',
        says: expect.stringContaining(`the group connect-opensearch-sink-${GOOD}`),
      },
    ]);
  });
});
