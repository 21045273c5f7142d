import { describe, expect, it } from 'vitest';
import type { KafkaSecurity, PasswordLogin } from '../../../shared/config/kafka-connection.ts';
import { clientSecurity } from '../../../shared/kafka/security.ts';

const LOGIN: PasswordLogin = { mechanism: 'SCRAM-SHA-512', username: 'phones', password: 'p' };

describe('clientSecurity', () => {
  it('says nothing of a plaintext connection', () => {
    expect(clientSecurity({ protocol: 'PLAINTEXT' })).toEqual({});
  });

  it('trusts those that Node knows where the file has no truststore', () => {
    expect(clientSecurity({ protocol: 'SSL' })).toEqual({ ssl: {} });
  });

  it("names stores in OpenSSL's words", () => {
    const keystore = { certificateChain: 'chain', key: 'key', keyPassword: 'secret' };

    expect(clientSecurity({ protocol: 'SSL', truststore: 'ca', keystore })).toEqual({
      ssl: { ca: 'ca', cert: 'chain', key: 'key', passphrase: 'secret' },
    });
  });

  it('takes any name in a certificate only where the file says so', () => {
    const { ssl } = clientSecurity({ protocol: 'SSL', ignoresHostname: true });

    expect(ssl).toEqual({ checkServerIdentity: expect.any(Function) });
  });

  it.each([
    ['PLAIN', 'plain'],
    ['SCRAM-SHA-256', 'scram-sha-256'],
    ['SCRAM-SHA-512', 'scram-sha-512'],
  ] as const)('logs in by %s, with TLS and without', (mechanism, expected) => {
    const sasl = { mechanism: expected, username: 'phones', password: 'p' };

    expect(clientSecurity({ protocol: 'SASL_PLAINTEXT', ...LOGIN, mechanism })).toEqual({ sasl });
    expect(clientSecurity({ protocol: 'SASL_SSL', ...LOGIN, mechanism })).toEqual({
      ssl: {},
      sasl,
    });
  });

  it('makes a new object for each client, since kafkajs writes into it', () => {
    const security: KafkaSecurity = Object.freeze({ protocol: 'SASL_SSL', ...LOGIN });

    const { sasl, ssl } = clientSecurity(security);
    const other = clientSecurity(security);

    expect(other.sasl).not.toBe(sasl);
    expect(other.ssl).not.toBe(ssl);
    expect(Object.isFrozen(sasl)).toBe(false);
  });
});
