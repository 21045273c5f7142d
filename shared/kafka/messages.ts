import type { IHeaders, Message, TopicMessages } from 'kafkajs';
import type { Header, SourceRecord } from '../connect/records.ts';
import { NULL_HEADER } from './patches.ts';

/** Records as kafkajs takes them; it makes one batch of all that a partition gets, and Kafka takes or refuses it as a whole. */
export const topicMessages = (records: readonly SourceRecord[]): TopicMessages[] =>
  [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, group]) => ({
    topic,
    messages: group.map(toMessage),
  }));

const toMessage = ({ key, value, headers, timestamp, kafkaPartition }: SourceRecord): Message => ({
  key,
  value,
  timestamp: String(timestamp),
  headers: toHeaders(headers),
  ...(kafkaPartition !== undefined && { partition: kafkaPartition }),
});

/** kafkajs groups repeated names: their order is kept, that among other names is not. */
const toHeaders = (headers: readonly Header[]): IHeaders =>
  Object.fromEntries(
    [...Map.groupBy(headers, ({ key }) => key)].map(([key, group]) => [
      key,
      group.map(({ value }) => value ?? NULL_HEADER),
    ]),
  );
