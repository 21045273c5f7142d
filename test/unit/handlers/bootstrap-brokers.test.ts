import { GetBootstrapBrokersCommand, KafkaClient } from '@aws-sdk/client-kafka';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, it } from 'vitest';
import { handler } from '../../../handlers/bootstrap-brokers.ts';
import { aCustomResourceEvent } from '../../support/custom-resource-event.ts';
import { startHttpServer } from '../../support/http-server.ts';

const CLUSTER = 'arn:aws:kafka:eu-central-1:000000000000:cluster/phones/1';
const IAM = {
  ClusterArn: CLUSTER,
  SecurityProtocol: 'SASL_SSL',
  SaslMechanism: 'AWS_MSK_IAM',
};
const CONTEXT = { getRemainingTimeInMillis: () => 60_000 };

const msk = mockClient(KafkaClient);

/** What CloudFormation is told over HTTP. */
const answerTo = async (options: Parameters<typeof aCustomResourceEvent>[0]): Promise<unknown> => {
  await using server = await startHttpServer(200);
  await handler(aCustomResourceEvent({ ...options, url: server.url }), CONTEXT);
  expect(server.requests).toHaveLength(1);
  return JSON.parse(server.requests[0]?.body ?? '');
};

afterEach(() => msk.reset());

describe('bootstrap-brokers', () => {
  it('asks for the cluster and answers with the brokers for its security', async () => {
    msk.on(GetBootstrapBrokersCommand, { ClusterArn: CLUSTER }).resolves({
      BootstrapBrokerStringTls: 'b-1:9094',
      BootstrapBrokerStringSaslIam: 'b-1:9098,b-2:9098',
    });

    expect(await answerTo({ properties: IAM })).toMatchObject({
      Status: 'SUCCESS',
      Data: { Brokers: 'b-1:9098,b-2:9098' },
    });
  });

  it('asks again on Update', async () => {
    msk.on(GetBootstrapBrokersCommand).resolves({ BootstrapBrokerStringTls: 'b-1:9094' });
    const properties = { ClusterArn: CLUSTER, SecurityProtocol: 'SSL' };

    expect(await answerTo({ request: 'Update', properties })).toMatchObject({
      PhysicalResourceId: 'made-earlier',
      Data: { Brokers: 'b-1:9094' },
    });
  });

  it('refuses a cluster without the wanted security and says what it has', async () => {
    msk.on(GetBootstrapBrokersCommand).resolves({ BootstrapBrokerStringTls: 'b-1:9094' });

    expect(await answerTo({ properties: IAM })).toMatchObject({
      Status: 'FAILED',
      Reason: `${CLUSTER}: security.protocol: found SSL, expected SASL_SSL with AWS_MSK_IAM`,
    });
  });

  it('passes on why MSK refused', async () => {
    msk
      .on(GetBootstrapBrokersCommand)
      .rejects(Object.assign(new Error('not authorized'), { name: 'ForbiddenException' }));

    expect(await answerTo({ properties: IAM })).toMatchObject({
      Status: 'FAILED',
      Reason: 'ForbiddenException: not authorized',
    });
  });

  it('names every property that is missing', async () => {
    expect(await answerTo({ properties: { ClusterArn: '' } })).toMatchObject({
      Status: 'FAILED',
      Reason: [
        'custom resource: ClusterArn: expected a value',
        'custom resource: SecurityProtocol: expected a value',
      ].join('\n'),
    });
  });

  it('lets a deletion go without asking MSK', async () => {
    expect(await answerTo({ request: 'Delete' })).toMatchObject({ Status: 'SUCCESS' });
    expect(msk.commandCalls(GetBootstrapBrokersCommand)).toHaveLength(0);
  });
});
