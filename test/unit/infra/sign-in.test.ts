import { describe, expect, it } from 'vitest';
import { deployFaults } from '../../../infra/check-deploy.ts';
import { mappingResource } from '../../../infra/mapping-resource.ts';
import type { SinkConnector } from '../../../shared/config/connector.ts';
import type { SignIn } from '../../../shared/config/kafka-connection.ts';
import { aSinkConnector } from '../../support/connectors.ts';
import { deployed } from '../../support/deployed.ts';
import { EXISTING, KAFKA_SECRET } from '../../support/situations.ts';

const SCRAM: SignIn = { protocol: 'SASL_SSL', mechanism: 'SCRAM-SHA-512', isMutual: false };
const MUTUAL: SignIn = { protocol: 'SSL', isMutual: true };

const filesDecide = async () =>
  (await deployed({ name: 'files', params: { ...EXISTING, kafkaSignIn: 'files' } })).parameters;

const aSink = (signIn: SignIn, mapping: Partial<SinkConnector['mapping']> = {}): SinkConnector =>
  aSinkConnector({ signIn, mapping: { ...aSinkConnector().mapping, ...mapping } });

/** How the mapping of a sink signs in where the files decide. */
const access = async (signIn: SignIn): Promise<unknown> => {
  const sink = aSink(signIn, { secretArn: KAFKA_SECRET });
  const mapping = { ...sink.mapping, topic: 'phone-data' };
  const { Properties } = mappingResource(sink, mapping, await filesDecide(), []);
  return Properties['SourceAccessConfigurations'];
};

/** The keys at fault of a sink where the files decide. */
const wrong = async (sink: SinkConnector): Promise<readonly string[]> =>
  deployFaults([sink], await filesDecide()).map(({ key = '' }) => key);

describe('a mapping', () => {
  it('signs in by its secret as the files say', async () => {
    expect(await access(SCRAM)).toEqual([{ Type: 'SASL_SCRAM_512_AUTH', URI: KAFKA_SECRET }]);
    expect(await access(MUTUAL)).toEqual([
      { Type: 'CLIENT_CERTIFICATE_TLS_AUTH', URI: KAFKA_SECRET },
    ]);
  });

  it.each([
    { protocol: 'SASL_SSL', mechanism: 'AWS_MSK_IAM', isMutual: false },
    { protocol: 'SSL', isMutual: false },
    { protocol: 'PLAINTEXT', isMutual: false },
  ])('needs no secret with $protocol $mechanism', async (way) => {
    expect(await access(way)).toBeUndefined();
    expect(await wrong(aSink(way))).toEqual([]);
  });

  it.each([
    { signIn: SCRAM, key: 'connectless.mapping.secret.arn' },
    { signIn: MUTUAL, key: 'connectless.mapping.secret.arn' },
    { signIn: { ...SCRAM, mechanism: 'PLAIN' }, key: 'sasl.mechanism' },
    { signIn: { ...SCRAM, mechanism: 'SCRAM-SHA-256' }, key: 'sasl.mechanism' },
    { signIn: { ...SCRAM, protocol: 'SASL_PLAINTEXT' }, key: 'sasl.mechanism' },
    { signIn: { protocol: 'SASL_SSL', isMutual: false }, key: 'security.protocol' },
  ])('is refused by $key with $signIn', async ({ signIn, key }) => {
    expect(await wrong(aSink(signIn))).toEqual([key]);
  });

  it('signs in with the function’s role, whatever the files say, unless they are to decide', async () => {
    const { parameters } = await deployed({ name: 'iam', params: EXISTING });
    const sink = aSink(SCRAM, { secretArn: KAFKA_SECRET });

    expect(deployFaults([aSink(SCRAM)], parameters)).toEqual([]);
    expect(
      mappingResource(sink, { ...sink.mapping, topic: 't' }, parameters, []).Properties,
    ).not.toHaveProperty('SourceAccessConfigurations');
  });
});

describe('deployFaults', () => {
  it('refuses what a mapping on demand can’t have', async () => {
    const sink = aSinkConnector({
      mapping: { ...aSinkConnector().mapping, failureBucket: 'failed' },
    });
    const faultsWith = async (mappingMode: string) =>
      deployFaults(
        [sink],
        (await deployed({ name: mappingMode, params: { mappingMode } })).parameters,
      );

    expect(await faultsWith('provisioned')).toEqual([]);
    expect(await faultsWith('on-demand')).toMatchObject([
      { key: 'connectless.mapping.failure.bucket', found: 'failed' },
    ]);
  });

  it('refuses a time that a mapping does not wait for', async () => {
    const { parameters } = await deployed({ name: 'slow' });
    const slow = aSinkConnector({ function: { timeoutSeconds: 841 } });

    expect(deployFaults([slow], parameters)).toMatchObject([
      { key: 'connectless.timeout.seconds', found: '841' },
    ]);
  });
});
