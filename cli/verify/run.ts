import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DescribeEndpointCommand, IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { functionId, logicalId } from '../../infra/logical-id.ts';
import { PREPARE } from '../../infra/prepare-plan.ts';
import { readConnectors } from '../../shared/config/read-connectors.ts';
import { ConnectError } from '../../shared/connect/errors.ts';
import { type FindDocument, foundDocument } from '../../shared/deploy/find-document.ts';
import { describeStack, physicalId, regionOf, type Stack } from '../aws/stack.ts';
import { readOwnFolder } from '../connector-folders.ts';
import { FAULTS, INTERRUPTED, type Session } from '../session.ts';
import { connectAws } from '../status/aws.ts';
import type { VerifyOptions } from '../verify.ts';
import { type Evidence, gatherEvidence } from './evidence.ts';
import { type Followed, followMessage, type VerifyPorts } from './follow.ts';
import { type Route, routeOf } from './route.ts';
import { durationText, missingText, stoppedAt } from './verify-text.ts';

/** Runs the verb. Rejects with a ConnectError that names the way out */
export const verify = async (options: VerifyOptions, session: Session): Promise<void> => {
  const region = regionOf(options.region, session.env);
  const route = routeOf(readConnectors(await readOwnFolder(session)), options);
  const stack = await describeStack(new CloudFormationClient({ region }), options.stage);
  const signal = session.interruption();
  const marker = randomUUID();
  const say = options.json ? () => undefined : session.print;
  say(`${route.topic} → ${route.source.name} → ${route.kafkaTopics.join(', ')}, marker ${marker}`);
  const followed = await followMessage(
    route,
    marker,
    options.timeout * 1_000,
    await connectPorts(region, stack, signal),
    ({ connector, index, id, ms }) => say(`${durationText(ms)}  ${connector}: ${index}/${id}`),
    signal,
  );
  say(`IoT Core took the message in ${durationText(followed.publishedMs)}`);
  const evidence =
    followed.missing.length > 0 && !signal.aborted
      ? await gatherEvidence(connectAws(region), stack, route)
      : [];
  if (options.json)
    session.print(JSON.stringify(verifyJson(route, marker, followed, evidence), null, 2));
  else if (evidence.length > 0) session.print(missingText(followed, evidence, session));
  session.finish(exitCode(followed, signal));
};

const exitCode = ({ missing }: Followed, { aborted }: AbortSignal): number => {
  if (aborted) return INTERRUPTED;
  return missing.length > 0 ? FAULTS : 0;
};

const verifyJson = (
  { topic, kafkaTopics, source }: Route,
  marker: string,
  { publishedMs, arrivals, missing }: Followed,
  evidence: readonly Evidence[],
): unknown => ({
  marker,
  topic,
  source: source.name,
  kafkaTopics,
  publishedMs,
  documents: arrivals,
  missing: missing.map(({ sink, index }) => ({ connector: sink.name, index })),
  evidence,
  stoppedAt: stoppedAt(evidence)?.hop,
});

const connectPorts = async (
  region: string,
  stack: Stack,
  signal: AbortSignal,
): Promise<VerifyPorts> => {
  const { endpointAddress } = await new IoTClient({ region }).send(
    new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }),
  );
  const dataPlane = new IoTDataPlaneClient({ region, endpoint: `https://${endpointAddress}` });
  const lambda = new LambdaClient({ region });
  const prepare = physicalId(stack, functionId(logicalId(PREPARE)));
  return {
    now: () => performance.now(),
    sleep: (ms) => sleep(ms, undefined, { signal }).catch(() => undefined),
    async publish(topic, payload) {
      await dataPlane.send(new PublishCommand({ topic, qos: 1, payload: Buffer.from(payload) }));
    },
    async find({ index }, marker) {
      const event: FindDocument = { action: 'find', index, marker };
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({ FunctionName: prepare, Payload: Buffer.from(JSON.stringify(event)) }),
      );
      const answer = JSON.parse(Buffer.from(Payload ?? 'null').toString());
      if (FunctionError)
        throw new ConnectError(`${prepare} can't look for the document: ${answer?.errorMessage}`);
      return foundDocument(answer);
    },
  };
};
