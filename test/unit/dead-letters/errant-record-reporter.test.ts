import { describe, expect, it } from 'vitest';
import type { ErrorsConfig } from '../../../shared/config/connector.ts';
import { DataError, RetriableError } from '../../../shared/connect/errors.ts';
import type { SinkRecord, SourceRecord } from '../../../shared/connect/records.ts';
import { createErrantRecordReporter } from '../../../shared/dead-letters/errant-record-reporter.ts';
import type { ErrantEntry, RecordProducer } from '../../../shared/ports.ts';
import { fakeProducer } from '../../support/fakes.ts';
import { APRIL_24, aSinkRecord } from '../../support/records.ts';

const NOW = APRIL_24 + 5_000;
const ERRORS = {
  connector: 'opensearch-sink',
  tolerance: 'all',
  deadLetterTopic: 'letters',
  contextHeaders: true,
} as const;
const ERROR = new DataError('TASK_PUT', '_bulk', 'refused');
const signal = AbortSignal.timeout(60_000);

const logged: ErrantEntry[] = [];
const reporterOf = (producer: RecordProducer, over: Partial<ErrorsConfig> = {}) =>
  createErrantRecordReporter(
    { ...ERRORS, ...over },
    { producer, now: () => NOW, log: (entry) => logged.push(entry) },
  );

const letterOf = async (
  record: SourceRecord | SinkRecord,
  over: Partial<ErrorsConfig> = {},
  message = 'OpenSearch answered 400',
) => {
  const producer = fakeProducer();
  const error = new DataError('TASK_PUT', '_bulk', message);
  await reporterOf(producer, over).report([{ record, error }], signal);
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

  it('logs a line for what is kept, with coordinates and nothing of the record', async () => {
    logged.length = 0;
    await reportAll(['secret', 'a refused']);

    expect(logged).toEqual([
      {
        level: 'warn',
        message: 'errant record',
        connector: 'opensearch-sink',
        stage: 'TASK_PUT',
        class: '_bulk',
        topic: 's',
        partition: 0,
        offset: 0,
      },
    ]);
  });

  it('keeps nothing where nothing is tolerated', async () => {
    const producer = fakeProducer();
    const none = reporterOf(producer, { tolerance: 'none' });
    const errant = [{ record: aSinkRecord(), error: ERROR }];

    expect(await none.report(errant, signal)).toEqual(errant);
    expect(producer.log).toEqual([]);
  });

  it('finds the letter that Kafka refuses, and keeps what does not wait for it', async () => {
    const { kept, lost } = await reportAll(['b0', 'a1 refused', 'b2', 'a3', 'b4']);

    expect(new Set(kept)).toEqual(new Set(['b0', 'b2', 'b4']));
    expect(lost).toEqual(['a1 refused', 'a3']);
  });

  it('calls lost what Kafka may take later', async () => {
    const { lost } = await reportAll(['a0', 'b0 later', 'a1']);

    expect(lost).toEqual(['a0', 'b0 later', 'a1']);
  });

  it('writes no letter of a partition that waits for an earlier one', async () => {
    const large = 'x'.repeat(400_000);
    const { kept, lost } = await reportAll([`a0 later ${large}`, `b0 ${large}`, `a1 ${large}`]);

    expect(kept.map((text) => text?.slice(0, 2))).toEqual(['b0']);
    expect(lost.map((text) => text?.slice(0, 2))).toEqual(['a0', 'a1']);
  });

  it('sends no more at once than a broker takes as one batch', async () => {
    const sizes: number[] = [];
    const producer: RecordProducer = {
      send: async (records) => {
        sizes.push(records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0));
      },
    };
    const errant = Array.from({ length: 1_000 }, (_, offset) => ({
      record: aSinkRecord({ offset, value: Buffer.alloc(4_000) }),
      error: ERROR,
    }));

    const lost = await reporterOf(producer).report(errant, signal);

    expect(lost).toEqual([]);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(4_000_000);
    expect(Math.max(...sizes)).toBeLessThan(600_000);
  });

  it('lets a bug through', async () => {
    const producer: RecordProducer = { send: () => Promise.reject(new TypeError('bug')) };
    const reporter = reporterOf(producer);

    await expect(
      reporter.report([{ record: aSinkRecord(), error: ERROR }], signal),
    ).rejects.toBeInstanceOf(TypeError);
  });
});

/** Reports records named by their topic; `refused` and `later` are what Kafka says to them. */
const reportAll = async (names: readonly string[]) => {
  const producer = fakeProducer(({ value }) => {
    if (value?.includes('refused')) return new DataError('KAFKA_PRODUCE', 'fake', 'too large');
    return value?.includes('later') ? new RetriableError('later') : undefined;
  });
  const errant = names.map((name, offset) => ({
    record: aSinkRecord({ topic: name.slice(0, 1), offset, value: Buffer.from(name) }),
    error: ERROR,
  }));
  const lost = await reporterOf(producer).report(errant, signal);
  const text = ({ value }: SourceRecord) => value?.toString();
  return { kept: producer.log.map(text), lost: lost.map(({ record }) => text(record)) };
};
