import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../shared/connect/errors.ts';
import { brokersFor } from '../../../shared/deploy/broker-lists.ts';

const CLUSTER = 'arn:aws:kafka:eu-central-1:000000000000:cluster/phones/1';
const ALL = {
  BootstrapBrokerString: 'b-1:9092',
  BootstrapBrokerStringTls: 'b-1:9094',
  BootstrapBrokerStringSaslScram: 'b-1:9096',
  BootstrapBrokerStringSaslIam: 'b-1:9098',
  BootstrapBrokerStringPublicSaslIam: 'b-1-public:9198',
};

describe('brokersFor', () => {
  it.each([
    { protocol: 'PLAINTEXT', mechanism: undefined, brokers: 'b-1:9092' },
    { protocol: 'PLAINTEXT', mechanism: 'GSSAPI', brokers: 'b-1:9092' },
    { protocol: 'SSL', mechanism: undefined, brokers: 'b-1:9094' },
    { protocol: 'SASL_SSL', mechanism: 'SCRAM-SHA-512', brokers: 'b-1:9096' },
    { protocol: 'SASL_SSL', mechanism: 'AWS_MSK_IAM', brokers: 'b-1:9098' },
  ])('takes $brokers for $protocol, $mechanism', ({ protocol, mechanism, brokers }) => {
    const wanted = { protocol, ...(mechanism && { mechanism }) };

    expect(brokersFor(wanted, ALL, CLUSTER)).toBe(brokers);
  });

  it('says what the cluster has where it lacks what is wanted', () => {
    const offered = { BootstrapBrokerString: 'b-1:9092', BootstrapBrokerStringTls: 'b-1:9094' };
    const wanted = { protocol: 'SASL_SSL', mechanism: 'AWS_MSK_IAM' };

    expect(() => brokersFor(wanted, offered, CLUSTER)).toThrow(
      new ConfigError([
        {
          file: CLUSTER,
          key: 'security.protocol',
          severity: 'error',
          found: 'PLAINTEXT, SSL',
          expected: 'SASL_SSL with AWS_MSK_IAM',
        },
      ]),
    );
  });

  it.each([
    { protocol: 'SASL_SSL', mechanism: 'GSSAPI' },
    { protocol: 'SASL_SSL' },
    { protocol: 'SASL_PLAINTEXT', mechanism: 'SCRAM-SHA-512' },
  ])('refuses $protocol with $mechanism, which MSK does not have', (wanted) => {
    expect(() => brokersFor(wanted, ALL, CLUSTER)).toThrow(ConfigError);
  });

  it('refuses a cluster that has no brokers yet', () => {
    expect(() => brokersFor({ protocol: 'SSL' }, {}, CLUSTER)).toThrow(/found no brokers at all/);
  });
});
