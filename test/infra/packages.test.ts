import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFunction } from '../../local/lambda/function.ts';
import { aCustomResourceEvent } from '../support/custom-resource-event.ts';
import { startHttpServer } from '../support/http-server.ts';
import { packageService, type ServicePackage } from '../support/package-service.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MAX_BYTES = 500_000;
const ON_AWS = {
  AWS_REGION: 'eu-west-1',
  KAFKA_BROKERS: 'b-1.phones.kafka.eu-west-1.amazonaws.com:9098',
  KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
  KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM',
  OPENSEARCH_NODE: 'https://vpc-phones.eu-west-1.es.amazonaws.com',
  PARTIAL_BATCH_RESPONSE: 'true',
};

const folder = await temporaryFolder();
let functions: ServicePackage['functions'];

beforeAll(async () => {
  ({ functions } = await packageService({ into: folder.path }));
});

afterAll(() => folder[Symbol.asyncDispose]());

/** Invokes a function's handler where it was unzipped, in an environment of its own. */
const invoke = async (key: string, handler: string, env: NodeJS.ProcessEnv, event: unknown) => {
  const path = join(functions[key]?.folder ?? '', handler);
  const fn = createFunction({ name: key, handler: path, env, timeoutSeconds: 60, concurrency: 1 });
  try {
    return await fn.invoke(event);
  } finally {
    await fn.stop();
  }
};

describe('the packages of the shipped connector files', () => {
  it.each([
    {
      key: 'mqttSource',
      files: [
        'connectors/connect-distributed.properties',
        'connectors/mqtt-source-connector.json',
        'handlers/mqtt-to-kafka.mjs',
      ],
    },
    {
      key: 'opensearchSink',
      files: [
        'connectors/connect-distributed.properties',
        'connectors/kafka-to-opensearch.json',
        'handlers/kafka-to-opensearch.mjs',
      ],
    },
    { key: 'bootstrapBrokers', files: ['handlers/bootstrap-brokers.mjs'] },
    {
      key: 'prepare',
      files: ['connectors/connect-distributed.properties', 'handlers/prepare.mjs'],
    },
  ])(
    '$key holds its handler, its own connector file and the worker file alone',
    ({ key, files }) => {
      expect(functions[key]?.files).toEqual(new Set(files));
    },
  );

  it.each(['mqttSource', 'opensearchSink', 'bootstrapBrokers', 'prepare'])('%s is small', (key) => {
    expect(functions[key]?.zipBytes).toBeLessThan(MAX_BYTES);
  });

  it('lie where no other node_modules could help them', () => {
    const above = [folder.path, dirname(folder.path), dirname(dirname(folder.path))];

    expect(above.filter((path) => existsSync(join(path, 'node_modules')))).toEqual([]);
  });

  it('run alone: the sink answers an event without records', async () => {
    const env = { ...ON_AWS, CONNECTOR: 'opensearch-sink' };

    const answer = await invoke('opensearchSink', 'handlers/kafka-to-opensearch.mjs', env, {
      eventSource: 'aws:kafka',
      records: {},
    });

    expect(answer).toEqual({ batchItemFailures: [] });
  });

  it('run alone: the source refuses an event that is no message', async () => {
    const env = { ...ON_AWS, CONNECTOR: 'mqtt-source' };

    await expect(invoke('mqttSource', 'handlers/mqtt-to-kafka.mjs', env, {})).rejects.toMatchObject(
      {
        phase: 'invoke',
        errorType: 'ConnectError',
      },
    );
  });

  it('run alone: prepare answers CloudFormation why it could not begin', async () => {
    await using server = await startHttpServer(200);
    const event = aCustomResourceEvent({ url: server.url, properties: { Plan: '{' } });

    await invoke('prepare', 'handlers/prepare.mjs', ON_AWS, event);

    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining('custom resource: RoleArns: expected an object of ARNs'),
    });
  });

  it('refuse another connector at the cold start', async () => {
    const env = { ...ON_AWS, CONNECTOR: 'opensearch-sink' };

    await expect(invoke('mqttSource', 'handlers/mqtt-to-kafka.mjs', env, {})).rejects.toMatchObject(
      {
        phase: 'init',
        errorType: 'ConfigError',
      },
    );
  });
});
