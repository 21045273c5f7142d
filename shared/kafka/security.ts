import type { KafkaConfig, SASLOptions } from 'kafkajs';
import type { IamLogin, KafkaSecurity, PasswordLogin } from '../config/kafka-connection.ts';
import { tlsOptions } from '../config/tls-options.ts';

/** The security part of a kafkajs client's configuration. */
type ClientSecurity = Pick<KafkaConfig, 'ssl' | 'sasl'>;

/**
 * kafkajs' words for a connection's security: new objects at each call, since kafkajs writes into
 * the one it is given, and ours are frozen.
 */
export const clientSecurity = (security: KafkaSecurity): ClientSecurity => {
  switch (security.protocol) {
    case 'PLAINTEXT':
      return {};
    case 'SSL':
      return { ssl: tlsOptions(security) };
    case 'SASL_PLAINTEXT':
      return { sasl: sasl(security) };
    case 'SASL_SSL':
      return { ssl: tlsOptions(security), sasl: sasl(security) };
  }
};

const MECHANISMS = {
  PLAIN: 'plain',
  'SCRAM-SHA-256': 'scram-sha-256',
  'SCRAM-SHA-512': 'scram-sha-512',
} as const;

const sasl = (login: PasswordLogin | IamLogin): SASLOptions => {
  if (login.mechanism === 'AWS_MSK_IAM') return mskIam(login.region);
  const { username, password } = login;
  return { mechanism: MECHANISMS[login.mechanism], username, password };
};

/**
 * AWS_MSK_IAM is OAUTHBEARER on the wire. The token is signed here, without a call to AWS, anew for
 * each connection and each re-authentication; who does not use it does not load the SDK for it.
 */
const mskIam = (region: string): SASLOptions => ({
  mechanism: 'oauthbearer',
  oauthBearerProvider: async () => {
    const { generateAuthToken } = await import('aws-msk-iam-sasl-signer-js');
    return { value: (await generateAuthToken({ region })).token };
  },
});
