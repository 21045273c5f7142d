import type { KafkaMessage } from 'kafkajs';

/** Records of one partition, in the order of their offsets. */
export type Slice = {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly KafkaMessage[];
};

/** The event of an MSK event source mapping, encoded as AWS does. */
export const mskEvent = (slices: readonly Slice[], bootstrapServers: string): unknown => ({
  eventSource: 'aws:kafka',
  eventSourceArn:
    'arn:aws:kafka:local:000000000000:cluster/local/00000000-0000-0000-0000-000000000000-1',
  bootstrapServers,
  records: Object.fromEntries(
    slices.map((slice) => [
      `${slice.topic}-${slice.partition}`,
      slice.messages.map((message) => mskRecord(slice, message)),
    ]),
  ),
});

const mskRecord = ({ topic, partition }: Slice, message: KafkaMessage): unknown => ({
  topic,
  partition,
  offset: Number(message.offset),
  timestamp: Number(message.timestamp),
  timestampType: 'CREATE_TIME',
  ...(message.key !== null && { key: message.key.toString('base64') }),
  value: message.value === null ? null : message.value.toString('base64'),
  headers: Object.entries(message.headers ?? {}).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => ({ [name]: signedBytes(value) })),
  ),
});

/** Header bytes reach a function as numbers from -128 to 127. */
const signedBytes = (value: Buffer | string): number[] => [...new Int8Array(Buffer.from(value))];

/** Size of a record in the event, in bytes: base64, and what stands around it. */
export const eventBytes = ({ key, value, headers }: KafkaMessage): number =>
  200 +
  Math.ceil((((key?.length ?? 0) + (value?.length ?? 0)) * 4) / 3) +
  Object.values(headers ?? {})
    .flat()
    .reduce((sum, header) => sum + 5 * (header?.length ?? 0) + 20, 0);
