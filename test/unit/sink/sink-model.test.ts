import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NamePart, SinkStatement } from '../../../shared/config/connector.ts';
import { DataError } from '../../../shared/connect/errors.ts';
import type { SinkRecord } from '../../../shared/connect/records.ts';
import { createErrantRecordReporter } from '../../../shared/dead-letters/errant-record-reporter.ts';
import { createDocumentWriter } from '../../../shared/opensearch/document-writer.ts';
import type { IndexDocument } from '../../../shared/ports.ts';
import { responder } from '../../../shared/sink/batch-response.ts';
import { createSinkTask } from '../../../shared/sink/sink-task.ts';
import { toDocuments } from '../../../shared/sink/to-documents.ts';
import { aSinkConnector } from '../../support/connectors.ts';
import { fakeMetrics, fakeProducer } from '../../support/fakes.ts';
import { createOpenSearchModel, modelOperation } from '../../support/opensearch-model.ts';
import { outcome } from '../../support/outcome.ts';
import { APRIL_24, aSinkRecord } from '../../support/records.ts';
import {
  type Fault,
  type SimulatedOpenSearch,
  sentAfterSettled,
  simulateOpenSearch,
} from '../../support/simulated-opensearch.ts';

const KEY = { parts: [{ kind: 'plain key' }], separator: '+' } as const;
const OFFSET = { parts: [], separator: '+' } as const;
type Way = Pick<SinkStatement, 'id' | 'write' | 'tombstones'>;

/** Every way in which a dialect writes, with every policy that it allows. */
const WAYS: readonly Way[] = (['ignore', 'fail', 'delete'] as const).flatMap(
  (tombstones): Way[] => [
    { id: KEY, tombstones, write: { operation: 'index', version: 'offset' } },
    { id: KEY, tombstones, write: { operation: 'index', version: { header: 'v' } } },
    { id: KEY, tombstones, write: { operation: 'index' } },
    { id: KEY, tombstones, write: { operation: 'update' } },
    { id: OFFSET, tombstones, write: { operation: 'index' } },
    ...(tombstones === 'delete'
      ? []
      : [
          {
            id: KEY,
            tombstones,
            write: { operation: 'create', timestamp: { kind: 'template' } },
          } as const,
        ]),
  ],
);

const DAY: NamePart = {
  kind: 'date',
  pattern: 'yyyy-MM-dd',
  format: (time) => new Date(time).toISOString().slice(0, 10),
};
const connectorOf = (way: Way) =>
  aSinkConnector({ statements: [{ source: 'phone-data', index: ['phones_', DAY], ...way }] });

type Kind = 'value' | 'tombstone' | 'poison' | 'refused' | 'keyless';
const VALUES: Readonly<Record<Kind, (n: number, size: number) => string | null>> = {
  value: (n, size) => `{"f${n % 3}":${n},"p":"${'x'.repeat(size)}"}`,
  keyless: (n) => `{"f${n % 3}":${n}}`,
  refused: (n, size) => `{"refused":${n},"p":"${'x'.repeat(size)}"}`,
  poison: () => '{"half":',
  tombstone: () => null,
};

const records = fc
  .array(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      partition: fc.nat(1),
      timestamp: fc.constantFrom(APRIL_24, APRIL_24, APRIL_24 + 86_400_000, -1, 0),
      size: fc.constantFrom(0, 0, 50, 400),
      kind: fc.constantFrom<Kind>(
        ...(['value', 'value', 'value', 'tombstone', 'poison', 'refused', 'keyless'] as const),
      ),
    }),
    { minLength: 1, maxLength: 16 },
  )
  .map((rows) =>
    rows.map(({ key, partition, kind, timestamp, size }, offset): SinkRecord => {
      const value = VALUES[kind](offset, size);
      return aSinkRecord({
        // A key has one partition: that is what keeps its order in Kafka.
        partition,
        offset,
        timestamp,
        key: kind === 'keyless' ? null : Buffer.from(`${key}${partition}`),
        value: value === null ? null : Buffer.from(value),
        headers: [{ key: 'v', value: Buffer.from(`${offset * 10}`) }],
      });
    }),
  );

const faults = fc.array(
  fc.oneof(
    fc.constant<Fault>({ kind: 'none' }),
    fc.boolean().map((isExecuted): Fault => ({ kind: 'silence', isExecuted })),
    fc.constantFrom(429, 503).map((status): Fault => ({ kind: 'status', status })),
    fc
      .uniqueArray(fc.nat(6))
      .map((hit): Fault => ({ kind: 'items', status: 429, hits: (at) => hit.includes(at) })),
  ),
  { maxLength: 10 },
);

/** A run's deliveries: how long each may wait for OpenSearch, and how far Kafka goes back before it. */
const deliveries = fc.array(
  fc.record({ patience: fc.nat(2), back: fc.constantFrom(0, 0, 1, 3, 16) }),
  { maxLength: 5 },
);

const isRefused = ({ body }: { readonly body: string | undefined }) =>
  body?.includes('refused') === true;

/** What documents the records leave, one after the other, and which of them are errant. */
const expected = (way: Way, batch: readonly SinkRecord[]) => {
  const model = createOpenSearchModel();
  const errant = new Set<number>();
  const make = toDocuments(connectorOf(way), () => 0);
  const documentsOf = (record: SinkRecord): readonly IndexDocument[] => {
    const made = outcome(() => make(record));
    if (made instanceof DataError) errant.add(record.offset);
    return Array.isArray(made) ? made : [];
  };
  for (const record of batch)
    for (const operation of documentsOf(record).map(modelOperation))
      if (isRefused(operation)) errant.add(record.offset);
      else model.apply(operation);
  return { documents: model.documents, errant };
};

type Delivery = Awaited<ReturnType<typeof deliver>>;

/** Each record that was due is settled, by a letter or by what was sent, or comes again; and nothing was sent that was settled. */
const checkFates = (
  { points, letters, requests }: Delivery,
  due: readonly SinkRecord[],
  mustHaveLetters: ReadonlySet<number>,
): void => {
  expect(new Set(letters).size).toBe(letters.length);
  expect(sentAfterSettled(requests)).toEqual([]);
  const [again = [], settled = []] = [true, false].map((isAgain) =>
    due.filter(({ partition, offset }) => offset >= (points.get(partition) ?? NEVER) === isAgain),
  );
  expect(again.filter(({ offset }) => letters.includes(offset))).toEqual([]);
  const unkept = settled.filter(({ offset }) => !letters.includes(offset));
  expect(unkept.filter(({ offset }) => mustHaveLetters.has(offset))).toEqual([]);
  const sent = new Set(requests.flatMap(({ operations }) => operations.map(({ body }) => body)));
  expect(unkept.filter(({ value }) => value && !sent.has(value.toString()))).toEqual([]);
};

const NEVER = Number.POSITIVE_INFINITY;

type World = {
  readonly opensearch: SimulatedOpenSearch;
  readonly mustHaveLetters: ReadonlySet<number>;
};

/** Delivers a batch, again and again as Kafka would; answers with all that ever had a letter. */
const deliverAll = async (
  way: Way,
  batch: readonly SinkRecord[],
  runs: readonly { readonly patience: number; readonly back: number }[],
  { opensearch, mustHaveLetters }: World,
): Promise<ReadonlySet<number>> => {
  const kept = new Set<number>();
  let resume: ReadonlyMap<number, number> = new Map([0, 1].map((partition) => [partition, 0]));
  for (const { patience, back } of runs) {
    const due = batch.filter(
      ({ partition, offset }) => offset >= (resume.get(partition) ?? batch.length) - back,
    );
    const delivery = await deliver(way, due, opensearch, patience);
    checkFates(delivery, due, mustHaveLetters);
    for (const offset of delivery.letters) kept.add(offset);
    resume = delivery.points;
  }
  expect(resume).toEqual(new Map());
  return kept;
};

/** A document that OpenSearch would refuse is settled, too, where a later one of its id was written before it could say so. */
const mayBeOvertaken = (record: SinkRecord, batch: readonly SinkRecord[]): boolean =>
  isRefused({ body: record.value?.toString() }) &&
  batch.some(({ key, offset }) => offset > record.offset && key?.toString() === `${record.key}`);

describe('any batch by any way of writing, with any faults and redeliveries', () => {
  it('leaves what one record after the other would, with one fate for each in each delivery', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...WAYS),
        records,
        faults,
        deliveries,
        async (way, batch, script, runs) => {
          const opensearch = simulateOpenSearch({ faults: script, refuses: isRefused });
          const { documents, errant } = expected(way, batch);

          // The last delivery has all the time that it needs.
          const all = [...runs, { patience: 100, back: 0 }];
          const mustHaveLetters = new Set(
            batch
              .filter((record) => errant.has(record.offset) && !mayBeOvertaken(record, batch))
              .map(({ offset }) => offset),
          );
          const kept = await deliverAll(way, batch, all, { opensearch, mustHaveLetters });

          expect(opensearch.model.documents).toEqual(documents);
          expect([...kept].filter((offset) => !errant.has(offset))).toEqual([]);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

/** One invocation: its resume points by partition, and the offsets that have letters. */
const deliver = async (
  way: Way,
  due: readonly SinkRecord[],
  { bulk, requests }: SimulatedOpenSearch,
  patience: number,
) => {
  const connector = connectorOf(way);
  const before = requests.length;
  const time = new AbortController();
  let pauses = 0;
  const producer = fakeProducer();
  const metrics = fakeMetrics();
  const task = createSinkTask(
    toDocuments(connector, () => 0),
    {
      writer: createDocumentWriter({
        bulk,
        delays: [1],
        maxBytes: 300,
        concurrency: 2,
        random: () => 1,
        sleep: async () => {
          if (pauses++ >= patience) time.abort();
        },
      }),
      reporter: createErrantRecordReporter(connector.errors, {
        producer,
        now: () => 0,
        log: () => {},
        metrics,
      }),
      respond: responder('true'),
      metrics,
      now: () => 0,
    },
  );
  const { batchItemFailures } = await task.put(due, {
    write: time.signal,
    report: AbortSignal.timeout(60_000),
  });
  return {
    requests: requests.slice(before),
    points: new Map(
      batchItemFailures.map(({ itemIdentifier: { partition, offset } }) => [
        Number(partition.slice(-1)),
        offset,
      ]),
    ),
    letters: producer.log.map(({ headers }) =>
      Number(headers.find(({ key }) => key === '__connect.errors.offset')?.value?.toString()),
    ),
  };
};
