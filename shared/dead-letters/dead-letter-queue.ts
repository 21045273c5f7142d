import type { ErrorsConfig } from '../config/connector.ts';
import { ConnectError, DataError } from '../connect/errors.ts';
import type { SourceRecord } from '../connect/records.ts';
import type { ErrantRecord, RecordProducer } from '../ports.ts';
import { letterForms, originOf } from './letter.ts';
import { chunksOf } from './letter-chunks.ts';

/** An errant record that is not kept; `reason` is why its letter could not be written. */
export type Lost<R extends SourceRecord> = {
  readonly errant: ErrantRecord<R>;
  readonly reason?: ConnectError;
};

/** Keeps errant records; resolves with those that it could not keep. */
export type KeepLetters = <R extends SourceRecord>(
  errant: readonly ErrantRecord<R>[],
  signal: AbortSignal,
) => Promise<readonly Lost<R>[]>;

/** An errant record on its way, and its letter, whole and with fewer and fewer headers. */
type Letter<R extends SourceRecord> = {
  readonly errant: ErrantRecord<R>;
  readonly origin: string;
  readonly forms: readonly [SourceRecord, ...SourceRecord[]];
};

/**
 * Writes a letter for each errant record.
 *
 * One that Kafka refuses keeps its partition waiting, so no later letter of that partition is written:
 * its record comes again, and would write it again each time.
 */
export const createDeadLetterQueue =
  (errors: ErrorsConfig, producer: RecordProducer, now: () => number): KeepLetters =>
  async (errant, signal) => {
    const letters = errant.map((each) => ({
      errant: each,
      origin: originOf(each.record),
      forms: letterForms(each, errors, now()),
    }));
    const kept = new Set<Letter<SourceRecord>>();
    const waiting: Waiting = new Map();
    for (const chunk of chunksOf(letters, ({ forms: [whole] }) => whole)) {
      const due = chunk.filter(({ origin }) => !waiting.has(origin));
      for (const letter of await send(producer, due, waiting, signal)) kept.add(letter);
    }
    return letters
      .filter((letter) => !kept.has(letter))
      .map(({ errant, origin }) => {
        const reason = waiting.get(origin);
        return { errant, ...(reason && { reason }) };
      });
  };

/** Why an origin has to wait. */
type Waiting = Map<string, ConnectError>;

/**
 * Sends letters together, and where one of them is refused each alone; answers with those kept, and
 * notes what has to wait. All go to one partition, so that Kafka takes them together or none.
 */
const send = async (
  producer: RecordProducer,
  letters: readonly Letter<SourceRecord>[],
  waiting: Waiting,
  signal: AbortSignal,
): Promise<readonly Letter<SourceRecord>[]> => {
  if (letters.length === 0) return [];
  const whole = letters.map(({ forms: [form] }) => form);
  const refusal = await trySend(producer, whole, signal);
  if (refusal === undefined) return letters;
  if (refusal instanceof DataError) return sendEach(producer, letters, waiting, signal);
  for (const { origin } of letters) waiting.set(origin, refusal);
  return [];
};

const sendEach = async (
  producer: RecordProducer,
  letters: readonly Letter<SourceRecord>[],
  waiting: Waiting,
  signal: AbortSignal,
): Promise<readonly Letter<SourceRecord>[]> => {
  const kept: Letter<SourceRecord>[] = [];
  for (const letter of letters) {
    if (waiting.has(letter.origin)) continue;
    const reason = await sendAlone(producer, letter, signal);
    if (reason) waiting.set(letter.origin, reason);
    else kept.push(letter);
  }
  return kept;
};

/** Sends one letter, with fewer headers where Kafka refuses it; answers with the reason why it may not be kept. */
const sendAlone = async (
  producer: RecordProducer,
  { forms }: Letter<SourceRecord>,
  signal: AbortSignal,
): Promise<ConnectError | undefined> => {
  let refusal: ConnectError | undefined;
  for (const form of forms) {
    refusal = await trySend(producer, [form], signal);
    if (!(refusal instanceof DataError)) break;
  }
  return refusal;
};

/** Answers with the reason why any of them may not be kept. */
const trySend = async (
  producer: RecordProducer,
  letters: readonly SourceRecord[],
  signal: AbortSignal,
): Promise<ConnectError | undefined> => {
  try {
    await producer.send(letters, signal);
    return undefined;
  } catch (error) {
    if (error instanceof ConnectError) return error;
    throw error;
  }
};
