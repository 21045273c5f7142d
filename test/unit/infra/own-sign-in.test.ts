import { describe, expect, it } from 'vitest';
import { ownSignIn } from '../../../infra/own-sign-in.ts';
import type { SignIn } from '../../../shared/config/kafka-connection.ts';
import { aFolder, aSinkConnector } from '../../support/connectors.ts';
import { givenParameters } from '../../support/osls.ts';
import { EXISTING } from '../../support/situations.ts';

const PASSWORD = '${secretsmanager:AmazonMSK_worker:password}';
const login = (password: string): string =>
  `org.apache.kafka.common.security.scram.ScramLoginModule required username="worker" password="${password}";`;
const SCRAM = [
  'security.protocol=SASL_SSL',
  'sasl.mechanism=SCRAM-SHA-512',
  `sasl.jaas.config=${login(PASSWORD)}`,
];
const A_SECRET: SignIn = { protocol: 'SASL_SSL', mechanism: 'SCRAM-SHA-512', isMutual: false };

/** How the deploy's own function signs in with this worker's file, beside connectors that sign in so. */
const own = async (
  worker: readonly string[] | undefined,
  ways: readonly SignIn[] = [A_SECRET],
  kafkaSignIn = 'files',
) =>
  ownSignIn(
    aFolder({}, worker?.join('\n')),
    ways.map((signIn) => aSinkConnector({ signIn })),
    { given: await givenParameters({ ...EXISTING, kafkaSignIn }) },
  );

describe('ownSignIn', () => {
  it('is the role’s, whatever the files say, unless they are to decide', async () => {
    expect(await own(SCRAM, [A_SECRET], 'iam')).toMatchObject({
      kind: 'signs in',
      way: { mechanism: 'AWS_MSK_IAM' },
      variables: { KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM' },
      references: [],
    });
  });

  it('is the worker’s, with what it refers to', async () => {
    expect(await own(SCRAM)).toEqual({
      kind: 'signs in',
      way: A_SECRET,
      variables: {},
      references: [{ provider: 'secretsmanager', path: 'AmazonMSK_worker', key: 'password' }],
      faults: [],
    });
  });

  it('is that of its admin clients before it, and refers to nothing else', async () => {
    const admin = [
      'admin.security.protocol=SSL',
      'admin.ssl.keystore.type=PEM',
      'admin.ssl.keystore.key=${ssm:/kafka/key}',
      'admin.ssl.keystore.certificate.chain=${ssm:/kafka/chain}',
      'bootstrap.servers=${ssm:/kafka/brokers}',
    ];

    expect(await own([...SCRAM, ...admin])).toEqual({
      kind: 'signs in',
      way: { protocol: 'SSL', isMutual: true },
      variables: {},
      references: [
        { provider: 'ssm', path: '/kafka/key' },
        { provider: 'ssm', path: '/kafka/chain' },
      ],
      faults: [],
    });
  });

  it('is a way without a secret that a connector has, where no file says anything', async () => {
    for (const worker of [undefined, ['key.converter=x']])
      expect(await own(worker, [A_SECRET, { protocol: 'SSL', isMutual: false }])).toEqual({
        kind: 'signs in',
        way: { protocol: 'SSL', isMutual: false },
        variables: { KAFKA_SECURITY_PROTOCOL: 'SSL' },
        references: [],
        faults: [],
      });
  });

  it.each([
    { worker: undefined, why: 'connect-distributed.properties is missing' },
    { worker: ['producer.security.protocol=SASL_SSL'], why: 'names no security.protocol' },
    { worker: ['security.protocol=SASL_SSL'], why: 'names SASL_SSL, which MSK does not have' },
    {
      worker: [...SCRAM, 'admin.sasl.mechanism=PLAIN'],
      why: 'names SASL_SSL PLAIN, which MSK does not have',
    },
    { worker: ['security.protocol=${env:PROTOCOL}'], why: 'which MSK does not have' },
  ])('is nobody’s where the worker’s file is $worker', async ({ worker, why }) => {
    expect(await own(worker)).toMatchObject({
      kind: 'by hand',
      why: expect.stringContaining(why),
      faults: [{ key: 'security.protocol', severity: 'warning' }],
    });
  });

  it.each([
    { lines: [`admin.sasl.jaas.config=${login('secret')}`], key: 'admin.sasl.jaas.config' },
    { lines: ['admin.sasl.jaas.config=x required;'], key: 'admin.sasl.jaas.config' },
    { lines: ['ssl.truststore.location=ca.jks'], key: 'ssl.truststore.location' },
    {
      lines: ['ssl.keystore.location=me.pem', 'ssl.keystore.type=PEM'],
      key: 'ssl.keystore.location',
    },
  ])('may not be deployed with $lines', async ({ lines, key }) => {
    const { faults } = await own([...SCRAM, ...lines]);

    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults)
      expect(fault).toMatchObject({
        file: 'connect-distributed.properties',
        key,
        line: 4,
        severity: 'error',
      });
    expect(JSON.stringify(faults)).not.toContain('secret"');
  });
});
