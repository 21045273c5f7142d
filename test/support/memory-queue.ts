import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';

/** A standard queue in memory, with SQS' visibility; its clock stands until it is moved. */
export type MemoryQueue = {
  readonly url: string;
  /** Bodies of all that is there, seen or not, in the order of their coming. */
  bodies(): readonly string[];
  /** Bodies that a consumer would get now. */
  visible(): readonly string[];
  send(body: string, sentAt?: number): void;
  /** Times of all visibilities that were changed, in seconds. */
  readonly changes: readonly number[];
  pass(seconds: number): void;
  /** Delivers the next batch once more, in sight or not, as a standard queue may. */
  deliverTwice(): void;
  restore(): void;
};

type Stored = {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  visibleAt: number;
  receipt: string;
};

/** Puts such a queue behind every SQS client. */
export const memoryQueue = (name = 'failures'): MemoryQueue => {
  const sqs = mockClient(SQSClient);
  const url = `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`;
  const changes: number[] = [];
  let stored: readonly Stored[] = [];
  let now = 0;
  let ids = 0;
  let twice = false;
  const byReceipt = (receipt: string | undefined): Stored | undefined =>
    stored.find((message) => message.receipt === receipt);

  sqs.on(ReceiveMessageCommand).callsFake((input) => {
    const due = stored.filter(({ visibleAt }) => twice || visibleAt <= now);
    twice = false;
    const taken = due.slice(0, input.MaxNumberOfMessages);
    for (const message of taken) {
      message.visibleAt = now + input.VisibilityTimeout;
      message.receipt = `${message.id}-${ids++}`;
    }
    return {
      Messages: taken.map(({ id, body, sentAt, receipt }) => ({
        MessageId: id,
        Body: body,
        ReceiptHandle: receipt,
        Attributes: { SentTimestamp: `${sentAt}` },
      })),
    };
  });
  sqs.on(DeleteMessageCommand).callsFake(({ ReceiptHandle }) => {
    stored = stored.filter(({ receipt }) => receipt !== ReceiptHandle);
    return {};
  });
  sqs.on(ChangeMessageVisibilityBatchCommand).callsFake(({ Entries }) => {
    if (Entries.length === 0 || Entries.length > 10) throw new Error('1 to 10 entries');
    for (const { ReceiptHandle, VisibilityTimeout } of Entries) {
      const message = byReceipt(ReceiptHandle);
      if (message) message.visibleAt = now + VisibilityTimeout;
      changes.push(VisibilityTimeout);
    }
    return { Successful: [], Failed: [] };
  });
  sqs.on(GetQueueAttributesCommand).callsFake(() => ({
    Attributes: {
      ApproximateNumberOfMessages: `${stored.filter(({ visibleAt }) => visibleAt <= now).length}`,
    },
  }));
  sqs.on(GetQueueUrlCommand).callsFake(({ QueueName }) => {
    if (QueueName === name) return { QueueUrl: url };
    throw new QueueDoesNotExist({ message: 'no such queue', $metadata: {} });
  });

  return {
    url,
    changes,
    bodies: () => stored.map(({ body }) => body),
    visible: () => stored.filter(({ visibleAt }) => visibleAt <= now).map(({ body }) => body),
    send(body, sentAt = Date.UTC(2025, 3, 24, 12)) {
      stored = [...stored, { id: `m-${ids++}`, body, sentAt, visibleAt: 0, receipt: '' }];
    },
    pass(seconds) {
      now += seconds;
    },
    deliverTwice() {
      twice = true;
    },
    restore: () => sqs.restore(),
  };
};
