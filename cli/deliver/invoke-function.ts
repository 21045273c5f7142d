import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { nameOf } from '../aws/aws-error.ts';
import { functionName } from '../aws/stack.ts';
import type { Deliver, Delivery } from './delivery.ts';

/** Invokes the deployed function and waits for its answer: it resolves when Kafka has acknowledged. */
export const invokeFunction =
  (lambda: LambdaClient, stage: string): Deliver =>
  async (connector, event, abortSignal) => {
    const command = new InvokeCommand({
      FunctionName: functionName(stage, connector),
      InvocationType: 'RequestResponse',
      Payload: Buffer.from(JSON.stringify(event)),
    });
    try {
      const { FunctionError, Payload } = await lambda.send(command, { abortSignal });
      return FunctionError ? functionFailure(Payload) : { kind: 'acknowledged' };
    } catch (error) {
      return callFailure(error);
    }
  };

/** What the function itself throws about a message or the files, which no further try will change. */
const FINAL: ReadonlySet<unknown> = new Set(['DataError', 'ConnectError']);

/** Our functions' messages never quote a record. */
const functionFailure = (payload: Uint8Array | undefined): Delivery => {
  const { errorType, errorMessage } = Object(JSON.parse(Buffer.from(payload ?? '{}').toString()));
  const reason = `${errorType ?? 'error'}: ${errorMessage ?? 'the function says no more'}`;
  return { kind: FINAL.has(errorType) ? 'refused' : 'failed', reason };
};

const LATER: Readonly<Record<string, string>> = {
  TooManyRequestsException:
    'Lambda throttles the function; is the connector paused? connectless resume NAME',
  ServiceException: 'Lambda has a failure of its own',
  EC2ThrottledException: 'Lambda is throttled by EC2',
  ENILimitReachedException: 'the VPC has no room for another network interface',
};

const callFailure = (error: unknown): Delivery => {
  const reason = LATER[nameOf(error)];
  if (reason === undefined) throw error;
  return { kind: 'failed', reason };
};
