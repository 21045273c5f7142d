import { describe, expect, it } from 'vitest';
import { DataError } from '../../../shared/connect/errors.ts';
import type { SinkRecord, SourceRecord } from '../../../shared/connect/records.ts';
import { createErrantRecordReporter } from '../../../shared/dead-letters/errant-record-reporter.ts';
import { fakeProducer } from '../../support/fakes.ts';
import { APRIL_24, aSinkRecord } from '../../support/records.ts';

const NOW = APRIL_24 + 5_000;
const ERRORS = {
  connector: 'opensearch-sink',
  tolerance: 'all',
  deadLetterTopic: 'letters',
  contextHeaders: true,
} as const;
const signal = AbortSignal.timeout(60_000);

const letterOf = async (
  record: SourceRecord | SinkRecord,
  over: Partial<typeof ERRORS | { contextHeaders: false }> = {},
  message = 'OpenSearch answered 400',
) => {
  const producer = fakeProducer();
  const error = new DataError('TASK_PUT', '_bulk', message);
  await createErrantRecordReporter({ ...ERRORS, ...over }, producer, () => NOW).report(
    [{ record, error }],
    signal,
  );
  return producer.log[0];
};
const texts = (letter: SourceRecord | undefined) =>
  letter?.headers.map(({ key, value }) => [key, value?.toString()]);

describe('createErrantRecordReporter', () => {
  it('writes the original bytes and headers, then context headers in the order of Connect', async () => {
    const record = aSinkRecord({
      key: Buffer.from([0xff]),
      value: Buffer.from([0xfe]),
      partition: 2,
      offset: 9,
    });

    const letter = await letterOf(record);

    expect(letter).toMatchObject({
      topic: 'letters',
      key: record.key,
      value: record.value,
      timestamp: NOW,
    });
    expect(texts(letter)).toEqual([
      ['message-id', 'm-1'],
      ['__connect.errors.topic', 'phone-data'],
      ['__connect.errors.partition', '2'],
      ['__connect.errors.offset', '9'],
      ['__connect.errors.connector.name', 'opensearch-sink'],
      ['__connect.errors.task.id', '0'],
      ['__connect.errors.stage', 'TASK_PUT'],
      ['__connect.errors.class.name', '_bulk'],
      ['__connect.errors.exception.class.name', 'DataError'],
      ['__connect.errors.exception.message', 'OpenSearch answered 400'],
      ['__connect.errors.record.timestamp', `${APRIL_24}`],
    ]);
  });

  it('knows no partition and offset of a record that never was in Kafka', async () => {
    const { partition: _, offset: __, ...record } = aSinkRecord();

    const names = texts(await letterOf(record))?.map(([name]) => name);

    expect(names).not.toContain('__connect.errors.partition');
    expect(names).not.toContain('__connect.errors.offset');
  });

  it('keeps only the time where context headers are off', async () => {
    expect(texts(await letterOf(aSinkRecord(), { contextHeaders: false }))).toEqual([
      ['message-id', 'm-1'],
      ['__connect.errors.record.timestamp', `${APRIL_24}`],
    ]);
  });

  it('cuts the message to 1 KB without cutting a character', async () => {
    const letter = await letterOf(aSinkRecord(), {}, `x${'é'.repeat(600)}`);
    const message = letter?.headers.at(-2)?.value?.toString();

    expect(message).toBe(`x${'é'.repeat(511)}`);
  });

  it('refuses with the cause where nothing is tolerated', async () => {
    const producer = fakeProducer();
    const error = new DataError('TASK_PUT', '_bulk', 'refused');
    const reporter = createErrantRecordReporter(
      { ...ERRORS, tolerance: 'none' },
      producer,
      () => NOW,
    );

    await expect(reporter.report([{ record: aSinkRecord(), error }], signal)).rejects.toBe(error);
    expect(producer.log).toEqual([]);
  });
});
