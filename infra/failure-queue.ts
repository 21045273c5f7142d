import { RETAIN, type Resources } from './cloudformation.ts';
import { dataKeyArn } from './data-key.ts';

/** The logical id of the queue of what no function has taken. */
export const FAILURE_QUEUE = 'FailureQueue';

/** The longest that SQS keeps a message. */
const FOURTEEN_DAYS = 1_209_600;

/**
 * Where messages of devices go that no function has taken: from a rule whose action failed, and from
 * Lambda when its tries are used up.
 */
export const failureQueue = (): Resources => ({
  [FAILURE_QUEUE]: {
    Type: 'AWS::SQS::Queue',
    ...RETAIN,
    Properties: {
      MessageRetentionPeriod: FOURTEEN_DAYS,
      KmsMasterKeyId: dataKeyArn(),
      // How long SQS goes on with one answer of KMS.
      KmsDataKeyReusePeriodSeconds: 3_600,
    },
  },
});
