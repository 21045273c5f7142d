import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { KafkaServer } from '../../local/servers/kafka.ts';
import type { KafkaSecurity, PasswordLogin } from '../../shared/config/kafka-connection.ts';
import { readSourceConfig } from '../../shared/config/read-connectors.ts';
import { connectRecordProducer } from '../../shared/kafka/connect.ts';
import { createAuthority } from '../support/certificates.ts';
import { aFolder, sourceFile } from '../support/connectors.ts';
import { API, startKafkaProxy } from '../support/kafka-proxy.ts';
import { createTopic } from '../support/kafka-topics.ts';
import { producerAt, sendText, textsIn } from '../support/produced.ts';
import { startTestKafka, type TestServer } from '../support/servers.ts';

const authority = createAuthority();
const truststore = authority.certificate;
const SCRAM = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
const PLAIN = 'org.apache.kafka.common.security.plain.PlainLoginModule required user_phones="p=w";';
const loginModules = (listener: string): Readonly<Record<string, string>> => ({
  [`listener.name.${listener}.scram-sha-256.sasl.jaas.config`]: SCRAM,
  [`listener.name.${listener}.scram-sha-512.sasl.jaas.config`]: SCRAM,
  [`listener.name.${listener}.plain.sasl.jaas.config`]: PLAIN,
});

let kafka: TestServer<KafkaServer>;
beforeAll(async () => {
  const broker = authority.issue('127.0.0.1');
  kafka = await startTestKafka({
    listeners: ['SSL', 'SASL_PLAINTEXT', 'SASL_SSL'],
    properties: {
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.key': broker.key,
      'ssl.keystore.certificate.chain': broker.certificate,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.certificates': truststore,
      'listener.name.ssl.ssl.client.auth': 'required',
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      ...loginModules('sasl_plaintext'),
      ...loginModules('sasl_ssl'),
      // Each connection has to say anew who it is before that is over.
      'listener.name.sasl_plaintext.connections.max.reauth.ms': '12000',
    },
    formatArguments: [
      '--add-scram',
      'SCRAM-SHA-256=[name=phones,password=p=w]',
      '--add-scram',
      'SCRAM-SHA-512=[name=phones,password=p=w]',
    ],
  });
});
afterAll(() => kafka?.discard());

const LOGIN = { username: 'phones', password: 'p=w' } as const;
const MECHANISMS: readonly PasswordLogin['mechanism'][] = [
  'PLAIN',
  'SCRAM-SHA-256',
  'SCRAM-SHA-512',
];

/** A producer on the listener of a protocol, and a topic of the test's own. */
const setUp = async (security: Exclude<KafkaSecurity, { protocol: 'PLAINTEXT' }>) => {
  const topic = `secure-${randomUUID()}`;
  await createTopic(kafka.address, topic);
  const address = kafka.listeners[security.protocol] ?? '';
  return { topic, producer: producerAt([address], security) };
};

/** The same with a password, through a proxy. */
const behindProxy = async (mechanism: PasswordLogin['mechanism']) => {
  const topic = `secure-${randomUUID()}`;
  await createTopic(kafka.address, topic);
  const proxy = await startKafkaProxy({ target: kafka.listeners.SASL_PLAINTEXT ?? '' });
  onTestFinished(proxy.close);
  const security = { protocol: 'SASL_PLAINTEXT', mechanism, ...LOGIN } as const;
  return { topic, proxy, producer: producerAt([proxy.address], security) };
};

describe('a producer', () => {
  it.each(MECHANISMS)('logs in by %s, with TLS and without', async (mechanism) => {
    for (const security of [
      { protocol: 'SASL_PLAINTEXT', mechanism, ...LOGIN },
      { protocol: 'SASL_SSL', mechanism, ...LOGIN, truststore },
    ] as const) {
      const { topic, producer } = await setUp(security);

      expect(await sendText(producer, topic, 'A', 20_000)).toBe('acknowledged');
      expect(await textsIn(kafka.address, topic)).toEqual(['A']);
    }
  });

  it('shows its certificate, from a key with a password', async () => {
    const { certificate, key } = authority.issue('phones', 'secret');
    const { topic, producer } = await setUp({
      protocol: 'SSL',
      truststore,
      keystore: { certificateChain: certificate, key, keyPassword: 'secret' },
    });

    expect(await sendText(producer, topic, 'A', 20_000)).toBe('acknowledged');
    expect(await textsIn(kafka.address, topic)).toEqual(['A']);
  });

  it('takes a key store whose one text holds both', async () => {
    const { certificate, key } = authority.issue('phones');
    const both = `${key}${certificate}`;
    const { topic, producer } = await setUp({
      protocol: 'SSL',
      truststore,
      keystore: { certificateChain: both, key: both },
    });

    expect(await sendText(producer, topic, 'A', 20_000)).toBe('acknowledged');
  });

  it.each<{ why: string; security: Exclude<KafkaSecurity, { protocol: 'PLAINTEXT' }> }>([
    {
      why: 'Kafka refuses the password',
      security: {
        protocol: 'SASL_SSL',
        mechanism: 'SCRAM-SHA-512',
        username: 'phones',
        password: 'wrong',
        truststore,
      },
    },
    {
      why: 'nobody vouches for the broker',
      security: { protocol: 'SASL_SSL', mechanism: 'PLAIN', ...LOGIN },
    },
    {
      why: 'another authority vouches for the broker',
      security: {
        protocol: 'SASL_SSL',
        mechanism: 'PLAIN',
        ...LOGIN,
        truststore: createAuthority().certificate,
      },
    },
    {
      why: 'Kafka asks for a certificate and there is none',
      security: { protocol: 'SSL', truststore },
    },
  ])('rejects in time where $why', async ({ security }) => {
    const { topic, producer } = await setUp(security);

    expect(await sendText(producer, topic, 'A', 3_000)).toBe('retriable');
    expect(await textsIn(kafka.address, topic)).toEqual([]);
  });

  it('says who it is again before Kafka ends the session, on the same connection', async () => {
    const { topic, producer, proxy } = await behindProxy('SCRAM-SHA-512');

    const sent = [await sendText(producer, topic, 'A', 10_000)];
    const connections = proxy.connections();
    for (const text of ['B', 'C', 'D']) {
      // kafkajs does it from ten seconds before the end of a session on.
      await sleep(2_500);
      sent.push(await sendText(producer, topic, text, 10_000));
    }

    expect(sent).toEqual(Array(4).fill('acknowledged'));
    expect(proxy.connections()).toBe(connections);
    expect(await textsIn(kafka.address, topic)).toEqual(['A', 'B', 'C', 'D']);
  });

  it.each([
    { part: 'handshake', api: API.saslHandshake },
    { part: 'exchange', api: API.saslAuthenticate },
  ])('outlives a SASL $part that stalls', async ({ api }) => {
    const { topic, producer, proxy } = await behindProxy('PLAIN');

    proxy.loseRequests(api, 1);
    const once = await sendText(producer, topic, 'A', 10_000);
    proxy.loseRequests(api, 100);
    proxy.hangUp('RST');
    const always = await sendText(producer, topic, 'B', 5_000);

    expect({ once, always }).toEqual({ once: 'acknowledged', always: 'retriable' });
    expect(await textsIn(kafka.address, topic)).toEqual(['A']);
  });
});

/** The connection that a function has by its worker's file, the certificates beside it. */
const connectionOf = async (
  protocol: 'SSL' | 'SASL_SSL' | 'SASL_PLAINTEXT',
  settings: readonly string[],
  stores: Readonly<Record<string, string>>,
) => {
  const lines = [
    `bootstrap.servers=${kafka.listeners[protocol]}`,
    `producer.security.protocol=${protocol}`,
    ...settings,
  ];
  const folder = {
    ...aFolder({ 'a.json': sourceFile() }, lines.join('\n')),
    stores: new Map(Object.entries(stores)),
  };
  const resolve = async () => LOGIN.password;
  return (await readSourceConfig(folder, {}, resolve)).kafka;
};

const CA = ['ssl.truststore.type=PEM', 'ssl.truststore.location=ca.pem'];
const scramLogin = `sasl.jaas.config=${SCRAM.slice(0, -1)} username="phones" password="\${ssm:/kafka/phones}";`;
const plainLogin =
  'producer.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=phones password="p=w";';

describe('a producer of a worker’s file', () => {
  const me = authority.issue('phones', 'secret');

  it.each([
    {
      protocol: 'SASL_SSL',
      settings: ['sasl.mechanism=SCRAM-SHA-512', scramLogin, ...CA],
    },
    { protocol: 'SASL_PLAINTEXT', settings: ['sasl.mechanism=SCRAM-SHA-256', scramLogin] },
    {
      protocol: 'SASL_SSL',
      settings: [
        'producer.sasl.mechanism=PLAIN',
        plainLogin,
        'ssl.truststore.type=PEM',
        `ssl.truststore.certificates=${truststore.replaceAll('\n', ' ')}`,
      ],
    },
    {
      protocol: 'SSL',
      settings: [
        ...CA,
        'ssl.keystore.type=PEM',
        'ssl.keystore.location=me.pem',
        'ssl.key.password=secret',
      ],
    },
  ] as const)('signs in: $settings', async ({ protocol, settings }) => {
    const stores = { 'ca.pem': truststore, 'me.pem': me.key + me.certificate };
    const topic = `secure-${randomUUID()}`;
    await createTopic(kafka.address, topic);
    const producer = connectRecordProducer(await connectionOf(protocol, settings, stores));

    expect(await sendText(producer, topic, 'A', 20_000)).toBe('acknowledged');
    expect(await textsIn(kafka.address, topic)).toEqual(['A']);
  });
});
