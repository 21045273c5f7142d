import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError, RetriableError } from '../../../shared/connect/errors.ts';
import type { SinkRecord } from '../../../shared/connect/records.ts';
import { createErrantRecordReporter } from '../../../shared/dead-letters/errant-record-reporter.ts';
import type { IndexDocument, Outcome } from '../../../shared/ports.ts';
import { responder } from '../../../shared/sink/batch-response.ts';
import { createSinkTask } from '../../../shared/sink/sink-task.ts';
import { anErrorsConfig } from '../../support/connectors.ts';
import { fakeMetrics, fakeProducer, fakeReporter, fakeWriter } from '../../support/fakes.ts';
import { APRIL_24, aDocument, aSinkRecord } from '../../support/records.ts';

const ERRORS = anErrorsConfig('sink');
const NOW = APRIL_24 + 60_000;
const deadlines = { write: AbortSignal.timeout(60_000), report: AbortSignal.timeout(60_000) };
const errant = new DataError('TASK_PUT', 'test', 'refused');
const RETRIABLE: Outcome = {
  kind: 'retriable',
  error: new RetriableError('later'),
  attempts: 1,
};

const REFUSED: Outcome = { kind: 'errant', error: errant, type: 'test', attempts: 1 };

/** A fate by what the value says: written, retriable, refused by OpenSearch, or not convertible. */
const fateOf = ({ value }: SinkRecord): string => value?.toString() ?? '';
const convert = (record: SinkRecord): readonly IndexDocument[] => {
  if (fateOf(record) === 'unconvertible') throw errant;
  if (fateOf(record) === 'bug') throw new TypeError('bug');
  return [aDocument({ record, id: `${record.partition}-${record.offset}` })];
};
const judge = ({ record }: IndexDocument): Outcome => {
  if (fateOf(record) === 'retriable') return RETRIABLE;
  const fate = fateOf(record);
  if (fate === 'stale' || fate === 'duplicate') return { kind: fate, attempts: 1 };
  return fate === 'refused' ? REFUSED : { kind: 'written', attempts: 1 };
};
const batch = (...fates: string[]) =>
  fates.map((fate, offset) => aSinkRecord({ offset, value: Buffer.from(fate) }));

const put = async (
  records: readonly SinkRecord[],
  partial = 'true',
  lose: (offset: number) => boolean = () => false,
) => {
  const reporter = fakeReporter((record) => 'offset' in record && lose(record.offset));
  const writer = fakeWriter(judge);
  const metrics = fakeMetrics();
  const task = createSinkTask(convert, {
    writer,
    reporter,
    respond: responder(partial),
    metrics,
    now: () => NOW,
  });
  const answer = await task.put(records, deadlines).catch((error: unknown) => error as Error);
  return {
    answer,
    writer,
    counts: metrics.counts,
    letters: reporter.letters.map(({ record }) => (record as SinkRecord).offset),
  };
};
const failures = (...points: [string, number][]) => ({
  batchItemFailures: points.map(([partition, offset]) => ({
    itemIdentifier: { partition, offset },
  })),
});

const answered = (answer: unknown) =>
  (answer as ReturnType<typeof failures>).batchItemFailures.map(
    ({ itemIdentifier: { partition, offset } }) => `${partition} ${offset}`,
  );

describe('createSinkTask', () => {
  it.each([
    { fates: [], resume: failures(), letters: [] },
    { fates: ['written', 'written'], resume: failures(), letters: [] },
    { fates: ['stale', 'duplicate'], resume: failures(), letters: [] },
    { fates: ['written', 'refused', 'unconvertible'], resume: failures(), letters: [1, 2] },
    {
      fates: ['written', 'retriable', 'retriable'],
      resume: failures(['phone-data-0', 1]),
      letters: [],
    },
    {
      fates: ['refused', 'retriable', 'unconvertible'],
      resume: failures(['phone-data-0', 1]),
      letters: [0],
    },
  ])('settles $fates', async ({ fates, resume, letters }) => {
    const result = await put(batch(...fates));

    expect(result.answer).toEqual(resume);
    expect(result.letters).toEqual(letters);
  });

  it('lets partitions and topics go on independently of each other', async () => {
    const result = await put([
      aSinkRecord({ offset: 7, value: Buffer.from('retriable') }),
      aSinkRecord({ partition: 1, offset: 3, value: Buffer.from('refused') }),
      aSinkRecord({ topic: 'phone-data-1', offset: 5, value: Buffer.from('retriable') }),
    ]);

    expect(result.answer).toEqual(failures(['phone-data-0', 7], ['phone-data-1-0', 5]));
    expect(result.letters).toEqual([3]);
  });

  it('does not settle what it could not report', async () => {
    const result = await put(
      batch('refused', 'written', 'refused', 'written', 'unconvertible'),
      'true',
      (offset) => offset === 2,
    );

    expect(result.answer).toEqual(failures(['phone-data-0', 2]));
    expect(result.letters).toEqual([0, 4]);
  });

  it('throws, and writes no letter, where the mapping takes no partial answer', async () => {
    const result = await put(batch('refused', 'retriable'), 'false');

    expect(result.answer).toBeInstanceOf(RetriableError);
    expect(result.letters).toEqual([]);
  });

  it('answers without failures where the mapping takes no partial answer and all is settled', async () => {
    const result = await put(batch('written', 'refused'), 'false');

    expect(result.answer).toEqual(failures());
    expect(result.letters).toEqual([1]);
  });

  it('tries a document again that the writer says nothing of', async () => {
    const task = createSinkTask(convert, {
      writer: { write: async () => new Map() },
      reporter: fakeReporter(),
      respond: responder('true'),
      metrics: fakeMetrics(),
      now: () => NOW,
    });

    expect(await task.put(batch('written'), deadlines)).toEqual(failures(['phone-data-0', 0]));
  });

  it('still reports when the time to write is over', async () => {
    const task = createSinkTask(convert, {
      writer: fakeWriter(judge),
      reporter: createErrantRecordReporter(ERRORS, {
        producer: fakeProducer(),
        now: () => 0,
        log: () => undefined,
        metrics: fakeMetrics(),
      }),
      respond: responder('true'),
      metrics: fakeMetrics(),
      now: () => NOW,
    });
    const late = { write: AbortSignal.abort(), report: deadlines.report };

    expect(await task.put(batch('unconvertible', 'written'), late)).toEqual(
      failures(['phone-data-0', 1]),
    );
    expect(await task.put(batch('unconvertible'), late)).toEqual(failures());
  });

  it('tolerates no bug', async () => {
    const result = await put(batch('written', 'bug'));

    expect(result.answer).toBeInstanceOf(TypeError);
  });

  it('calls a record with several documents errant if any is, and unsettled if any is', async () => {
    const two = (record: SinkRecord) =>
      ['written', fateOf(record)].map((id) => aDocument({ record, id }));
    const reporter = fakeReporter();
    const task = createSinkTask(two, {
      writer: fakeWriter((document) =>
        document.id === 'written' ? { kind: 'written', attempts: 1 } : judge(document),
      ),
      reporter,
      respond: responder('true'),
      metrics: fakeMetrics(),
      now: () => NOW,
    });

    const answer = await task.put(batch('refused', 'written', 'retriable'), deadlines);

    expect(answer).toEqual(failures(['phone-data-0', 2]));
    expect(reporter.letters.map(({ record }) => (record as SinkRecord).offset)).toEqual([0]);
  });

  it('counts what came, what became of it and what comes again', async () => {
    const { counts } = await put(
      batch('written', 'stale', 'duplicate', 'refused', 'retriable', 'written'),
    );

    expect(counts).toEqual({
      'phone-data Records': 6,
      'phone-data OldestRecordAge': 60_000,
      'phone-data DocumentsWritten': 2,
      'phone-data DocumentsStale': 1,
      'phone-data DocumentsDuplicate': 1,
      'phone-data RecordsRedelivered': 2,
    });
  });

  it.each([
    { of: 'a bug', fates: ['written', 'bug'], partial: 'true' },
    { of: 'a mapping without partial answers', fates: ['written', 'retriable'], partial: 'false' },
  ])('counts all as coming again because of $of', async ({ fates, partial }) => {
    const { counts } = await put(batch(...fates), partial);

    expect(counts).toMatchObject({ 'phone-data Records': 2, 'phone-data RecordsRedelivered': 2 });
  });

  it('counts operations that were sent once more, and no age where no record has a time', async () => {
    const metrics = fakeMetrics();
    const task = createSinkTask(convert, {
      writer: {
        write: async (documents) =>
          new Map([...documents].map((document) => [document, { kind: 'written', attempts: 3 }])),
      },
      reporter: fakeReporter(),
      respond: responder('true'),
      metrics,
      now: () => NOW,
    });

    await task.put([aSinkRecord({ timestamp: -1 })], deadlines);

    expect(metrics.counts).toEqual({
      'phone-data Records': 1,
      'phone-data DocumentsWritten': 1,
      'phone-data OperationsRetried': 2,
    });
  });

  it('gives every record exactly one fate', async () => {
    const fate = fc.constantFrom('written', 'retriable', 'refused', 'unconvertible');
    const records = fc
      .array(fc.tuple(fc.nat(2), fate), { maxLength: 30 })
      .map((rows) =>
        rows.map(([partition, value], offset) =>
          aSinkRecord({ partition, offset, value: Buffer.from(value) }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(records, async (batch) => {
        const { answer, writer, letters } = await put(batch);
        const first = (partition: number) =>
          batch.find((each) => each.partition === partition && fateOf(each) === 'retriable')
            ?.offset;

        for (const record of batch) {
          const redelivered =
            record.offset >= (first(record.partition) ?? Number.POSITIVE_INFINITY);
          const written = writer.documents.has(`i/${record.partition}-${record.offset}`);
          const reported = letters.includes(record.offset);
          expect([redelivered, !redelivered && written, reported].filter(Boolean)).toHaveLength(1);
        }
        const resume = [0, 1, 2].flatMap((partition) => {
          const offset = first(partition);
          return offset === undefined ? [] : [`phone-data-${partition} ${offset}`];
        });
        expect(new Set(answered(answer))).toEqual(new Set(resume));
      }),
    );
  });
});
