import { DescribeEndpointCommand } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { type AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FindDocument, findDocument } from '../../../shared/deploy/find-document.ts';
import { runCommand } from '../../support/command-line.ts';
import { type DeployedAws, deployedAws } from '../../support/deployed-aws.ts';

let aws: DeployedAws;
let dataPlane: AwsClientStub<IoTDataPlaneClient>;
/** What prepare was asked, and how it answers. */
let asked: FindDocument[];
let answer: (question: FindDocument) => unknown;
beforeEach(() => {
  aws = deployedAws();
  aws.iot.on(DescribeEndpointCommand).resolves({ endpointAddress: 'x-ats.iot.example' });
  dataPlane = mockClient(IoTDataPlaneClient);
  dataPlane.on(PublishCommand).resolves({});
  asked = [];
  answer = () => ({ found: true, index: 'phone-data_2025-04-24', id: 'm-1' });
  aws.lambda.on(InvokeCommand).callsFake(({ FunctionName, Payload }) => {
    if (FunctionName !== 'connectless-dev-prepare') throw new Error(FunctionName);
    const question = findDocument(JSON.parse(Buffer.from(Payload).toString()));
    asked.push(question);
    return { Payload: Buffer.from(JSON.stringify(answer(question))) };
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
  it('publishes one marked message and finds its document', async () => {
    const { exitCode, stdout } = await runCommand(['verify']);

    const [message, ...others] = published();
    expect([exitCode, others]).toEqual([0, []]);
    expect(message?.topic).toBe('phone/data');
    expect(asked).toEqual([
      {
        action: 'find',
        index: 'phone-data_*',
        marker: message?.payload.connectless_verify,
      },
    ]);
    expect(stdout).toMatch(/opensearch-sink: phone-data_2025-04-24\/m-1\n/);
  });

  it('looks until the document is there', async () => {
    const plain = answer;
    answer = (question) => (asked.length < 3 ? { found: false } : plain(question));

    const { exitCode, stdout } = await runCommand(['verify', '--json']);

    expect(exitCode).toBe(0);
    expect(asked).toHaveLength(3);
    expect(JSON.parse(stdout)).toMatchObject({
      documents: [{ connector: 'opensearch-sink', index: 'phone-data_2025-04-24', id: 'm-1' }],
      missing: [],
    });
  });

  it.each([
    { over: { ruleDisabled: true }, metrics: {}, hop: /^rule connectless_dev_mqtt_source_/ },
    { over: {}, metrics: { TopicMatch: 0 }, hop: /^rule / },
    { over: {}, metrics: { Errors: 2 }, hop: /^function connectless-dev-mqttSource$/ },
    { over: { concurrency: 0 }, metrics: {}, hop: /^function connectless-dev-mqttSource$/ },
    {
      over: { mapping: { State: 'Disabled', LastProcessingResult: 'OK' } },
      metrics: {},
      hop: /^mapping of opensearch-sink$/,
    },
    { over: {}, metrics: { RecordsErrant: 1 }, hop: /^errant records of mqtt-source$/ },
  ])('says where it stopped: with $over and $metrics at $hop', async ({ over, metrics, hop }) => {
    answer = () => ({ found: false });
    Object.assign(aws.deployment, over);
    const well = { TopicMatch: 1, Invocations: 1, Errors: 0, RecordsErrant: 0, OffsetLag: 0 };
    aws.deployment.metrics = { ...well, ...metrics };

    const { exitCode, stdout } = await runCommand(['verify', '--timeout', '1', '--json']);

    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).stoppedAt).toMatch(hop);
  });

  it('tells a person what to look at', async () => {
    answer = () => ({ found: false });
    aws.queue.send('{}');
    aws.deployment.metrics = { TopicMatch: 1, Invocations: 1 };

    const { stdout } = await runCommand(['verify', '--timeout', '1']);

    expect(stdout).toContain('not found in phone-data_* (opensearch-sink)');
    expect(stdout).toMatch(/no +failure queue +about 1 messages/);
    expect(stdout).toContain('look at: connectless redrive --dry-run');
  });

  it('passes on what prepare says of a domain that it may not search', async () => {
    aws.lambda.on(InvokeCommand).resolves({
      FunctionError: 'Unhandled',
      Payload: Buffer.from(JSON.stringify({ errorMessage: 'OpenSearch refused' })) as never,
    });

    const { exitCode, stderr } = await runCommand(['verify']);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('OpenSearch refused');
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
