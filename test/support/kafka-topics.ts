import { randomUUID } from 'node:crypto';
import type { Admin, IHeaders } from 'kafkajs';
import { onTestFinished } from 'vitest';
import type { Header, SourceRecord } from '../../shared/connect/records.ts';
import { connectKafka } from '../../shared/kafka/connect.ts';
import { plainKafka } from './kafka-connection.ts';

const connect = (address: string) => connectKafka(plainKafka(address));

/** An admin client that is connected as long as the test runs. */
export const adminOf = async (address: string): Promise<Admin> => {
  const admin = connect(address).admin();
  await admin.connect();
  onTestFinished(admin.disconnect);
  return admin;
};

/** Makes a topic, of one partition unless said otherwise; its batches may have so many bytes. */
export const createTopic = async (
  address: string,
  topic: string,
  numPartitions = 1,
  maxBytes?: number,
): Promise<void> => {
  const admin = connect(address).admin();
  await admin.connect();
  const configEntries =
    maxBytes === undefined ? [] : [{ name: 'max.message.bytes', value: `${maxBytes}` }];
  await admin.createTopics({
    waitForLeaders: true,
    topics: [{ topic, numPartitions, configEntries }],
  });
  await admin.disconnect();
};

/** Reads a topic from its begin to where it ended when the call was made. */
export const readTopic = async (
  address: string,
  topic: string,
): Promise<readonly SourceRecord[]> => {
  const kafka = connect(address);
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const expected = offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  const records: SourceRecord[] = [];
  if (expected === 0) return records;

  const consumer = kafka.consumer({ groupId: `connectless-test-${randomUUID()}` });
  const { promise, resolve } = Promise.withResolvers<void>();
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const { key, value, headers, timestamp } = message;
      records.push({
        topic,
        key,
        value,
        headers: headersOf(headers),
        timestamp: Number(timestamp),
      });
      if (records.length === expected) resolve();
    },
  });
  await promise;
  await consumer.disconnect();
  return records;
};

const headersOf = (headers: IHeaders = {}): readonly Header[] =>
  Object.entries(headers).flatMap(([key, values]) =>
    [values ?? null]
      .flat()
      .map((value) => ({ key, value: value === null ? null : Buffer.from(value) })),
  );

/** The text of a record's last header of a name. */
export const headerText = ({ headers }: SourceRecord, name: string): string | undefined =>
  headers.findLast(({ key }) => key === name)?.value?.toString();
