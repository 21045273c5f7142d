import type { Resources } from './cloudformation.ts';

export const FAILURE_QUEUE = 'FailureQueue';

/** The longest that SQS keeps a message. */
const FOURTEEN_DAYS = 1_209_600;

/**
 * Where messages of devices go that no function has taken: from a rule whose action failed, and from
 * Lambda when its tries are used up. With SQS' own key, both can write without rights on a key.
 */
export const failureQueue = (): Resources => ({
  [FAILURE_QUEUE]: {
    Type: 'AWS::SQS::Queue',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: { MessageRetentionPeriod: FOURTEEN_DAYS, SqsManagedSseEnabled: true },
  },
});
