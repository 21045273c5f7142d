import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeEndpointCommand, IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { functionId, logicalId } from '../../infra/logical-id.ts';
import { PREPARE } from '../../infra/prepare-plan.ts';
import { ConnectError } from '../../shared/connect/errors.ts';
import { foundMessage } from '../../shared/deploy/find-message.ts';
import { physicalId, type Stack } from '../aws/stack.ts';
import type { VerifyPorts } from './follow.ts';

/** IoT Core's data plane and the function `prepare` of a stack. */
export const connectPorts = async (
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
    async find(question) {
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({
          FunctionName: prepare,
          Payload: Buffer.from(JSON.stringify(question)),
        }),
      );
      const answer = JSON.parse(Buffer.from(Payload ?? 'null').toString());
      if (FunctionError)
        throw new ConnectError(`${prepare} can't look for the message: ${answer?.errorMessage}`);
      return foundMessage(answer);
    },
  };
};
