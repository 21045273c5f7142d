import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { FailureRecord } from '../../shared/source/failed-event.ts';
import { queueSize } from '../aws/queue-size.ts';
import type { Failures } from './failures.ts';

/** How long nobody else sees a message that was taken; a process that is killed gives it back so late. */
const LEASE_SECONDS = 120;
/** Early enough that one renewal may fail. */
const RENEW_INTERVAL = 45_000;
/** A long poll asks all of SQS' servers; a short one may find nothing where there is something. */
const POLL_SECONDS = 3;
/** SQS' limit for a call. */
const BATCH = 10;

type Options = { readonly leaseSeconds?: number; readonly renewInterval?: number };

/**
 * The failure queue. What was taken stays out of sight for as long as this run works on it, also where
 * it is not wanted: in sight it would be taken again and again.
 */
export const queueFailures = (
  client: SQSClient,
  queueUrl: string,
  { leaseSeconds = LEASE_SECONDS, renewInterval = RENEW_INTERVAL }: Options = {},
): Failures => {
  /** Receipt handles by message id. */
  const held = new Map<string, string>();

  const changeVisibility = async (seconds: number): Promise<void> => {
    const entries = [...held].map(([Id, ReceiptHandle], i) => ({
      Id: `${i}`,
      ReceiptHandle,
      VisibilityTimeout: seconds,
      id: Id,
    }));
    for (let at = 0; at < entries.length; at += BATCH) {
      const batch = entries.slice(at, at + BATCH).filter(({ id }) => held.has(id));
      if (batch.length === 0) continue;
      await client.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: queueUrl,
          Entries: batch.map(({ id: _, ...entry }) => entry),
        }),
      );
    }
  };

  // A renewal that fails is followed by another one; then the message is seen again, and may be doubled, which changes nothing.
  const renewal = setInterval(
    () => changeVisibility(leaseSeconds).catch(() => undefined),
    renewInterval,
  );
  renewal.unref();

  const receive = async (max: number): Promise<readonly Message[]> => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: Math.min(max, BATCH),
        WaitTimeSeconds: POLL_SECONDS,
        VisibilityTimeout: leaseSeconds,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    return Messages;
  };

  return {
    size: () => queueSize(client, queueUrl),
    async take(max) {
      for (;;) {
        const messages = await receive(max);
        // SQS may deliver one twice; the later receipt is the one that counts.
        const fresh = messages.filter(({ MessageId = '' }) => !held.has(MessageId));
        for (const { MessageId = '', ReceiptHandle = '' } of messages)
          held.set(MessageId, ReceiptHandle);
        if (fresh.length > 0 || messages.length === 0) return fresh.map(toRecord);
      }
    },
    async remove({ id }) {
      await client.send(
        new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: held.get(id) }),
      );
      held.delete(id);
    },
    async close() {
      clearInterval(renewal);
      await changeVisibility(0);
      held.clear();
    },
  };
};

const toRecord = ({ MessageId = '', Body = '', Attributes }: Message): FailureRecord => ({
  id: MessageId,
  body: Body,
  sentAt: Number(Attributes?.SentTimestamp),
});
