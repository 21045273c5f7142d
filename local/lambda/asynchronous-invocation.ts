import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LambdaFunction } from './function.ts';

type InvocationOptions = {
  readonly target: LambdaFunction;
  /** Where events end that failed three times, as records of an on-failure destination. */
  readonly failures: string;
  readonly onSuccess: (event: unknown) => void;
  /** Told when an event has failed three times. */
  readonly onError: (error: unknown) => void;
  /** Before each try; AWS waits one and two minutes, here it is one and two seconds. */
  readonly retryDelays?: readonly number[];
  readonly redriveInterval?: number;
  readonly signal: AbortSignal;
};

/** Asynchronous invocation of one function. */
export type AsynchronousInvocation = {
  /** Accepts an event at once; what becomes of it shows later. */
  accept(event: unknown): void;
  /** Events that failed three times and wait to be fed back. */
  failed(): number;
};

const RETRY_DELAYS = [0, 1_000, 2_000];
const REDRIVE_INTERVAL = 1_000;

/**
 * Runs a function for each event, tries a failed one twice more, then keeps it as a failure record
 * (AWS Lambda: "Retaining records of asynchronous invocations"), and feeds the records back, the
 * oldest first, as soon as one of them succeeds again.
 */
export const createAsynchronousInvocation = ({
  target,
  failures,
  onSuccess,
  onError,
  retryDelays = RETRY_DELAYS,
  redriveInterval = REDRIVE_INTERVAL,
  signal,
}: InvocationOptions): AsynchronousInvocation => {
  const records: string[] = [];
  let redriving = false;

  const attempt = async (event: unknown): Promise<unknown> => {
    try {
      await target.invoke(event);
      onSuccess(event);
      return undefined;
    } catch (error) {
      return error;
    }
  };

  const run = async (event: unknown): Promise<void> => {
    let error: unknown;
    for (const delay of retryDelays) {
      await sleep(delay, undefined, { signal });
      error = await attempt(event);
      if (error === undefined) return;
    }
    onError(error);
    await keep(event, error);
    await redrive();
  };

  const keep = async (event: unknown, error: unknown): Promise<void> => {
    await mkdir(failures, { recursive: true });
    const file = join(failures, `${Date.now()}-${randomUUID()}.json`);
    const record = JSON.stringify(failureRecord(target.name, event, error), null, 2);
    await writeFile(`${file}.part`, record);
    await rename(`${file}.part`, file);
    records.push(file);
  };

  /** Feeds the oldest record back; one that fails again stays, and so do those behind it for a while. */
  const redriveOldest = async (oldest: string): Promise<void> => {
    const record = await readRecord(oldest);
    const error = record && (await attempt(record.requestPayload));
    if (error !== undefined) return sleep(redriveInterval, undefined, { signal });
    records.shift();
    await rm(oldest, { force: true });
  };

  const redrive = async (): Promise<void> => {
    if (redriving) return;
    redriving = true;
    while (records[0] !== undefined) await redriveOldest(records[0]);
    redriving = false;
  };

  return {
    accept(event) {
      run(event).catch((error) => {
        if (!signal.aborted) throw error;
      });
    },
    failed: () => records.length,
  };
};

/** Nothing where `connectless redrive` was quicker. */
const readRecord = async (
  file: string,
): Promise<{ readonly requestPayload: unknown } | undefined> => {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

const failureRecord = (functionName: string, event: unknown, error: unknown): unknown => ({
  version: '1.0',
  timestamp: new Date().toISOString(),
  requestContext: {
    requestId: randomUUID(),
    functionArn: `arn:aws:lambda:local:000000000000:function:${functionName}:$LATEST`,
    condition: 'RetriesExhausted',
    approximateInvokeCount: RETRY_DELAYS.length,
  },
  requestPayload: event,
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  responsePayload: {
    errorType: error instanceof Error && 'errorType' in error ? error.errorType : 'unknown',
    errorMessage: error instanceof Error ? error.message : String(error),
  },
});
