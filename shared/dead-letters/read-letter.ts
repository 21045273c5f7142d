import { coordinates, type Header, lastHeader, type SinkRecord } from '../connect/records.ts';
import { PREFIX } from './error-headers.ts';

/** A letter of a dead letter topic: ours, or one that Kafka Connect has written. */
export type Letter = {
  /** Where it lies, as `topic-partition@offset`. */
  readonly position: string;
  /** The dead letter topic. */
  readonly deadLetterTopic: string;
  readonly writtenAt: number;
  /** The leg that has written it: a source's letter says which filter its message came by. */
  readonly leg: 'source' | 'sink';
  /** Letters of one record have the same: a function that was killed after writing one writes it again. */
  readonly identity: string;
  readonly connector?: string;
  readonly stage?: string;
  /** The class of the error, and what it says; the text may quote the record. */
  readonly exception?: string;
  readonly message?: string;
  /** Of a sink the topic that the record lay in, of a source the one that it was meant for. */
  readonly topic?: string;
  /** `topic-partition@offset` of a sink's record. */
  readonly coordinates?: string;
  /** The record as it was: its own bytes, headers and time. */
  readonly record: Pick<SinkRecord, 'key' | 'value' | 'headers' | 'timestamp'>;
};

/** Reads a record of a dead letter topic. Whatever it has in it, it is a letter. */
export const readLetter = (letter: SinkRecord): Letter => {
  const headers = letter.headers.filter(({ key }) => !key.startsWith(PREFIX));
  const text = (name: string): string | undefined =>
    lastHeader(letter.headers, PREFIX + name)?.value?.toString();
  const leg = lastHeader(headers, 'mqtt-filter') ? 'source' : 'sink';
  const topic = text('topic');
  const partition = text('partition');
  const place =
    leg === 'sink' && topic !== undefined && partition !== undefined
      ? `${topic}-${partition}@${text('offset')}`
      : undefined;
  return {
    position: coordinates(letter),
    deadLetterTopic: letter.topic,
    writtenAt: letter.timestamp,
    leg,
    identity: place ?? messageIdentity(headers, topic) ?? coordinates(letter),
    record: {
      key: letter.key,
      value: letter.value,
      headers,
      timestamp: timeOf(text('record.timestamp')) ?? letter.timestamp,
    },
    ...defined({
      connector: text('connector.name'),
      stage: text('stage'),
      exception: text('exception.class.name'),
      message: text('exception.message'),
      topic,
      coordinates: place,
    }),
  };
};

/** A source's record has no coordinates: its message and its target stand for them. */
const messageIdentity = (
  headers: readonly Header[],
  topic: string | undefined,
): string | undefined => {
  const id = lastHeader(headers, 'message-id')?.value?.toString();
  const isSource = lastHeader(headers, 'mqtt-filter') !== undefined;
  return isSource && id !== undefined ? `${id} → ${topic ?? ''}` : undefined;
};

/** Connect's own letters have the record's time as their own. */
const timeOf = (text: string | undefined): number | undefined => {
  const time = Number(text);
  return text !== undefined && text !== '' && Number.isSafeInteger(time) ? time : undefined;
};

type Known<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const defined = <T extends Readonly<Record<string, string | undefined>>>(members: T): Known<T> =>
  Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Known<T>;
