import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSearchVersionsHere } from '../../local/servers/install.ts';
import { ConnectError } from '../../shared/connect/errors.ts';
import { connectDocumentWriter } from '../../shared/opensearch/connect.ts';
import type { IndexDocument } from '../../shared/ports.ts';
import {
  alter,
  answer,
  bulkOperations,
  drip,
  type Fault,
  items,
  type ProxiedRequest,
  reset,
  silence,
  startFaultProxy,
} from '../support/fault-proxy.ts';
import { allSources } from '../support/opensearch-documents.ts';
import { aDocument } from '../support/records.ts';
import { sharedOpenSearch } from '../support/shared-servers.ts';

type Script = (request: ProxiedRequest, number: number) => Fault | undefined;

/** One fault after the other, then none. */
const once =
  (...faults: Fault[]): Script =>
  (_, number) =>
    faults[number];
const always =
  (fault: Fault): Script =>
  () =>
    fault;

/** The same fault until the time is over, which is at the fourth request. */
const untilTimeIsOver = (
  fault: Fault,
): { readonly script: Script; readonly signal: AbortSignal } => {
  const time = new AbortController();
  const script: Script = (_, number) => {
    if (number === 3) time.abort();
    return fault;
  };
  return { script, signal: time.signal };
};

const ids = (sources: ReadonlyMap<string, string>): string =>
  [...sources.keys()].toSorted((a, b) => a.localeCompare(b)).join(' ');

const REJECTED = { status: 429, error: { type: 'rejected_execution_exception', reason: 'full' } };

const soon = () => AbortSignal.timeout(500);

for (const { version, java } of openSearchVersionsHere(process.env))
  describe.skipIf(java === undefined)(`OpenSearch ${version} behind a proxy`, () => {
    let node: string;
    beforeAll(async () => {
      node = await sharedOpenSearch(version);
    });

    const ask = async (method: string, path: string, body?: object): Promise<void> => {
      const answered = await fetch(`${node}/${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      expect(answered.ok, await answered.text()).toBe(true);
    };

    type Options = {
      readonly signal?: AbortSignal;
      readonly requestTimeout?: number;
      readonly nodes?: (proxy: string) => readonly string[];
      readonly sigv4?: boolean;
    };
    /** Writes documents through a proxy with that script into an index of its own. */
    const run = async (
      script: Script,
      documents: (index: string) => readonly IndexDocument[],
      { signal, requestTimeout = 20_000, nodes = (url) => [url], sigv4 = false }: Options = {},
    ) => {
      await using proxy = await startFaultProxy(node, script);
      const index = `faults-${randomUUID()}`;
      const batch = documents(index);
      const writer = connectDocumentWriter(
        {
          nodes: nodes(proxy.url),
          auth: sigv4 ? { kind: 'sigv4', region: 'eu-central-1' } : { kind: 'none' },
        },
        { requestTimeout },
      );
      const outcomes = await writer.write(batch, signal ?? AbortSignal.timeout(30_000));
      return {
        index,
        outcomes: batch.map((document) => outcomes.get(document)),
        kinds: batch.map((document) => outcomes.get(document)?.kind).join(' '),
        sent: proxy.requests.map(({ body }) =>
          bulkOperations(body)
            .map(({ id }) => id)
            .join(' '),
        ),
        requests: proxy.requests,
        stored: async () => ids(await allSources(node, index)),
      };
    };
    const some =
      (...ids: string[]) =>
      (index: string) =>
        ids.map((id) => aDocument({ index, id }));
    /** Of these, `x…` conflict with the mapping. */
    const mapped =
      (...ids: string[]) =>
      (index: string) =>
        ids.map((id) =>
          aDocument({
            index,
            id,
            body: Buffer.from(id.startsWith('x') ? '{"v":{"no":"number"}}' : '{"v":1}'),
          }),
        );

    it('asks for nothing but what it reads', async () => {
      const { requests } = await run(once(), some('a'));

      expect(requests.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`)).toEqual([
        'POST /_bulk?filter_path=items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason,error.type,error.reason',
      ]);
      expect(requests[0]?.headers).toMatchObject({
        'content-type': 'application/x-ndjson',
        'content-length': `${requests[0]?.body.length}`,
      });
    });

    it.each<{ name: string; fault: Fault }>([
      { name: 'a 500', fault: answer(500, { error: 'internal' }) },
      { name: 'a 503 of a proxy', fault: answer(503, '<html>unavailable</html>') },
      { name: 'a 429', fault: answer(429) },
      { name: 'a 200 of HTML', fault: answer(200, '<html>hello</html>') },
      { name: 'an empty 200', fault: answer(200, '') },
      { name: 'JSON that is cut short', fault: alter((body) => body.slice(0, -9)) },
      {
        name: 'fewer items than operations',
        fault: alter(() => '{"items":[{"index":{"status":201}}]}'),
      },
      {
        name: 'an answer to other operations',
        fault: alter((body) => body.replace('index', 'create')),
      },
      { name: 'a reset before it was executed', fault: reset('before') },
      { name: 'a reset after it was executed', fault: reset('after') },
      { name: 'a reset within the answer', fault: reset('within') },
    ])('sends everything once more after $name', async ({ fault }) => {
      const result = await run(once(fault), some('a', 'b'));

      expect(result.kinds).toBe('written written');
      expect(result.sent).toEqual(['a b', 'a b']);
      expect(await result.stored()).toBe('a b');
    });

    it.each([429, 503])('leaves everything to be tried again under endless %d', async (status) => {
      const { script, signal } = untilTimeIsOver(answer(status));

      const result = await run(script, some('a', 'b'), { signal });

      expect(result.kinds).toBe('retriable retriable');
      expect(result.sent).toEqual(Array(4).fill('a b'));
    });

    it('waits as long as Retry-After says', async () => {
      const start = performance.now();

      const result = await run(once(answer(429, {}, { 'retry-after': '1' })), some('a'));

      expect(result.kinds).toBe('written');
      expect(performance.now() - start).toBeGreaterThan(990);
    });

    it('sends again only the item that was rejected, with or without an error', async () => {
      const result = await run(
        once(
          items((id) => (id === 'b' ? REJECTED : undefined)),
          items(() => ({ status: 429 })),
        ),
        some('a', 'b', 'c'),
      );

      expect(result.kinds).toBe('written written written');
      expect(result.sent).toEqual(['a b c', 'b', 'b']);
    });

    it('leaves an item that is always rejected to be tried again, and it alone', async () => {
      const { script, signal } = untilTimeIsOver(
        items((id) => (id === 'b' ? REJECTED : undefined)),
      );

      const result = await run(script, some('a', 'b', 'c'), { signal });

      expect(result.kinds).toBe('written retriable written');
      expect(result.sent).toEqual(['a b c', 'b', 'b', 'b']);
      expect(await result.stored()).toBe('a c');
    });

    it('does not send again what the mapping refuses, and says why', async () => {
      const result = await run(once(), mapped('a', 'x', 'b'));

      expect(result.kinds).toBe('written errant written');
      expect(result.sent).toEqual(['a x b']);
      expect(result.outcomes[1]).toMatchObject({
        type: 'mapper_parsing_exception',
        error: { stage: 'TASK_PUT' },
      });
    });

    it('sends exactly the two that may succeed after ok, 400, 500 and 429', async () => {
      const faults = new Map<string, object>([
        ['b', { status: 500, error: { type: 'x' } }],
        ['c', REJECTED],
      ]);

      const result = await run(once(items((id) => faults.get(id))), mapped('a', 'x', 'b', 'c'));

      expect(result.kinds).toBe('written errant written written');
      expect(result.sent).toEqual(['a x b c', 'b c']);
    });

    it('calls everything errant where everything is refused, in one request', async () => {
      const result = await run(
        once(items((id) => ({ status: 400, error: { type: 'x', reason: id } }))),
        some('a', 'b'),
      );

      expect(result.kinds).toBe('errant errant');
      expect(result.sent).toEqual(['a b']);
    });

    it.each<{ name: string; url: string }>([
      { name: 'is not there', url: 'http://127.0.0.1:1' },
      { name: 'has no such name', url: 'http://nobody.invalid:9200' },
      { name: 'speaks no TLS', url: '' },
    ])('leaves everything to be tried again where the server $name', async ({ url }) => {
      const result = await run(once(), some('a'), {
        signal: soon(),
        nodes: (proxy) => [url || proxy.replace('http:', 'https:')],
      });

      expect(result.kinds).toBe('retriable');
    });

    it('goes to the other node where one is away', async () => {
      const result = await run(once(), some('a', 'b'), {
        nodes: (proxy) => ['http://127.0.0.1:1', proxy],
      });

      expect(result.kinds).toBe('written written');
    });

    it.each<{ name: string; fault: Fault }>([
      { name: 'never answers', fault: silence },
      { name: 'answers a byte at a time', fault: drip(100) },
    ])('gives up on a request that $name, and tries again', async ({ fault }) => {
      const result = await run(once(fault), some('a', 'b'), { requestTimeout: 2_000 });

      expect(result.kinds).toBe('written written');
      expect(result.sent).toEqual(['a b', 'a b']);
    });

    it('answers in time although the server does not', async () => {
      const start = performance.now();

      const result = await run(always(silence), some('a'), { signal: soon() });

      expect(result.kinds).toBe('retriable');
      expect(performance.now() - start).toBeLessThan(10_000);
    });

    it('halves what is too large, and calls the one document that never fits errant', async () => {
      const limited: Script = ({ body }) =>
        body.length > 1_000_000 ? answer(413, '<html>too large</html>') : undefined;
      const sized = (index: string) =>
        [4, 4, 12, 4, 4].map((size, i) =>
          aDocument({
            index,
            id: `${i}`,
            body: Buffer.from(`{"t":"${'x'.repeat(size * 100_000)}"}`),
          }),
        );

      const result = await run(limited, sized);

      expect(result.kinds).toBe('written written errant written written');
      expect(result.outcomes[2]).toMatchObject({ type: 'too_large' });
      expect(await result.stored()).toBe('0 1 3 4');
    });

    it('finds the one id that spoils a whole request', async () => {
      const tooLong = 'x'.repeat(513);
      const batch = Array.from({ length: 64 }, (_, i) => (i === 41 ? tooLong : `${i}`));

      const result = await run(once(), some(...batch));

      expect(result.outcomes.filter((outcome) => outcome?.kind !== 'written')).toMatchObject([
        { kind: 'errant', type: 'action_request_validation_exception' },
      ]);
      expect(result.requests.length - 1).toBeLessThanOrEqual(2 * Math.log2(64) + 2);
      expect((await result.stored()).split(' ')).toHaveLength(63);
    });

    it.each([401, 403])('signs with fresh credentials after %d', async (status) => {
      process.env['AWS_ACCESS_KEY_ID'] = 'expired';
      process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
      const expired: Script = ({ headers }) => {
        process.env['AWS_ACCESS_KEY_ID'] = 'fresh';
        return headers.authorization?.includes('Credential=fresh/') ? undefined : answer(status);
      };

      const result = await run(expired, some('a'), { sigv4: true });

      expect(result.kinds).toBe('written');
      expect(result.sent).toEqual(['a', 'a']);
    });

    it.each<{ name: string; script: Script; requests: number; sigv4: boolean }>([
      { name: 'credentials are refused', script: always(answer(403)), requests: 1, sigv4: false },
      {
        name: 'fresh ones are refused as well',
        script: always(answer(403)),
        requests: 2,
        sigv4: true,
      },
      {
        name: 'an item lacks rights',
        script: always(items(() => ({ status: 403, error: { type: 'security_exception' } }))),
        requests: 1,
        sigv4: false,
      },
      { name: 'there is no _bulk', script: always(answer(404)), requests: 1, sigv4: false },
    ])('fails loudly where $name', async ({ script, requests, sigv4 }) => {
      let asked = 0;
      const counted: Script = (...args) => {
        asked++;
        return script(...args);
      };

      await expect(run(counted, some('a'), { sigv4 })).rejects.toBeInstanceOf(ConnectError);
      expect(asked).toBe(requests);
    });

    it.each([
      { name: 'its index is unlocked', path: '/_settings', setting: 'index.blocks.write' },
      {
        name: 'its index is no longer read-only',
        path: '/_settings',
        setting: 'index.blocks.read_only',
      },
      {
        name: 'the cluster is unlocked',
        path: '_cluster/settings',
        setting: 'cluster.blocks.read_only',
      },
    ])('waits until $name', async ({ path, setting }) => {
      const index = `block-${randomUUID()}`;
      await ask('PUT', index);
      const set = (value: boolean | null) =>
        path.startsWith('_')
          ? ask('PUT', path, { persistent: { [setting]: value } })
          : ask('PUT', index + path, { [setting]: value });
      await set(true);
      const opening = alter(async (body) => {
        await set(null);
        return body;
      });

      const result = await run(once(opening), () => some('a', 'b')(index));

      expect(result.kinds).toBe('written written');
      expect(result.sent).toEqual(['a b', 'a b']);
    });

    it('waits for room for another index', async () => {
      const set = (most: number | null) =>
        ask('PUT', '_cluster/settings', { persistent: { 'cluster.max_shards_per_node': most } });
      await ask('PUT', `room-${randomUUID()}`);
      await set(1);
      const raising = alter(async (body) => {
        await set(null);
        return body;
      });

      const result = await run(once(raising), some('a', 'b'));

      expect(result.kinds).toBe('written written');
      expect(result.sent).toEqual(['a b', 'a b']);
    });

    it('writes into an index that is removed meanwhile', async () => {
      const index = `removed-${randomUUID()}`;
      const removing = alter(async (body) => {
        await ask('DELETE', index);
        const [first] = JSON.parse(body).items;
        return JSON.stringify({ items: [first, { index: REJECTED }] });
      });

      const result = await run(once(removing), () => some('a', 'b')(index));

      expect(result.kinds).toBe('written written');
      expect(ids(await allSources(node, index))).toBe('b');
    });

    it('is content to delete from an index that is not there', async () => {
      const { operation: _, body: __, ...place } = aDocument();

      const result = await run(once(), (index) => [
        { ...place, index, operation: 'delete', body: null },
      ]);

      expect(result.kinds).toBe('written');
    });

    it('sends routing and the wish for an alias', async () => {
      const alias = `alias-${randomUUID()}`;
      await ask('PUT', `${alias}-1`, { aliases: { [alias]: {} } });

      const result = await run(once(), () => [
        aDocument({ index: alias, id: 'a', routing: 'r"1', requireAlias: true }),
      ]);

      expect(result.kinds).toBe('written');
      const stored = await fetch(`${node}/${alias}/_doc/a?routing=${encodeURIComponent('r"1')}`);
      expect(await stored.json()).toMatchObject({ _routing: 'r"1' });
    });

    it('sends the name of the pipeline', async () => {
      await ask('PUT', '_ingest/pipeline/known', { processors: [] });

      const result = await run(once(), (index) => [
        aDocument({ index, id: 'a', pipeline: 'known' }),
        aDocument({ index, id: 'b', pipeline: 'unknown' }),
      ]);

      expect(result.kinds).toBe('written errant');
    });

    it('makes no index where an alias is required', async () => {
      const result = await run(once(), (index) => [aDocument({ index, requireAlias: true })], {
        signal: soon(),
      });

      expect(result.kinds).toBe('retriable');
    });

    it('keeps the first document of an id in a data stream', async () => {
      const stream = `stream-${randomUUID()}`;
      await ask('PUT', `_index_template/${stream}`, {
        index_patterns: [stream],
        data_stream: {},
        priority: 9,
      });
      const { operation: _, ...rest } = aDocument();
      const create = (v: number): IndexDocument => ({
        ...rest,
        operation: 'create',
        index: stream,
        body: Buffer.from(`{"@timestamp":"2025-04-24T12:00:00Z","v":${v}}`),
      });

      const result = await run(once(), () => [create(1), create(2)]);

      expect(result.kinds).toBe('written duplicate');
    });
  });
