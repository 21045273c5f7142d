import { DataError, RetriableError } from '../connect/errors.ts';

/** What a failed try means. */
export type ProduceFailure = {
  /** For the caller, should this try be the last one. Never quotes the record, as kafkajs' own messages may. */
  readonly error: DataError | RetriableError;
  /** What to do with the client. kafkajs asks after all its topics at once: one that was deleted fails all others. */
  readonly client: 'keep' | 'drop' | 'drop if it knows other topics';
  /** Whether a topic is missing. */
  readonly isMissing: boolean;
};

type Row = Pick<ProduceFailure, 'client'> & { readonly isErrant: boolean };

/** The record or its topic name is at fault. */
const ERRANT: Row = { isErrant: true, client: 'keep' };
/** A topic that is still being made, rights that are about to be granted. */
const REFUSED: Row = { isErrant: false, client: 'drop if it knows other topics' };
/** Kafka answered, and will answer something else later. */
const BUSY: Row = { isErrant: false, client: 'keep' };
/** Nobody answered, or somebody who should not be asked again without looking at the cluster anew. */
const LOST: Row = { isErrant: false, client: 'drop' };

const UNKNOWN_TOPIC = 'UNKNOWN_TOPIC_OR_PARTITION';

/** Kafka's answers (`org.apache.kafka.common.protocol.Errors`); all others, and every failure of kafkajs, are `LOST`. */
const ROWS: ReadonlyMap<string, Row> = new Map([
  ['MESSAGE_TOO_LARGE', ERRANT],
  ['RECORD_LIST_TOO_LARGE', ERRANT],
  ['INVALID_TOPIC_EXCEPTION', ERRANT],
  ['INVALID_RECORD', ERRANT],
  ['INVALID_TIMESTAMP', ERRANT],
  [UNKNOWN_TOPIC, REFUSED],
  ['TOPIC_AUTHORIZATION_FAILED', REFUSED],
  ['CLUSTER_AUTHORIZATION_FAILED', REFUSED],
  ['NOT_ENOUGH_REPLICAS', BUSY],
  ['NOT_ENOUGH_REPLICAS_AFTER_APPEND', BUSY],
]);

export const produceFailure = (thrown: unknown): ProduceFailure => {
  const reason = reasonOf(thrown);
  const { isErrant, client } = ROWS.get(reason) ?? LOST;
  const error = isErrant
    ? new DataError('KAFKA_PRODUCE', 'kafkajs', `Kafka answered ${reason}`)
    : new RetriableError(`Kafka did not acknowledge: ${reason}`);
  return { error, client, isMissing: reason === UNKNOWN_TOPIC };
};

/** The protocol's name of the error where a broker answered, else the system's, else the error's class. */
const reasonOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return 'unknown';
  if ('type' in thrown && typeof thrown.type === 'string') return thrown.type;
  if ('errors' in thrown && Array.isArray(thrown.errors)) return reasonOf(thrown.errors[0]);
  if (thrown.cause !== undefined) return reasonOf(thrown.cause);
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name;
};
