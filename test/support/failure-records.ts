import type { MqttMessage } from '../../shared/source/iot-event.ts';
import { anIotEvent } from './records.ts';

/** Lambda's record of an event whose tries were used up, as its documentation shows one. */
export const anInvocationRecord = (
  over: Partial<MqttMessage> = {},
  functionName = 'connectless-dev-mqttSource',
): string =>
  JSON.stringify({
    version: '1.0',
    timestamp: '2025-04-24T12:05:00.000Z',
    requestContext: {
      requestId: 'e4b46cbf-b738-xmpl-8880-a18cdf61200e',
      functionArn: `arn:aws:lambda:us-east-1:123456789012:function:${functionName}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: anIotEvent(over),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: {
      errorType: 'RetriableError',
      errorMessage: 'Kafka did not acknowledge: ECONNREFUSED',
      trace: ['RetriableError: Kafka did not acknowledge: ECONNREFUSED'],
    },
  });

type RuleFailure = {
  readonly ruleName: string;
  readonly payload?: Buffer;
  readonly topic?: string;
  readonly traceId?: string;
};

/** What a rule's error action gets when its Lambda action failed, as its documentation shows it. */
export const aRuleRecord = ({
  ruleName,
  payload = Buffer.from('{"level":87}'),
  topic = 'phone/data',
  traceId = '57146072-5148-3d1c-0000-9f5c0b0b0b0b',
}: RuleFailure): string =>
  JSON.stringify({
    ruleName,
    topic,
    cloudwatchTraceId: traceId,
    clientId: 'phone-1',
    base64OriginalPayload: payload.toString('base64'),
    failures: [
      {
        failedAction: 'LambdaAction',
        failedResource: 'arn:aws:lambda:us-east-1:123456789012:function:connectless-dev-mqttSource',
        errorMessage: 'Failed to invoke lambda function. Message arrived on: phone/data',
      },
    ],
  });
