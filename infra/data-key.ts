import {
  accountArn,
  getAtt,
  join,
  RETAIN,
  type Resources,
  ref,
  type Value,
} from './cloudformation.ts';
import type { Statement } from './iam.ts';

const DATA_KEY = 'DataKey';

/** The key of what holds messages: the queue, and the cluster and domain that a deploy makes. */
export const dataKeyArn = (): Value => getAtt(DATA_KEY, 'Arn');

/** That key, and who may use it. */
export const dataKey = (): Resources => ({
  [DATA_KEY]: {
    Type: 'AWS::KMS::Key',
    // Without it, nothing that is kept could be read.
    ...RETAIN,
    Properties: {
      Description: join(' ', ['Messages of', ref('AWS::StackName')]),
      EnableKeyRotation: true,
      PendingWindowInDays: 30,
      KeyPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'PoliciesOfTheAccountDecide',
            Effect: 'Allow',
            Principal: { AWS: accountArn() },
            Action: 'kms:*',
            // In a key's own policy it means that key.
            Resource: '*',
          },
        ],
      },
    },
  },
});

/** Writing to a queue that the key encrypts. */
export const encryptMessages = (): Statement => ({
  actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
  resources: [dataKeyArn()],
});
