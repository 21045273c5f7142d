import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createAuthority } from '../support/certificates.ts';
import { API, startKafkaProxy } from '../support/kafka-proxy.ts';
import { createTopic } from '../support/kafka-topics.ts';
import { producerAt, sendText, textsIn } from '../support/produced.ts';
import { sharedKafka } from '../support/shared-servers.ts';

/** AWS's own example; they belong to nobody. */
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 'session/token+of=nobody',
};

let kafka: string;
beforeAll(async () => {
  Object.assign(process.env, CREDENTIALS);
  kafka = await sharedKafka();
});

const int16 = (value: number): Buffer => Buffer.of(value >> 8, value & 0xff);
const string = (text: string): Buffer => Buffer.concat([int16(text.length), Buffer.from(text)]);
const NO_ERROR = int16(0);
const NULL_STRING = int16(-1);
const SASL_AUTHENTICATION_FAILED = int16(58);
const EMPTY_BYTES = Buffer.alloc(4);
const UNLIMITED = Buffer.alloc(8);

const handshake = Buffer.concat([NO_ERROR, Buffer.of(0, 0, 0, 1), string('OAUTHBEARER')]);

/** The client's first message (RFC 7628, 3.1: parts end with a control-A), behind the client id and the length of the bytes. */
const clientMessage = (body: Buffer): string => {
  const clientId = 2 + body.readInt16BE(0);
  return body.subarray(clientId + 4).toString();
};

const tokenIn = (message: string): URL => {
  const [, bearer = ''] =
    /^n,,\|auth=Bearer ([\w-]+)\|\|$/.exec(message.replaceAll('\u0001', '|')) ?? [];
  return new URL(Buffer.from(bearer, 'base64url').toString());
};

describe('a producer with AWS_MSK_IAM', () => {
  const setUp = async (answerOf: (message: string) => Buffer) => {
    const authority = createAuthority();
    const { key, certificate } = authority.issue('127.0.0.1');
    const messages: string[] = [];
    const proxy = await startKafkaProxy({
      target: kafka,
      tls: { key, cert: certificate },
      answer: (api, body) => {
        if (api === API.saslHandshake) return handshake;
        if (api !== API.saslAuthenticate) return undefined;
        const message = clientMessage(body);
        messages.push(message);
        return answerOf(message);
      },
    });
    onTestFinished(proxy.close);
    const topic = `iam-${randomUUID()}`;
    await createTopic(kafka, topic);
    const producer = producerAt([proxy.address], {
      protocol: 'SASL_SSL',
      mechanism: 'AWS_MSK_IAM',
      region: 'eu-west-1',
      truststore: authority.certificate,
    });
    return { topic, producer, messages };
  };

  it('shows a token as MSK takes them, signed with the credentials of the environment', async () => {
    const { topic, producer, messages } = await setUp(() =>
      Buffer.concat([NO_ERROR, NULL_STRING, EMPTY_BYTES, UNLIMITED]),
    );

    const sent = await sendText(producer, topic, 'A', 20_000);

    expect(sent).toBe('acknowledged');
    expect(await textsIn(kafka, topic)).toEqual(['A']);
    const { origin, searchParams } = tokenIn(messages[0] ?? '');
    const token = Object.fromEntries(searchParams);
    expect(origin).toBe('https://kafka.eu-west-1.amazonaws.com');
    expect(token).toEqual({
      Action: 'kafka-cluster:Connect',
      'User-Agent': expect.stringContaining('aws-msk-iam-sasl-signer-js'),
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': expect.stringMatching(
        /^AKIAIOSFODNN7EXAMPLE\/\d{8}\/eu-west-1\/kafka-cluster\/aws4_request$/,
      ),
      'X-Amz-Date': expect.stringMatching(/^\d{8}T\d{6}Z$/),
      'X-Amz-Expires': '900',
      'X-Amz-Security-Token': CREDENTIALS.AWS_SESSION_TOKEN,
      'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
      'X-Amz-SignedHeaders': 'host',
    });
  });

  it('rejects in time where MSK refuses it', async () => {
    const { topic, producer } = await setUp(() =>
      Buffer.concat([SASL_AUTHENTICATION_FAILED, string('Access denied'), EMPTY_BYTES, UNLIMITED]),
    );

    expect(await sendText(producer, topic, 'A', 20_000)).toBe('retriable');
    expect(await textsIn(kafka, topic)).toEqual([]);
  });
});
