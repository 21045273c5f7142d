import { generateAuthToken } from 'aws-msk-iam-sasl-signer-js';
import type { KafkaConfig } from 'kafkajs';
import type { KafkaConnection } from '../config/kafka-connection.ts';

/** The security part of a kafkajs client's configuration. */
type ClientSecurity = Pick<KafkaConfig, 'ssl' | 'sasl'>;

/** AWS_MSK_IAM is OAUTHBEARER on the wire; its token is signed here, without a call to AWS. */
const mskIam = (region: string): ClientSecurity => ({
  ssl: true,
  sasl: {
    mechanism: 'oauthbearer',
    oauthBearerProvider: async () => ({ value: (await generateAuthToken({ region })).token }),
  },
});

/** kafkajs' words for a connection's security. */
export const clientSecurity = ({ security }: KafkaConnection): ClientSecurity =>
  security.protocol === 'PLAINTEXT' ? {} : mskIam(security.region);
