import { ConnectError } from '../../shared/connect/errors.ts';
import {
  type FailedEvent,
  type FailureRecord,
  failedEvent,
  type Origins,
} from '../../shared/source/failed-event.ts';
import { matchesFilter } from '../../shared/source/topic-filter.ts';
import { isWithin, type Span } from '../choice.ts';
import { type Account, openAccount } from '../deliver/account.ts';
import { type Deliver, unlessStopped } from '../deliver/delivery.ts';
import type { Failures } from './failures.ts';

/** Which failures are meant. */
type Choice = Span & {
  readonly connector?: string;
  /** An MQTT topic filter. */
  readonly topic?: string;
  /** So many at most. */
  readonly limit?: number;
};

type Redrive = {
  readonly failures: Failures;
  readonly origins: Origins;
  readonly choice: Choice;
  /** Nothing where it is a dry run: then failures are only looked at. */
  readonly deliver?: Deliver;
  /** Deliveries at a time. */
  readonly concurrency: number;
  /** Told of each event that is meant, before it is delivered. */
  readonly onChosen: (failed: FailedEvent) => Promise<void>;
  readonly onProgress: (account: Account) => void;
  readonly signal: AbortSignal;
};

/** Without an end to it: Kafka is away. Each has had its tries already. */
const FAILURES_IN_A_ROW = 10;

/**
 * Gives failed events to their connectors again. A record is removed when its delivery is acknowledged,
 * and by nothing else; what is left is given back at the end, whatever that is.
 */
export const redriveFailures = async (redrive: Redrive): Promise<Account> => {
  const { failures, choice, concurrency, onProgress, signal } = redrive;
  const account = openAccount();
  try {
    while (!isOver(account, choice, signal)) {
      const room = (choice.limit ?? Number.POSITIVE_INFINITY) - account.counts.chosen;
      const records = await failures.take(Math.min(concurrency, room));
      if (records.length === 0) break;
      await Promise.all(records.map((record) => redriveOne(redrive, record, account)));
      onProgress(account);
    }
  } finally {
    await failures.close();
  }
  if (signal.aborted) account.stopped = 'interrupted';
  return account;
};

const isOver = (account: Account, { limit }: Choice, signal: AbortSignal): boolean => {
  if (account.failedInARow >= FAILURES_IN_A_ROW) account.stopped = 'failures';
  if (limit !== undefined && account.counts.chosen >= limit) account.stopped = 'limit';
  return signal.aborted || account.stopped !== undefined;
};

const redriveOne = async (
  { failures, origins, choice, deliver, onChosen, signal }: Redrive,
  record: FailureRecord,
  account: Account,
): Promise<void> => {
  const failed = read(record, origins);
  if (failed instanceof ConnectError) return account.unreadable(failed.message);
  if (!isChosen(failed, choice)) return account.skip();
  const { connector, event } = failed;
  const { filter = event.topic } = event as typeof event & { readonly filter?: string };
  account.choose(connector, filter, event.timestamp);
  await unlessStopped(onChosen(failed), signal);
  if (deliver === undefined || signal.aborted) return;
  const delivery = await unlessStopped(deliver(connector, event, signal), signal);
  if (delivery === undefined) return;
  if (delivery.kind === 'acknowledged') await failures.remove(record);
  account.settle(delivery);
};

const read = (record: FailureRecord, origins: Origins): FailedEvent | ConnectError => {
  try {
    return failedEvent(record, origins);
  } catch (error) {
    if (error instanceof ConnectError) return error;
    throw error;
  }
};

const isChosen = ({ connector, event }: FailedEvent, choice: Choice): boolean =>
  (choice.connector === undefined || choice.connector === connector) &&
  (choice.topic === undefined || matchesFilter(choice.topic, event.topic)) &&
  isWithin(event.timestamp, choice);
