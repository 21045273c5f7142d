import type { Admin } from 'kafkajs';
import { onTestFinished } from 'vitest';
import type { SourceRecord } from '../../shared/connect/records.ts';
import { connectKafka, connectSearchedKafka } from '../../shared/kafka/connect.ts';
import { plainKafka } from './kafka-connection.ts';

const connect = (address: string) => connectKafka(plainKafka(address));

/** An admin client that is connected as long as the test runs. */
export const adminOf = async (address: string): Promise<Admin> => {
  const admin = connect(address).admin();
  await admin.connect();
  onTestFinished(admin.disconnect);
  return admin;
};

/** Makes a topic, of one partition unless said otherwise, with settings of its own. */
export const createTopic = async (
  address: string,
  topic: string,
  numPartitions = 1,
  config: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const admin = connect(address).admin();
  await admin.connect();
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  await admin.createTopics({
    waitForLeaders: true,
    topics: [{ topic, numPartitions, configEntries }],
  });
  await admin.disconnect();
};

/** Reads a topic from its begin to where it ended when the call was made; as no member of a group, so it waits for none. */
export const readTopic = async (
  address: string,
  topic: string,
): Promise<readonly SourceRecord[]> => {
  const { reader } = connectSearchedKafka(plainKafka(address));
  const records: SourceRecord[] = [];
  for (const [partition, end] of await reader.ends(topic)) {
    let next = 0;
    while (next < end) {
      const read = await reader.read(topic, partition, next);
      for (const { offset, partition: _, ...record } of read) {
        records.push(record);
        next = offset + 1;
      }
    }
  }
  reader.close();
  return records;
};

/** The text of a record's last header of a name. */
export const headerText = ({ headers }: SourceRecord, name: string): string | undefined =>
  headers.findLast(({ key }) => key === name)?.value?.toString();
