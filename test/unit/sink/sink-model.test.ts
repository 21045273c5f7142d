import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NamePart, SinkStatement } from '../../../shared/config/connector.ts';
import { DataError, RetriableError } from '../../../shared/connect/errors.ts';
import type { SinkRecord } from '../../../shared/connect/records.ts';
import { createErrantRecordReporter } from '../../../shared/dead-letters/errant-record-reporter.ts';
import { bulkOperation } from '../../../shared/opensearch/bulk-body.ts';
import type { BulkCall } from '../../../shared/opensearch/bulk-call.ts';
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
/** A connector that writes each record in each of these ways, to indices of their own. */
const connectorOf = (ways: readonly Way[]) =>
  aSinkConnector({
    statements: ways.map((way, at) => ({
      source: 'phone-data',
      index: [`phones${at}_`, DAY],
      ...way,
    })),
  });

type Kind = 'value' | 'tombstone' | 'poison' | 'refused' | 'spoiling' | 'keyless' | 'long key';
const VALUES: Readonly<Record<Kind, (n: number, size: number) => string | null>> = {
  value: (n, size) => `{"f${n % 3}":${n},"p":"${'x'.repeat(size)}"}`,
  keyless: (n) => `{"f${n % 3}":${n}}`,
  'long key': (n) => `{"f${n % 3}":${n}}`,
  refused: (n, size) => `{"refused":${n},"p":"${'x'.repeat(size)}"}`,
  spoiling: (n, size) => `{"spoiling":${n},"p":"${'x'.repeat(size)}"}`,
  poison: () => '{"half":',
  tombstone: () => null,
};

const KINDS: readonly Kind[] = ['poison', 'refused', 'spoiling', 'keyless', 'long key'];
const DAY_LENGTH = 86_400_000;
const IN_2100 = Date.UTC(2100, 0);
/** Both sides of midnight, of the window's end and of its beginning, and no time at all. */
const TIMES = [APRIL_24, APRIL_24 + DAY_LENGTH - 1, APRIL_24 + DAY_LENGTH, IN_2100 - 1];
const ABSURD_TIMES = [IN_2100, Date.UTC(2000, 0) - 1, 0, -1];

const keyOf = (kind: Kind, name: string): string | null => {
  if (kind === 'keyless') return null;
  return kind === 'long key' ? name + 'é'.repeat(256) : name;
};

const records = fc
  .array(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      partition: fc.nat(1),
      timestamp: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...TIMES) },
        { weight: 1, arbitrary: fc.constantFrom(...ABSURD_TIMES) },
      ),
      size: fc.constantFrom(0, 0, 50, 400),
      // In whatever order; seldom none, or no number.
      version: fc.oneof(
        { weight: 9, arbitrary: fc.nat(9).map(String) },
        { weight: 1, arbitrary: fc.constantFrom('', '-1', 'new') },
      ),
      kind: fc.oneof(
        { weight: 6, arbitrary: fc.constant<Kind>('value') },
        { weight: 2, arbitrary: fc.constant<Kind>('tombstone') },
        { weight: 2, arbitrary: fc.constantFrom(...KINDS) },
      ),
    }),
    { minLength: 1, maxLength: 24 },
  )
  .map((rows) =>
    rows.map(({ key, partition, kind, timestamp, size, version }, offset): SinkRecord => {
      const value = VALUES[kind](offset, size);
      // A key has one partition: that is what keeps its order in Kafka.
      const text = keyOf(kind, `${key}${partition}`);
      return aSinkRecord({
        partition,
        offset,
        timestamp,
        key: text === null ? null : Buffer.from(text),
        value: value === null ? null : Buffer.from(value),
        headers: [{ key: 'v', value: Buffer.from(version) }],
      });
    }),
  );

const BLOCKED = { status: 403, type: 'cluster_block_exception' };
const faults = fc.array(
  fc.oneof(
    fc.constant<Fault>({ kind: 'none' }),
    fc.boolean().map((isExecuted): Fault => ({ kind: 'silence', isExecuted })),
    fc
      .constantFrom({ status: 408 }, { status: 429 }, { status: 500 }, { status: 503 }, BLOCKED)
      .map((answer): Fault => ({ kind: 'status', ...answer })),
    fc
      .constantFrom('html', 'empty', 'short', 'long', 'other')
      .map((body): Fault => ({ kind: 'body', body })),
    fc
      .tuple(
        fc.constantFrom({ status: 429 }, { status: 500 }, { status: 503 }, BLOCKED),
        fc.uniqueArray(fc.nat(6)),
      )
      .map(
        ([answer, hit]): Fault => ({ kind: 'items', ...answer, hits: (at) => hit.includes(at) }),
      ),
  ),
  { maxLength: 12 },
);

/** How one delivery goes. */
type Run = {
  /** How many pauses its time has room for. */
  readonly patience: number;
  /** Within which of its requests the time is over, and whether OpenSearch executes that. */
  readonly lastRequest: number;
  readonly isExecuted: boolean;
  readonly isKafkaAway: boolean;
  /** How far Kafka goes back before it. */
  readonly back: number;
};
const ENOUGH: Run = {
  patience: 100,
  lastRequest: Number.POSITIVE_INFINITY,
  isExecuted: false,
  isKafkaAway: false,
  back: 0,
};

const deliveries = fc.array(
  fc.record({
    patience: fc.nat(3),
    lastRequest: fc.constantFrom(0, 1, 2, 4, Number.POSITIVE_INFINITY),
    isExecuted: fc.boolean(),
    isKafkaAway: fc.constantFrom(false, false, true),
    back: fc.constantFrom(0, 0, 1, 3, 24),
  }),
  { maxLength: 5 },
);

type Body = { readonly body: string | undefined };
const isRefused = ({ body }: Body): boolean => body?.includes('refused') === true;
const isSpoiling = ({ body }: Body): boolean => body?.includes('spoiling') === true;

/** What documents the records leave, one after the other, and which of them are errant. */
const expected = (ways: readonly Way[], limit: number, batch: readonly SinkRecord[]) => {
  const model = createOpenSearchModel();
  const errant = new Set<number>();
  const make = toDocuments(connectorOf(ways), () => 0);
  const isErrant = (document: IndexDocument): boolean =>
    bulkOperation(document).bytes > limit ||
    [isRefused, isSpoiling].some((is) => is(modelOperation(document)));
  const documentsOf = (record: SinkRecord): readonly IndexDocument[] => {
    const made = outcome(() => make(record));
    if (made instanceof DataError) errant.add(record.offset);
    return Array.isArray(made) ? made : [];
  };
  for (const record of batch)
    for (const document of documentsOf(record))
      if (isErrant(document)) errant.add(record.offset);
      else model.apply(modelOperation(document));
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
  ways: readonly Way[],
  batch: readonly SinkRecord[],
  runs: readonly Run[],
  { opensearch, mustHaveLetters }: World,
): Promise<ReadonlySet<number>> => {
  const kept = new Set<number>();
  let resume: ReadonlyMap<number, number> = new Map([0, 1].map((partition) => [partition, 0]));
  for (const run of runs) {
    const due = batch.filter(
      ({ partition, offset }) => offset >= (resume.get(partition) ?? batch.length) - run.back,
    );
    const delivery = await deliver(ways, due, opensearch, run);
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
        fc.array(fc.constantFrom(...WAYS), { minLength: 1, maxLength: 2 }),
        records,
        faults,
        deliveries,
        fc.constantFrom(250, Number.POSITIVE_INFINITY),
        fc.array(fc.nat(3), { minLength: 1, maxLength: 5 }),
        async (ways, batch, script, runs, limit, turns) => {
          const opensearch = simulateOpenSearch({
            faults: script,
            refuses: isRefused,
            spoils: isSpoiling,
            limit,
            turns: (request) => turns[request % turns.length] ?? 0,
          });
          const { documents, errant } = expected(ways, limit, batch);

          // The last delivery has all that it needs.
          const all = [...runs, ENOUGH];
          const mustHaveLetters = new Set(
            batch
              .filter((record) => errant.has(record.offset) && !mayBeOvertaken(record, batch))
              .map(({ offset }) => offset),
          );
          const kept = await deliverAll(ways, batch, all, { opensearch, mustHaveLetters });

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
  ways: readonly Way[],
  due: readonly SinkRecord[],
  opensearch: SimulatedOpenSearch,
  { patience, lastRequest, isExecuted, isKafkaAway }: Run,
) => {
  const connector = connectorOf(ways);
  const before = opensearch.requests.length;
  const time = new AbortController();
  let pauses = 0;
  let requests = 0;
  const producer = fakeProducer(() => (isKafkaAway ? new RetriableError('away') : undefined));
  const metrics = fakeMetrics();
  const bulk: BulkCall = async (request, signal) => {
    if (requests++ !== lastRequest) return opensearch.bulk(request, signal);
    if (isExecuted) await opensearch.bulk(request, signal);
    time.abort();
    return { status: undefined, body: undefined, retryAfter: 0 };
  };
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
    report: FOREVER,
  });
  return {
    requests: opensearch.requests.slice(before),
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

const FOREVER = new AbortController().signal;
