import { type ConnectError, DataError, RetriableError } from '../connect/errors.ts';

/** What a failed try means. */
export type ProduceFailure = {
  /** For the caller, should this try be the last one. Never quotes the record, as kafkajs' own messages may. */
  readonly error: ConnectError;
  /** How long to go on: not at all, briefly, since somebody would have to act, or while there is time. */
  readonly retry: 'never' | 'briefly' | 'while there is time';
  /** What to do with the client. kafkajs asks after all its topics at once: one that was deleted fails all others. */
  readonly client: 'keep' | 'drop' | 'drop if it knows other topics';
};

type Row = Pick<ProduceFailure, 'retry' | 'client'>;

/** The record or its topic name is at fault. */
const ERRANT: Row = { retry: 'never', client: 'keep' };
/** A topic that is still being made, rights that are about to be granted: a few tries, then it is a person's turn. */
const REFUSED: Row = { retry: 'briefly', client: 'drop if it knows other topics' };
/** The cluster heals itself. */
const BUSY: Row = { retry: 'while there is time', client: 'keep' };
/** Wrong credentials, or a bug of kafkajs or ours. Brokers also refuse credentials under a storm of new connections. */
const BROKEN: Row = { retry: 'briefly', client: 'drop' };
/** Nobody answered, or somebody who should not be asked again without looking at the cluster anew. */
const LOST: Row = { retry: 'while there is time', client: 'drop' };

/** Kafka's answers (`org.apache.kafka.common.protocol.Errors`), and the failures of kafkajs; all else is `LOST`. */
const ROWS: ReadonlyMap<string, Row> = new Map([
  ['MESSAGE_TOO_LARGE', ERRANT],
  ['RECORD_LIST_TOO_LARGE', ERRANT],
  ['INVALID_TOPIC_EXCEPTION', ERRANT],
  ['INVALID_RECORD', ERRANT],
  ['INVALID_TIMESTAMP', ERRANT],
  ['UNKNOWN_TOPIC_OR_PARTITION', REFUSED],
  ['TOPIC_AUTHORIZATION_FAILED', REFUSED],
  ['CLUSTER_AUTHORIZATION_FAILED', REFUSED],
  ['NOT_ENOUGH_REPLICAS', BUSY],
  ['NOT_ENOUGH_REPLICAS_AFTER_APPEND', BUSY],
  ['KafkaJSSASLAuthenticationError', BROKEN],
  ['TypeError', BROKEN],
  ['RangeError', BROKEN],
  ['ReferenceError', BROKEN],
  ['SyntaxError', BROKEN],
]);

export const produceFailure = (thrown: unknown): ProduceFailure => {
  const reason = reasonOf(thrown);
  const { retry, client } = ROWS.get(reason) ?? LOST;
  const error =
    retry === 'never'
      ? new DataError('KAFKA_PRODUCE', 'kafkajs', `Kafka answered ${reason}`)
      : new RetriableError(`Kafka did not acknowledge: ${reason}`);
  return { error, retry, client };
};

/** The protocol's name of the error where a broker answered, else the system's, else the error's class. */
const reasonOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return 'unknown';
  if ('type' in thrown && typeof thrown.type === 'string') return thrown.type;
  if (thrown.cause !== undefined) return reasonOf(thrown.cause);
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name;
};
