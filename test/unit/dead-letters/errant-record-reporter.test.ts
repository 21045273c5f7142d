import { beforeEach, describe, expect, it } from 'vitest';
import type { ErrorsConfig } from '../../../shared/config/connector.ts';
import { DataError, RetriableError } from '../../../shared/connect/errors.ts';
import type { SinkRecord, SourceRecord } from '../../../shared/connect/records.ts';
import { createErrantRecordReporter } from '../../../shared/dead-letters/errant-record-reporter.ts';
import type { ErrantEntry, RecordProducer } from '../../../shared/ports.ts';
import { anErrorsConfig } from '../../support/connectors.ts';
import { fakeMetrics, fakeProducer } from '../../support/fakes.ts';
import { APRIL_24, aSinkRecord } from '../../support/records.ts';

const NOW = APRIL_24 + 5_000;
const ERRORS = anErrorsConfig('opensearch-sink');
const ERROR = new DataError('TASK_PUT', '_bulk', 'refused');
const ENTRY = {
  connector: 'opensearch-sink',
  stage: 'TASK_PUT',
  class: '_bulk',
  topic: 's',
  partition: 0,
  offset: 0,
};
const COORDINATES = ['topic', 'partition', 'offset'];
const PLACE = ['connector.name', 'task.id', 'stage', 'class.name', 'exception.class.name'];
const TIME = '__connect.errors.record.timestamp';
const signal = AbortSignal.timeout(60_000);

const logged: ErrantEntry[] = [];
let metrics = fakeMetrics();
beforeEach(() => {
  logged.length = 0;
  metrics = fakeMetrics();
});
const reporterOf = (producer: RecordProducer, over: Partial<ErrorsConfig> = {}) =>
  createErrantRecordReporter(
    { ...ERRORS, ...over },
    { producer, now: () => NOW, log: (entry) => logged.push(entry), metrics },
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
      // Kafka takes what goes to one partition together or not at all.
      kafkaPartition: 0,
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
    await reportAll(['secret']);

    expect(logged).toEqual([{ ...ENTRY, level: 'warn', message: 'errant record' }]);
    expect(metrics.counts).toEqual({ 's RecordsErrant': 1, 's ErrantDocuments': 1 });
  });

  it('logs why a partition waits for its first letter, and counts all that wait', async () => {
    await reportAll(['s refused', 's2', 's3']);

    expect(logged).toEqual([
      { ...ENTRY, level: 'error', message: 'dead letter not written', reason: 'too large' },
    ]);
    expect(metrics.counts).toEqual({ 's DeadLetterFailures': 3 });
  });

  it.each([
    { stage: 'KEY_CONVERTER', metric: 'ErrantConversions' },
    { stage: 'HEADER_CONVERTER', metric: 'ErrantConversions' },
    { stage: 'VALUE_CONVERTER', metric: 'ErrantConversions' },
    { stage: 'TRANSFORMATION', metric: 'ErrantTransformations' },
    { stage: 'TASK_PUT', metric: 'ErrantDocuments' },
    { stage: 'TASK_PUT', type: 'mapper_parsing_exception', metric: 'ErrantRefusals' },
    { stage: 'KAFKA_PRODUCE', metric: 'ErrantProduces' },
  ] as const)('counts $stage $type as $metric', async ({ stage, metric, ...refusal }) => {
    const error = new DataError(stage, 'test', 'test');

    await reporterOf(fakeProducer()).report([{ record: aSinkRecord(), error, ...refusal }], signal);

    expect(metrics.counts).toEqual({ 'phone-data RecordsErrant': 1, [`phone-data ${metric}`]: 1 });
    expect(logged).toEqual([expect.objectContaining({ stage, ...refusal })]);
  });

  it('counts under the topic that it is told', async () => {
    const errant = [{ record: { ...aSinkRecord(), countedAs: '$' }, error: ERROR }];

    await reporterOf(fakeProducer()).report(errant, signal);

    expect(metrics.counts).toEqual({ '$ RecordsErrant': 1, '$ ErrantDocuments': 1 });
  });

  it('drops and counts where that is asked for', async () => {
    const producer = fakeProducer();
    const errant = [{ record: aSinkRecord(), error: ERROR }];

    expect(await reporterOf(producer, { drop: true }).report(errant, signal)).toEqual([]);
    expect(producer.log).toEqual([]);
    expect(logged).toEqual([expect.objectContaining({ message: 'errant record dropped' })]);
    expect(metrics.counts).toEqual({
      'phone-data RecordsErrant': 1,
      'phone-data ErrantDocuments': 1,
      'phone-data RecordsDropped': 1,
    });
  });

  it('keeps nothing where nothing is tolerated', async () => {
    const producer = fakeProducer();
    const none = reporterOf(producer, { tolerance: 'none' });
    const errant = [{ record: aSinkRecord(), error: ERROR }];

    expect(await none.report(errant, signal)).toEqual(errant);
    expect(producer.log).toEqual([]);
    expect(logged).toEqual([
      expect.objectContaining({ level: 'error', message: 'errant record not tolerated' }),
    ]);
    expect(metrics.counts).toEqual({ 'phone-data RecordsNotTolerated': 1 });
  });

  it('has the stack trace and those of the causes, where that is asked for, behind the message', async () => {
    const cause = new SyntaxError(`Unexpected token ${'x'.repeat(9_000)}`);
    const error = new DataError('VALUE_CONVERTER', 'test', 'no JSON', { cause });
    const producer = fakeProducer();

    await reporterOf(producer, { stackTrace: true }).report(
      [{ record: aSinkRecord(), error }],
      signal,
    );
    const [, [name, text = ''] = []] = texts(producer.log[0])?.slice(-3) ?? [];

    expect(name).toBe('__connect.errors.exception.stacktrace');
    expect(text).toMatch(
      /^DataError: no JSON\n {4}at .*\nCaused by: SyntaxError: Unexpected token x/s,
    );
    expect(Buffer.byteLength(text)).toBe(8 * 1024);
  });

  it.each([
    { most: 700, left: [...COORDINATES, ...PLACE] },
    { most: 250, left: COORDINATES },
    { most: 80, left: [] },
  ])(
    'leaves out headers of a letter that Kafka finds too large: $most bytes',
    async ({ most, left }) => {
      const producer = fakeProducer(({ headers }) =>
        headers.reduce((sum, { key, value }) => sum + key.length + (value?.length ?? 0), 0) > most
          ? new DataError('KAFKA_PRODUCE', 'fake', 'too large')
          : undefined,
      );
      const error = new DataError('TASK_PUT', '_bulk', 'x'.repeat(1_000));

      const lost = await reporterOf(producer, { stackTrace: true }).report(
        [{ record: aSinkRecord(), error }],
        signal,
      );

      expect(lost).toEqual([]);
      expect(producer.log.map((letter) => texts(letter)?.map(([name]) => name))).toEqual([
        ['message-id', ...left.map((name) => `__connect.errors.${name}`), TIME],
      ]);
    },
  );

  it('tries no other form of a letter that has no context', async () => {
    let sends = 0;
    const producer: RecordProducer = {
      send: async () => {
        sends += 1;
        throw new DataError('KAFKA_PRODUCE', 'fake', 'too large');
      },
    };
    const errant = [{ record: aSinkRecord(), error: ERROR }];

    expect(await reporterOf(producer, { contextHeaders: false }).report(errant, signal)).toEqual(
      errant,
    );
    // Together, then alone.
    expect(sends).toBe(2);
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
