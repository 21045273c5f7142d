import { DescribeEndpointCommand } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { type AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FindMessage, findMessage } from '../../../shared/deploy/find-message.ts';
import { runCommand } from '../../support/command-line.ts';
import { type DeployedAws, deployedAws } from '../../support/deployed-aws.ts';
import { answerAt, type Place } from '../../support/verified-path.ts';

const RECORD = { partition: 2, offset: 42, timestamp: 1_745_496_000_000 };
const IN_KAFKA: Place = { records: { 'phone-data': RECORD } };
const COMMITTED: Place = { ...IN_KAFKA, committed: { 2: 43 } };
const DOCUMENT = { index: 'phone-data_2025-04-24', id: 'm-1' };
const ARRIVED: Place = { ...COMMITTED, document: DOCUMENT };
const NOT_AUTHORIZED = { unknown: 'not authorized', mayHeal: false };

let aws: DeployedAws;
let dataPlane: AwsClientStub<IoTDataPlaneClient>;
/** What prepare was asked, first of all before the message was published. */
let asked: FindMessage[];
/** Where the message is at each question after that, the last one to the end. */
let way: readonly Place[];
beforeEach(() => {
  aws = deployedAws();
  aws.iot.on(DescribeEndpointCommand).resolves({ endpointAddress: 'x-ats.iot.example' });
  dataPlane = mockClient(IoTDataPlaneClient);
  dataPlane.on(PublishCommand).resolves({});
  asked = [];
  way = [ARRIVED];
  aws.lambda.on(InvokeCommand).callsFake(({ FunctionName, Payload }) => {
    if (FunctionName !== 'connectless-dev-prepare') throw new Error(FunctionName);
    const question = findMessage(JSON.parse(Buffer.from(Payload).toString()));
    const place = published().length === 0 ? {} : (way[asked.length - 1] ?? way.at(-1) ?? {});
    asked.push(question);
    return { Payload: Buffer.from(JSON.stringify(answerAt(question, place))) };
  });
});
afterEach(() => {
  aws.restore();
  dataPlane.restore();
});

const published = () =>
  dataPlane.commandCalls(PublishCommand).map(({ args: [{ input }] }) => ({
    topic: input.topic,
    payload: JSON.parse(Buffer.from(input.payload as Uint8Array).toString()),
  }));

describe('connectless verify', () => {
  it('publishes one marked message, and looks for it from where topics ended before', async () => {
    const { exitCode } = await runCommand(['verify']);

    const [message, ...others] = published();
    expect([exitCode, others]).toEqual([0, []]);
    expect(message?.topic).toBe('phone/data');
    const question = {
      action: 'find',
      marker: message?.payload.connectless_verify,
      groups: [],
      indices: ['phone-data_*'],
    };
    expect(asked.slice(0, 2)).toEqual([
      { ...question, topics: [{ topic: 'phone-data' }, { topic: 'phone-data-dead-letters' }] },
      {
        ...question,
        topics: [
          { topic: 'phone-data', from: {} },
          { topic: 'phone-data-dead-letters', from: {} },
        ],
      },
    ]);
  });

  it('has a time for every hop, in the order in which they were seen', async () => {
    way = [{}, IN_KAFKA, COMMITTED, ARRIVED];

    const { exitCode, stdout } = await runCommand(['verify', '--json']);

    const { hops, ...rest } = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    expect(rest).toMatchObject({ intervalMs: 250, missing: [], unknown: [] });
    const connector = 'opensearch-sink';
    const ms = expect.any(Number);
    expect(hops).toEqual([
      { hop: 'iot-core', ms },
      { hop: 'kafka', topic: 'phone-data', ...RECORD, ms },
      {
        hop: 'group',
        connector,
        group: 'connect-opensearch-sink',
        topic: 'phone-data',
        partition: 2,
        committed: 43,
        ms,
      },
      { hop: 'document', connector, pattern: 'phone-data_*', ...DOCUMENT, ms },
    ]);
    const times = hops.map((hop: { ms: number }) => hop.ms);
    expect(times).toEqual(times.toSorted((a: number, b: number) => a - b));
  });

  it('tells a person each hop as it is seen, and what the times are', async () => {
    way = [COMMITTED, COMMITTED, ARRIVED];

    const { stdout } = await runCommand(['verify']);

    expect(stdout.replaceAll(/ +(\d+ ms|\d\.\d s)(?= {2})|[\da-f-]{36}/g, '#')).toBe(
      `phone/data → mqtt-source → phone-data, marker #
#  IoT Core took the message
#  Kafka has the record: phone-data-2@42
#  opensearch-sink: its group connect-opensearch-sink has committed past it
#  opensearch-sink: the document is searchable, phone-data_2025-04-24/m-1

Times are since publishing began. After IoT Core each hop was looked for, 250 ms after the answer before: it was passed by then.
`,
    );
  });

  it('waits for a commit that comes after the document', async () => {
    way = [{ ...IN_KAFKA, document: DOCUMENT }, { ...ARRIVED }];

    const { stdout } = await runCommand(['verify', '--json']);

    const hops = JSON.parse(stdout).hops.map(({ hop }: { hop: string }) => hop);
    expect(hops).toEqual(['iot-core', 'kafka', 'document', 'group']);
  });

  it.each<{ what: string; place: Place; says: string }>([
    {
      what: 'Kafka may not be read',
      place: { records: { 'phone-data': NOT_AUTHORIZED } },
      says: '?  phone-data: not known, not authorized',
    },
    {
      what: 'the group may not be described',
      place: { ...IN_KAFKA, committed: NOT_AUTHORIZED },
      says: '?  connect-opensearch-sink: not known, not authorized',
    },
  ])('follows the document alone where $what', async ({ place, says }) => {
    way = [place, place, place, { ...place, document: DOCUMENT }];

    const { exitCode, stdout } = await runCommand(['verify']);

    expect(exitCode).toBe(0);
    expect(stdout).toContain('opensearch-sink: the document is searchable');
    expect(stdout).toContain(says);
    // What can't be known is not asked for again.
    expect(asked.at(-1)).toMatchObject({
      topics: [{ topic: 'phone-data-dead-letters' }],
      groups: [],
    });
  });

  it.each([
    { over: { ruleDisabled: true }, metrics: {}, suspect: /^rule connectless_dev_mqtt_source_/ },
    { over: {}, metrics: { TopicMatch: 0 }, suspect: /^rule / },
    { over: {}, metrics: { Errors: 2 }, suspect: /^function connectless-dev-mqttSource$/ },
    { over: { concurrency: 0 }, metrics: {}, suspect: /^function connectless-dev-mqttSource$/ },
    { over: {}, metrics: { RecordsErrant: 1 }, suspect: /^errant records of mqtt-source$/ },
  ])(
    'asks AWS about what lies before Kafka, with $over and $metrics',
    async ({ over, metrics, suspect }) => {
      way = [{}];
      Object.assign(aws.deployment, over);
      aws.deployment.metrics = { ...WELL, ...metrics };

      const [missing, exitCode] = await missingOf();

      expect(exitCode).toBe(1);
      expect(missing).toMatchObject({
        connector: 'opensearch-sink',
        index: 'phone-data_*',
        stoppedAt: 'between IoT Core and phone-data',
        suspect: expect.stringMatching(suspect),
      });
    },
  );

  it('asks AWS about the mapping where the record waits for it', async () => {
    way = [{ ...IN_KAFKA, committed: { 2: 40 } }];
    aws.deployment.mapping = { State: 'Disabled', LastProcessingResult: 'OK' };
    aws.deployment.metrics = WELL;

    const [missing] = await missingOf();

    expect(missing).toMatchObject({
      stoppedAt: 'mapping of opensearch-sink',
      says: 'phone-data-2@42 has the record, the group connect-opensearch-sink is at 40',
      suspect: 'mapping of opensearch-sink',
      evidence: [
        { hop: 'mapping of opensearch-sink', says: 'phone-data: Disabled, OK, lag 0' },
        { hop: 'function connectless-dev-opensearchSink' },
      ],
    });
  });

  it('looks no longer where a letter says that there will be no document', async () => {
    const letter = { leg: 'sink', connector: 'opensearch-sink', stage: 'TASK_PUT' } as const;
    way = [
      {
        ...COMMITTED,
        records: {
          'phone-data': RECORD,
          'phone-data-dead-letters': { ...RECORD, partition: 0, offset: 7, letter },
        },
      },
    ];

    const [missing] = await missingOf('--timeout', '100');

    expect(asked).toHaveLength(3);
    expect(missing).toMatchObject({
      stoppedAt: 'errant record of opensearch-sink',
      says: 'phone-data-dead-letters-0@7 has a letter of opensearch-sink, stage TASK_PUT',
    });
  });

  it('tells a person where it stopped and what to look at', async () => {
    way = [{}];
    aws.queue.send('{}');
    aws.deployment.metrics = WELL;

    const { stdout } = await runCommand(['verify', '--timeout', '1']);

    expect(stdout).toContain('no document in phone-data_* (opensearch-sink)');
    expect(stdout).toContain('it stopped at: between IoT Core and phone-data.');
    expect(stdout).toMatch(/no +failure queue +about 1 messages/);
    expect(stdout).toContain('look at: failure queue: connectless redrive --dry-run');
  });

  it('passes on what prepare says of a domain that it may not search', async () => {
    way = [{ ...COMMITTED, document: { unknown: 'OpenSearch refused', mayHeal: false } }];

    const { exitCode, stdout } = await runCommand(['verify']);

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/phone-data_\* has the document is not\s+known: OpenSearch refused/);
  });

  it('says of a function that can’t answer what it said, and publishes nothing', async () => {
    aws.lambda.on(InvokeCommand).resolves({
      FunctionError: 'Unhandled',
      Payload: Buffer.from(JSON.stringify({ errorMessage: 'no such member' })) as never,
    });

    const { exitCode, stderr } = await runCommand(['verify']);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('no such member');
    expect(published()).toEqual([]);
  });

  it.each([
    [['--topic', 'car/1'], 'no filter of mqtt-source matches car/1'],
    [['--connector', 'nobody'], 'no source connector nobody'],
  ])('says of %j what to do, and publishes nothing', async (args, says) => {
    const { exitCode, stderr } = await runCommand(['verify', ...args]);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(says);
    expect(published()).toEqual([]);
  });
});

const WELL = { TopicMatch: 1, Invocations: 1, Errors: 0, RecordsErrant: 0, OffsetLag: 0 };

/** The one document that is missing, and how the command ended. */
const missingOf = async (...args: readonly string[]) => {
  const { exitCode, stdout } = await runCommand(['verify', '--timeout', '1', '--json', ...args]);
  return [JSON.parse(stdout).missing[0], exitCode] as const;
};
