import type { IHeaders, Message, TopicMessages } from 'kafkajs';
import type { Header, SourceRecord } from '../connect/records.ts';
import { NULL_HEADER } from './patches.ts';

/** Records as kafkajs takes them. */
export const topicMessages = (records: readonly SourceRecord[]): TopicMessages[] =>
  [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, group]) => ({
    topic,
    messages: group.map(toMessage),
  }));

const toMessage = ({ key, value, headers, timestamp }: SourceRecord): Message => ({
  key,
  value,
  timestamp: String(timestamp),
  headers: toHeaders(headers),
});

/** kafkajs groups repeated names: their order is kept, that among other names is not. */
const toHeaders = (headers: readonly Header[]): IHeaders =>
  Object.fromEntries(
    [...Map.groupBy(headers, ({ key }) => key)].map(([key, group]) => [
      key,
      group.map(({ value }) => value ?? NULL_HEADER),
    ]),
  );

/** Kafka's default for `max.message.bytes` counts a whole batch, and kafkajs makes one of all that a partition gets. */
const BATCH_BYTES = 900_000;

/** Cuts records, in their order, into batches that Kafka takes; one that is larger stands alone. */
export const batches = (
  records: readonly SourceRecord[],
  limit: number = BATCH_BYTES,
): readonly (readonly SourceRecord[])[] => {
  const cut: SourceRecord[][] = [];
  let last: SourceRecord[] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const size = recordBytes(record);
    if (bytes + size > limit) {
      last = [];
      cut.push(last);
      bytes = 0;
    }
    last.push(record);
    bytes += size;
  }
  return cut;
};

/** Lengths, attributes and deltas take a few bytes each. */
const OVERHEAD = 32;

const recordBytes = ({ key, value, headers }: SourceRecord): number =>
  headers.reduce(
    (sum, header) => sum + OVERHEAD + Buffer.byteLength(header.key) + (header.value?.length ?? 0),
    OVERHEAD + (key?.length ?? 0) + (value?.length ?? 0),
  );
