import { setImmediate as tick } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectError } from '../../../shared/connect/errors.ts';
import {
  createDocumentWriter,
  type DocumentWriterOptions,
} from '../../../shared/opensearch/document-writer.ts';
import type { IndexDocument } from '../../../shared/ports.ts';
import { bulkOperations } from '../../support/fault-proxy.ts';
import { createOpenSearchModel, modelOperation } from '../../support/opensearch-model.ts';
import { aDocument, aSinkRecord } from '../../support/records.ts';
import {
  type Fault,
  type SimulatedOpenSearch,
  sentAfterSettled,
  simulateOpenSearch,
} from '../../support/simulated-opensearch.ts';

const FOREVER = new AbortController().signal;

const write = async (
  opensearch: SimulatedOpenSearch,
  documents: readonly IndexDocument[],
  over: Partial<DocumentWriterOptions> & { readonly signal?: AbortSignal } = {},
) => {
  const writer = createDocumentWriter({
    bulk: opensearch.bulk,
    delays: [100, 200, 400],
    maxBytes: 5_000_000,
    concurrency: 2,
    random: () => 1,
    sleep: async () => {
      await tick();
    },
    ...over,
  });
  const outcomes = await writer.write(documents, over.signal ?? FOREVER);
  return documents.map((document) => outcomes.get(document));
};

const kinds = async (...args: Parameters<typeof write>) =>
  (await write(...args)).map((outcome) => outcome?.kind);

const ids = ({ requests }: SimulatedOpenSearch) =>
  requests.map(({ operations }) => operations.map(({ id }) => id).join(' '));

const some = (...names: string[]) => names.map((id) => aDocument({ id }));
const many = (count: number) => some(...Array.from({ length: count }, (_, i) => `${i}`));
const valued = (id: string, v: number) => aDocument({ id, body: Buffer.from(`{"v":${v}}`) });

/** Item faults at those positions of a request. */
const at = (status: number, ...positions: number[]): Fault => ({
  kind: 'items',
  status,
  hits: (position) => positions.includes(position),
});

describe('createDocumentWriter', () => {
  it('writes a batch of different ids in one request', async () => {
    const opensearch = simulateOpenSearch();

    const outcomes = await write(opensearch, many(1_000));

    expect(new Set(outcomes.map((outcome) => outcome?.kind))).toEqual(new Set(['written']));
    expect(opensearch.requests).toHaveLength(1);
  });

  it('makes no request of nothing', async () => {
    const opensearch = simulateOpenSearch();

    expect(await write(opensearch, [])).toEqual([]);
    expect(opensearch.requests).toEqual([]);
  });

  it('sends again only the item that was rejected, until it is written', async () => {
    const opensearch = simulateOpenSearch({ faults: [at(429, 1), at(429, 0)] });

    const outcomes = await write(opensearch, some('a', 'b', 'c'));

    expect(outcomes.map((outcome) => [outcome?.kind, outcome?.attempts])).toEqual([
      ['written', 1],
      ['written', 3],
      ['written', 1],
    ]);
    expect(ids(opensearch)).toEqual(['a b c', 'b', 'b']);
  });

  it('tells apart what is written, errant and retriable in one answer', async () => {
    const opensearch = simulateOpenSearch({
      faults: [{ kind: 'items', status: 500, hits: (position) => position > 1 }],
      refuses: ({ id }) => id === 'b',
    });

    expect(await kinds(opensearch, some('a', 'b', 'c', 'd'))).toEqual([
      'written',
      'errant',
      'written',
      'written',
    ]);
    expect(ids(opensearch)).toEqual(['a b c d', 'c d']);
  });

  it.each<{ name: string; fault: Fault }>([
    { name: 'no answer', fault: { kind: 'silence', isExecuted: false } },
    { name: 'no answer although it was executed', fault: { kind: 'silence', isExecuted: true } },
    { name: '429', fault: { kind: 'status', status: 429 } },
    { name: '503', fault: { kind: 'status', status: 503 } },
    { name: 'HTML', fault: { kind: 'body', body: 'html' } },
    { name: 'an empty 200', fault: { kind: 'body', body: 'empty' } },
    { name: 'fewer items than operations', fault: { kind: 'body', body: 'short' } },
    { name: 'more items than operations', fault: { kind: 'body', body: 'long' } },
    { name: 'items of another kind', fault: { kind: 'body', body: 'other' } },
  ])('sends everything again after $name', async ({ fault }) => {
    const opensearch = simulateOpenSearch({ faults: [fault] });

    expect(await kinds(opensearch, some('a', 'b'))).toEqual(['written', 'written']);
    expect(ids(opensearch)).toEqual(['a b', 'a b']);
  });

  it('leaves to be tried again what is not settled when the time is over', async () => {
    const time = new AbortController();
    const opensearch = simulateOpenSearch({ faults: [at(429, 1)] });
    const sleep = async () => time.abort();

    const outcomes = await write(opensearch, some('a', 'b', 'c'), { sleep, signal: time.signal });

    expect(outcomes.map((outcome) => [outcome?.kind, outcome?.attempts])).toEqual([
      ['written', 1],
      ['retriable', 1],
      ['written', 1],
    ]);
  });

  it('sends nothing when there is no time', async () => {
    const opensearch = simulateOpenSearch();

    const outcomes = await write(opensearch, some('a'), { signal: AbortSignal.abort() });

    expect(outcomes).toMatchObject([{ kind: 'retriable', attempts: 0 }]);
    expect(opensearch.requests).toEqual([]);
  });

  it('waits longer and longer, by jitter less than the list says, and as long as it is asked to', async () => {
    const delays: number[] = [];
    const opensearch = simulateOpenSearch({
      faults: Array.from({ length: 5 }, () => ({ kind: 'status', status: 503 }) as const),
    });
    const bulk: DocumentWriterOptions['bulk'] = async (request, signal) => {
      const answer = await opensearch.bulk(request, signal);
      return opensearch.requests.length === 5 ? { ...answer, retryAfter: 7_000 } : answer;
    };
    const sleep = async (milliseconds: number) => {
      delays.push(milliseconds);
    };

    await write(opensearch, some('a'), { bulk, sleep, random: () => 0 });

    expect(delays).toEqual([50, 100, 200, 200, 7_000]);
  });

  it('sends at most so many requests at a time, fewer after a rejection, then more again', async () => {
    const inFlight: number[] = [];
    let now = 0;
    const opensearch = simulateOpenSearch({
      turns: () => 5,
      faults: [{ kind: 'status', status: 429 }],
    });
    const bulk: DocumentWriterOptions['bulk'] = async (request, signal) => {
      inFlight.push(++now);
      return opensearch.bulk(request, signal).finally(() => now--);
    };

    await write(opensearch, many(40), { bulk, concurrency: 4, maxBytes: 150 });

    expect(Math.max(...inFlight.slice(0, 4))).toBe(4);
    expect(inFlight.slice(4, 6)).toEqual([3, 3]);
    expect(Math.max(...inFlight)).toBe(4);
  });
});

describe('a refused document', () => {
  it.each([
    { error: { type: 't', reason: 'a' }, message: 'OpenSearch answered 400 t: a' },
    {
      error: { type: 't', reason: 'a', caused_by: { reason: 'b' } },
      message: 'OpenSearch answered 400 t: a (b)',
    },
    { error: { type: 't' }, message: 'OpenSearch answered 400 t' },
  ])('is errant for the reason that OpenSearch gives: $message', async ({ error, message }) => {
    const bulk: DocumentWriterOptions['bulk'] = async () => ({
      status: 200,
      body: { items: [{ index: { status: 400, error } }] },
      retryAfter: 0,
    });

    const outcomes = await write(simulateOpenSearch(), some('a'), { bulk });

    expect(outcomes).toMatchObject([{ kind: 'errant', type: 't', error: { message } }]);
  });
});

describe('a refused request', () => {
  it('is halved until it is small enough, and one document above that is errant', async () => {
    const opensearch = simulateOpenSearch({ limit: 400 });
    const large = aDocument({ id: 'large', body: Buffer.from(`"${'x'.repeat(400)}"`) });

    const outcomes = await write(opensearch, [...many(20), large, ...some('last')]);

    const refused = outcomes.filter((outcome) => outcome?.kind !== 'written');
    expect(refused).toMatchObject([{ kind: 'errant', type: 'too_large' }]);
    expect(opensearch.model.documents.size).toBe(21);
  });

  it('does not send its second half while the first may still be executed', async () => {
    const opensearch = simulateOpenSearch({
      limit: 150,
      faults: [{ kind: 'none' }, { kind: 'silence', isExecuted: false }],
    });

    await write(opensearch, some('a', 'b', 'c', 'd'));

    expect(ids(opensearch)).toEqual(['a b c d', 'a b', 'a b c d', 'a b', 'c d']);
  });

  it('is bisected in at most 2·log2(n)+2 further requests for each culprit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1_000 }),
        fc.uniqueArray(fc.nat(999), { minLength: 1, maxLength: 4 }),
        async (count, seeds) => {
          const culprits = new Set(seeds.map((seed) => `${seed % count}`));
          const opensearch = simulateOpenSearch({ spoils: ({ id }) => culprits.has(id) });

          const outcomes = await write(opensearch, many(count));

          const errant = outcomes.flatMap((outcome, i) =>
            outcome?.kind === 'errant' ? [`${i}`] : [],
          );
          expect(new Set(errant)).toEqual(culprits);
          expect(opensearch.model.documents.size).toBe(count - culprits.size);
          expect(opensearch.requests.length - 1).toBeLessThanOrEqual(
            culprits.size * (2 * Math.log2(count) + 2),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is not divided for a parse error of documents without a pipeline', async () => {
    let requests = 0;
    const bulk: DocumentWriterOptions['bulk'] = async ({ operations }) => {
      requests++;
      const item = { index: { status: 400, error: { type: 'parse_exception' } } };
      return { status: 200, body: { items: Array(operations).fill(item) }, retryAfter: 0 };
    };
    const plain = many(4).map((document): IndexDocument => ({ ...document, pipeline: undefined }));

    expect(new Set(await kinds(simulateOpenSearch(), plain, { bulk }))).toEqual(
      new Set(['errant']),
    );
    expect(requests).toBe(1);
  });

  it('finds the document that its pipeline can’t read: others are refused with it alone', async () => {
    const opensearch = simulateOpenSearch();
    let requests = 0;
    const refuse = (lines: string) =>
      lines.includes('"pipeline"')
        ? { status: 400, error: { type: 'parse_exception' } }
        : { status: 201 };
    const bulk: DocumentWriterOptions['bulk'] = async (request, signal) => {
      requests++;
      const operations = bulkOperations(request.body.toString());
      if (!operations.some(({ id }) => id === '41')) return opensearch.bulk(request, signal);
      const items = operations.map(({ name, lines }) => ({ [name]: refuse(lines) }));
      return { status: 200, body: { items }, retryAfter: 0 };
    };
    const piped = many(64).map((document) => ({ ...document, pipeline: 'p' }));
    const deletes: IndexDocument = {
      operation: 'delete',
      record: aSinkRecord(),
      index: 'i',
      id: '7',
      body: null,
    };

    const result = await kinds(opensearch, [...piped, ...some('plain'), deletes], { bulk });

    expect(result.map((kind, at) => [kind, at]).filter(([kind]) => kind !== 'written')).toEqual([
      ['stale', 7],
      ['errant', 41],
    ]);
    expect(opensearch.model.documents.size).toBe(62);
    expect(requests - 1).toBeLessThanOrEqual(2 * Math.log2(64) + 2);
  });

  it('makes no record errant while only a proxy says 400', async () => {
    const time = new AbortController();
    const opensearch = simulateOpenSearch({
      faults: Array.from({ length: 7 }, () => ({ kind: 'status', status: 400 }) as const),
    });
    const sleep = async () => time.abort();

    expect(await kinds(opensearch, many(4), { sleep, signal: time.signal })).toEqual(
      Array(4).fill('retriable'),
    );
  });

  it('makes the one record errant that a proxy says 400 to, while others pass', async () => {
    const opensearch = simulateOpenSearch();
    const bulk: DocumentWriterOptions['bulk'] = async (request, signal) =>
      request.body.includes('"_id":"2"')
        ? { status: 400, body: '<html>no</html>', retryAfter: 0 }
        : opensearch.bulk(request, signal);

    expect(await kinds(opensearch, many(4), { bulk })).toEqual([
      'written',
      'written',
      'errant',
      'written',
    ]);
  });

  it.each([401, 403])('is sent again with fresh credentials after %d', async (status) => {
    const renewed: string[] = [];
    const opensearch = simulateOpenSearch({ faults: [{ kind: 'status', status }] });

    const renew = () => renewed.push('fresh');

    expect(await kinds(opensearch, some('a'), { renew })).toEqual(['written']);
    expect(renewed).toHaveLength(1);
  });

  it('renews credentials once for all requests that were refused together', async () => {
    const refused: Fault = { kind: 'status', status: 403 };
    const opensearch = simulateOpenSearch({ faults: [refused, refused], turns: () => 2 });
    let renewals = 0;
    const renew = () => {
      renewals++;
    };

    const result = await kinds(opensearch, many(4), { renew, maxBytes: 100 });

    expect(new Set(result)).toEqual(new Set(['written']));
    expect(renewals).toBe(1);
  });

  it.each<{ name: string; faults: Fault[] }>([
    {
      name: 'fresh credentials are refused',
      faults: Array(2).fill({ kind: 'status', status: 403 }),
    },
    { name: 'the address is wrong', faults: [{ kind: 'status', status: 404, type: 'x' }] },
    {
      name: 'an item says that rights are missing',
      faults: [{ kind: 'items', status: 403, type: 'security_exception', hits: () => true }],
    },
  ])('rejects when $name, and sends no more', async ({ faults }) => {
    const opensearch = simulateOpenSearch({ faults, turns: () => 1 });

    const writing = write(opensearch, many(10), { maxBytes: 100, concurrency: 1, renew: () => {} });

    await expect(writing).rejects.toBeInstanceOf(ConnectError);
    expect(opensearch.requests).toHaveLength(faults.length);
  });
});

describe('operations of one id', () => {
  it('go in one request where the later wipes the earlier out', async () => {
    const opensearch = simulateOpenSearch();

    expect(await kinds(opensearch, [valued('a', 1), valued('b', 2), valued('a', 3)])).toEqual([
      'written',
      'written',
      'written',
    ]);
    expect(ids(opensearch)).toEqual(['a b a']);
    expect(opensearch.model.documents.get('i/a')).toBe('{"v":3}');
  });

  it.each([
    { versions: ['1', '2'], requests: ['a a'] },
    { versions: ['2', '2'], requests: ['a', 'a'] },
    { versions: ['2', '1'], requests: ['a', 'a'] },
    { versions: [undefined, '1'], requests: ['a', 'a'] },
    { versions: ['1', undefined], requests: ['a a'] },
  ])(
    'go in one request where the later wins by its version, too: $versions',
    async ({ versions, requests }) => {
      const opensearch = simulateOpenSearch();
      const documents = versions.map((number, v): IndexDocument => {
        const version = number === undefined ? undefined : ({ type: 'external', number } as const);
        return { ...valued('a', v), operation: 'index', version };
      });

      await write(opensearch, documents);

      expect(ids(opensearch)).toEqual(requests);
    },
  );

  it('go one by one through a pipeline, which may drop the later and call it written', async () => {
    const opensearch = simulateOpenSearch();
    const piped = [1, 2].map((v): IndexDocument => ({ ...valued('a', v), pipeline: 'p' }));

    await write(opensearch, piped);

    expect(ids(opensearch)).toEqual(['a', 'a']);
  });

  it('end with the last although the first alone was rejected', async () => {
    const opensearch = simulateOpenSearch({ faults: [at(429, 0)] });

    expect(await kinds(opensearch, [valued('a', 1), valued('a', 2)])).toEqual(['stale', 'written']);
    expect(ids(opensearch)).toEqual(['a a']);
    expect(opensearch.model.documents.get('i/a')).toBe('{"v":2}');
  });

  it('keep the earlier content where the later is refused', async () => {
    const opensearch = simulateOpenSearch({
      faults: [at(429, 0)],
      refuses: ({ body }) => body === '{"v":2}',
    });

    expect(await kinds(opensearch, [valued('a', 1), valued('a', 2)])).toEqual([
      'written',
      'errant',
    ]);
    expect(opensearch.model.documents.get('i/a')).toBe('{"v":1}');
  });

  it('do not keep other ids waiting', async () => {
    const update = (id: string): IndexDocument => ({
      operation: 'update',
      record: aSinkRecord(),
      index: 'i',
      id,
      body: Buffer.from('{}'),
      upsert: true,
    });
    const opensearch = simulateOpenSearch({ faults: [at(429, 0), at(429, 0)] });
    const pauses: (() => void)[] = [];
    const sleep = () => new Promise<void>((resolve) => pauses.push(resolve));

    const writing = write(opensearch, [update('a'), update('b'), update('a'), update('b')], {
      sleep,
    });
    while (pauses.length < 2) await tick();
    for (const resume of pauses) resume();
    await tick();
    for (const resume of pauses) resume();
    await writing;

    expect(ids(opensearch).slice(0, 2)).toEqual(['a b', 'b']);
    expect(ids(opensearch).join(' ').replaceAll(/[^a]/g, '')).toHaveLength(3);
  });
});

describe('amplification', () => {
  it('is at most 1.12 where every tenth operation is rejected', async () => {
    let operations = 0;
    const opensearch = simulateOpenSearch({
      faults: Array.from({ length: 100 }, () => ({
        kind: 'items',
        status: 429,
        hits: () => operations++ % 10 === 0,
      })),
    });

    await write(opensearch, many(10_000));

    const amplification = operations / 10_000;
    process.stdout.write(`${amplification} operations a record with 10 % of items rejected\n`);
    expect(amplification).toBeLessThanOrEqual(1.12);
    expect(opensearch.model.documents.size).toBe(10_000);
  });
});

const numbered = (n: number) => Buffer.from(JSON.stringify({ [`f${n % 4}`]: n }));

/** Any operations on a few ids; versioned ids take no others, since the two kinds of version don't mix. */
const batches = fc
  .array(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      operation: fc.constantFrom('index', 'create', 'update', 'upsert', 'delete'),
      version: fc.nat(3),
      gte: fc.boolean(),
    }),
    { maxLength: 24 },
  )
  .map((rows) =>
    rows.map(({ id, operation, version, gte }, n): IndexDocument => {
      const place = { record: aSinkRecord({ offset: n }), index: 'i', id };
      const external = {
        type: gte ? 'external_gte' : 'external',
        number: `${version}`,
      } as const;
      const body = numbered(n);
      if (operation === 'delete')
        return { ...place, operation, body: null, ...(id === 'c' && { version: external }) };
      if (id === 'c') return { ...place, operation: 'index', body, version: external };
      switch (operation) {
        case 'update':
        case 'upsert':
          return { ...place, operation: 'update', body, upsert: operation === 'upsert' };
        case 'create':
          return { ...place, operation, body };
        default:
          return { ...place, operation: 'index', body };
      }
    }),
  );

const faults = fc.array(
  fc.oneof(
    fc.constant<Fault>({ kind: 'none' }),
    fc.boolean().map((isExecuted): Fault => ({ kind: 'silence', isExecuted })),
    fc.constantFrom(429, 500, 503).map((status): Fault => ({ kind: 'status', status })),
    fc
      .constantFrom(
        'html' as const,
        'empty' as const,
        'short' as const,
        'long' as const,
        'other' as const,
      )
      .map((body): Fault => ({ kind: 'body', body })),
    fc
      .tuple(fc.constantFrom(429, 503), fc.uniqueArray(fc.nat(8)))
      .map(([status, positions]): Fault => at(status, ...positions)),
  ),
  { maxLength: 12 },
);

describe('any batch with any faults', () => {
  it('leaves what one operation after the other would, and sends nothing again that is settled', async () => {
    const behaviour = fc.record({
      faults,
      turns: fc.array(fc.nat(3), { minLength: 1, maxLength: 5 }),
      refused: fc.uniqueArray(fc.nat(24)),
      spoiling: fc.uniqueArray(fc.nat(24), { maxLength: 2 }),
      maxBytes: fc.integer({ min: 60, max: 1_000 }),
    });
    await fc.assert(
      fc.asyncProperty(batches, behaviour, async (documents, { turns, maxBytes, ...script }) => {
        const isIn = (numbers: readonly number[]) => (operation: { body: string | undefined }) =>
          numbers.some((n) => operation.body === numbered(n).toString());
        const opensearch = simulateOpenSearch({
          faults: script.faults,
          turns: (request) => turns[request % turns.length] ?? 0,
          refuses: isIn(script.refused),
          spoils: isIn(script.spoiling),
        });
        const expected = createOpenSearchModel();
        const isErrant = isIn([...script.refused, ...script.spoiling]);
        for (const document of documents.map(modelOperation))
          if (!isErrant(document)) expected.apply(document);

        const result = await kinds(opensearch, documents, { maxBytes, concurrency: 3 });

        expect(result).not.toContain('retriable');
        expect(opensearch.model.documents).toEqual(expected.documents);
        expect(sentAfterSettled(opensearch.requests)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
