import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openSearchVersionsHere } from '../../local/servers/install.ts';
import { ConnectError, RetriableError } from '../../shared/connect/errors.ts';
import type { SinkRecord } from '../../shared/connect/records.ts';
import { fakeProducer } from '../support/fakes.ts';
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
import { sharedOpenSearch } from '../support/shared-servers.ts';
import {
  aiven,
  askOf,
  confluent,
  keyed,
  lenses,
  newTopic,
  REJECTED,
} from '../support/sink-cases.ts';
import { startSink } from '../support/sink-run.ts';

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
const never = once();

const CREDENTIALS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
/** What requests are signed with, as long as the test lasts. */
const setCredentials = (text: string): void => {
  const before = CREDENTIALS.map((name) => [name, process.env[name]] as const);
  for (const name of CREDENTIALS) process.env[name] = text;
  onTestFinished(() => {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });
};

/** Enough for a few attempts. */
const LITTLE_TIME = 1_500;

const N = (n: number) => `{"n":${n}}`;
/** Of them `x` conflicts with the mapping. */
const mixed = (topic: string): readonly SinkRecord[] => [
  ...keyed(topic, [
    ['a', N(1)],
    ['x', '{"n":"none"}'],
    ['b', N(2)],
    ['c', N(3)],
  ]),
  ...keyed(topic, [['d', N(4)]]).map((record) => ({ ...record, partition: 1 })),
];
const some = (topic: string, ...keys: readonly string[]): readonly SinkRecord[] =>
  keyed(
    topic,
    keys.map((key) => [key, '{}'] as const),
  );

/** What Kafka delivers again: each partition from its resume point. */
const redelivered = (records: readonly SinkRecord[], resume: readonly string[]) =>
  records.filter(({ partition, offset }) =>
    resume.some((point) => {
      const [of, from] = point.split('@').map(Number);
      return of === partition && offset >= Number(from);
    }),
  );

for (const { version, java } of openSearchVersionsHere(process.env))
  describe.skipIf(java === undefined)(`a sink behind a proxy of OpenSearch ${version}`, () => {
    let node: string;
    beforeAll(async () => {
      node = await sharedOpenSearch(version);
    });
    const { ask, documents, idsOf } = askOf(() => node);

    type Over = {
      readonly file?: object;
      readonly time?: number;
      readonly nodes?: (proxy: string) => readonly string[];
    } & Parameters<typeof startSink>[2];
    /** One delivery through a proxy with that script: what it led to, and the ids that each request had. */
    const deliver = async (
      records: readonly SinkRecord[],
      script: Script,
      { file, time, nodes = (url) => [url], ...options }: Over = {},
    ) => {
      await using proxy = await startFaultProxy(node, script);
      const topic = records[0]?.topic ?? '';
      const put = startSink(file ?? aiven(topic), nodes(proxy.url), options);
      const { letters, ...rest } = await put(records, time);
      return {
        ...rest,
        letters: letters.map(({ of }) => of),
        why: letters.map(({ why }) => why),
        requests: proxy.requests,
        sent: proxy.requests.map(({ body }) =>
          bulkOperations(body)
            .map(({ id }) => id)
            .join(' '),
        ),
      };
    };
    const mapped = async () => {
      const topic = newTopic();
      await ask('PUT', topic, { mappings: { properties: { n: { type: 'long' } } } });
      return topic;
    };

    it('is asked for nothing but what is read', async () => {
      const { requests } = await deliver(some(newTopic(), 'a'), never);

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
      { name: 'a 408', fault: answer(408) },
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
    ])('has everything once more after $name, and no letter', async ({ fault }) => {
      const topic = newTopic();

      const { letters, resume, sent, counts } = await deliver(some(topic, 'a', 'b'), once(fault));

      expect([letters, resume]).toEqual([[], []]);
      expect(sent).toEqual(['a b', 'a b']);
      expect(counts).toMatchObject({ [`${topic} OperationsRetried`]: 2 });
      expect(await idsOf(topic)).toEqual(['a', 'b']);
    });

    const ANSWERS = new Map<string, object>([
      ['b', { status: 500, error: { type: 'x' } }],
      ['c', REJECTED],
    ]);
    const rejectB = items((id) => (id === 'b' ? REJECTED : undefined));

    it.each<{ name: string; script: Script; sent: readonly string[]; retried: number }>([
      {
        name: 'ok, 400, 500 and 429',
        script: once(items((id) => ANSWERS.get(id))),
        sent: ['a x b c d', 'b c'],
        retried: 2,
      },
      {
        name: '429 twice, with and without an error',
        script: once(
          rejectB,
          items(() => ({ status: 429 })),
        ),
        sent: ['a x b c d', 'b', 'b'],
        retried: 2,
      },
      {
        name: '503 without an error',
        script: once(items((id) => (id === 'b' ? { status: 503 } : undefined))),
        sent: ['a x b c d', 'b'],
        retried: 1,
      },
    ])(
      'has once more what alone may succeed after $name, and what is refused has its letter',
      async ({ script, sent, retried }) => {
        const topic = await mapped();

        const delivery = await deliver(mixed(topic), script);

        expect(delivery).toMatchObject({ letters: ['0@1'], resume: [], sent });
        expect(delivery.counts).toMatchObject({
          [`${topic} OperationsRetried`]: retried,
          [`${topic} RecordsErrant`]: 1,
          [`${topic} DocumentsWritten`]: 4,
        });
        expect(await documents(topic)).toEqual({ a: N(1), b: N(2), c: N(3), d: N(4) });
      },
    );

    it('has nothing again where it refuses everything, and all has letters with its reason', async () => {
      const refuse = items((id) => ({ status: 400, error: { type: 'x', reason: `no ${id}` } }));

      const delivery = await deliver(some(newTopic(), 'a', 'b', 'c'), always(refuse));

      expect(delivery).toMatchObject({
        letters: ['0@0', '0@1', '0@2'],
        resume: [],
        sent: ['a b c'],
        why: ['a', 'b', 'c'].map((id) => `OpenSearch answered 400 x: no ${id}`),
      });
    });

    it.each<{
      name: string;
      script: Script;
      letters: string[];
      resume: string[];
      retried: string;
    }>([
      {
        name: 'rejects one operation',
        script: always(rejectB),
        letters: ['0@1'],
        resume: ['0@2'],
        retried: 'b',
      },
      ...[
        { name: 'answers 429', fault: answer(429) },
        { name: 'answers 503', fault: answer(503) },
        { name: 'answers HTML', fault: answer(200, '<html></html>') },
        { name: 'resets connections', fault: reset('before') },
        { name: 'is silent', fault: silence },
      ].map(({ name, fault }) => ({
        name,
        script: always(fault),
        letters: [],
        resume: ['0@0', '1@0'],
        retried: 'a x b c d',
      })),
    ])(
      'that $name for ever: what is not settled comes again, and one letter is written in all',
      async ({ script, letters, resume, retried }) => {
        const topic = await mapped();
        const records = mixed(topic);
        const start = performance.now();

        const delivery = await deliver(records, script, { time: LITTLE_TIME });
        const milliseconds = performance.now() - start;
        const again = await startSink(aiven(topic), node)(redelivered(records, delivery.resume));

        expect(delivery).toMatchObject({ letters, resume });
        expect(milliseconds).toBeLessThan(10_000);
        expect(delivery.sent.slice(1).filter((ids) => ids !== retried)).toEqual([]);
        expect([...letters, ...again.letters.map(({ of }) => of)]).toEqual(['0@1']);
        expect(again.resume).toEqual([]);
        expect(await idsOf(topic)).toEqual(['a', 'b', 'c', 'd']);
      },
    );

    it('that takes nothing is answered for with the first offset of each partition, whatever topics are called', async () => {
      const topic = newTopic();
      const topics = [`${topic}-1`, `${topic}-1-2`];
      const records = topics.flatMap((name) =>
        [2, 10].flatMap((partition) =>
          keyed(
            name,
            [
              ['a', N(1)],
              ['b', N(2)],
            ],
            2 ** 53 - 9,
          ).map((record) => ({ ...record, partition })),
        ),
      );

      const { answer: answered } = await deliver(records, always(answer(429)), {
        file: aiven(topics.join()),
        time: 300,
      });

      expect(answered).toEqual({
        batchItemFailures: topics.flatMap((name) =>
          [2, 10].map((partition) => ({
            itemIdentifier: { partition: `${name}-${partition}`, offset: 2 ** 53 - 9 },
          })),
        ),
      });
    });

    it.each<{ name: string; url: string }>([
      { name: 'is not there', url: 'http://127.0.0.1:1' },
      { name: 'has a name that nobody knows', url: 'http://nobody.invalid:9200' },
      { name: 'speaks no TLS', url: '' },
    ])('that $name: everything comes again, without a letter', async ({ url }) => {
      const delivery = await deliver(mixed(newTopic()), never, {
        time: 500,
        nodes: (proxy) => [url || proxy.replace('http:', 'https:')],
      });

      expect(delivery).toMatchObject({ letters: [], resume: ['0@0', '1@0'] });
    });

    it('is written to by its other node where one is away', async () => {
      const topic = newTopic();

      const delivery = await deliver(some(topic, 'a', 'b'), never, {
        nodes: (proxy) => ['http://127.0.0.1:1', proxy],
      });

      expect(delivery).toMatchObject({ letters: [], resume: [] });
      expect(await idsOf(topic)).toEqual(['a', 'b']);
    });

    it.each<{ name: string; fault: Fault }>([
      { name: 'never answers', fault: silence },
      { name: 'answers a byte at a time', fault: drip(100) },
    ])('that $name is given up on, and asked again', async ({ fault }) => {
      const topic = newTopic();

      const delivery = await deliver(some(topic, 'a', 'b'), once(fault), { requestTimeout: 2_000 });

      expect(delivery).toMatchObject({ letters: [], resume: [], sent: ['a b', 'a b'] });
      expect(delivery.counts).toMatchObject({ [`${topic} RequestsUnanswered`]: 1 });
      expect(await idsOf(topic)).toEqual(['a', 'b']);
    });

    it('is left alone for as long as Retry-After says', async () => {
      const start = performance.now();

      const delivery = await deliver(
        some(newTopic(), 'a'),
        once(answer(429, {}, { 'retry-after': '1' })),
      );

      expect(delivery).toMatchObject({ letters: [], resume: [], sent: ['a', 'a'] });
      expect(performance.now() - start).toBeGreaterThan(990);
    });

    it('with a document that hangs holds up nobody but its partition, and has that once more', async () => {
      const topic = newTopic();
      const file = confluent(topic, { 'bulk.size.bytes': 10 });
      const hang: Script = ({ body }) => (body.includes('"_id":"a"') ? silence : undefined);
      const records = mixed(topic).filter(({ key }) => key?.toString() !== 'x');

      const { letters, resume } = await deliver(records, hang, { file, time: LITTLE_TIME });
      const stored = await idsOf(topic);
      await startSink(file, node)(redelivered(records, resume));

      expect([letters, resume]).toEqual([[], ['0@0']]);
      expect(stored).toEqual(['b', 'c', 'd']);
      expect(await idsOf(topic)).toEqual(['a', 'b', 'c', 'd']);
    });

    it('that takes less gets halves, and the one document that never fits has its letter', async () => {
      const topic = newTopic();
      const limited: Script = ({ body }) =>
        body.length > 1_000_000 ? answer(413, '<html>too large</html>') : undefined;
      const records = keyed(
        topic,
        [4, 4, 12, 4, 4].map((size, n) => [`${n}`, `{"t":"${'x'.repeat(size * 100_000)}"}`]),
      );

      const delivery = await deliver(records, limited);

      expect(delivery).toMatchObject({ letters: ['0@2'], resume: [] });
      expect(delivery.why).toEqual([expect.stringContaining('too_large')]);
      expect(await idsOf(topic)).toEqual(['0', '1', '3', '4']);
    });

    it('that refuses a whole request for one of its documents gets the others', async () => {
      const topic = newTopic();
      // OpenSearch reads what an update has before it does anything.
      const pairs = Array.from(
        { length: 64 },
        (_, n) => [`k${n}`, n === 41 ? '{"a":1,"a":2}' : '{}'] as const,
      );

      const delivery = await deliver(keyed(topic, pairs), never, {
        file: aiven(topic, { 'index.write.method': 'upsert' }),
      });

      expect(delivery).toMatchObject({ letters: ['0@41'], resume: [] });
      expect(delivery.requests.length - 1).toBeLessThanOrEqual(2 * Math.log2(64) + 2);
      expect(delivery.counts).toMatchObject({
        [`${topic} RequestsRefused`]: expect.any(Number),
        [`${topic} DocumentsWritten`]: 63,
      });
      expect(await idsOf(topic)).toHaveLength(63);
    });

    it.each([401, 403])('gets a fresh signature after %d', async (status) => {
      setCredentials('expired');
      const expired: Script = ({ headers }) => {
        process.env['AWS_ACCESS_KEY_ID'] = 'fresh';
        return headers.authorization?.includes('Credential=fresh/') ? undefined : answer(status);
      };
      const topic = newTopic();

      const delivery = await deliver(some(topic, 'a'), expired, {
        auth: { kind: 'sigv4', region: 'eu-central-1' },
      });

      expect(delivery).toMatchObject({ letters: [], resume: [], sent: ['a', 'a'] });
      expect(await idsOf(topic)).toEqual(['a']);
    });

    it.each<{ name: string; fault: Fault; requests: number; auth: 'none' | 'sigv4' }>([
      { name: 'refuses credentials', fault: answer(401), requests: 1, auth: 'none' },
      { name: 'refuses fresh ones as well', fault: answer(403), requests: 2, auth: 'sigv4' },
      {
        name: 'says of an operation that rights are missing',
        fault: items((id) =>
          id === 'b' ? { status: 403, error: { type: 'security_exception' } } : undefined,
        ),
        requests: 1,
        auth: 'none',
      },
      { name: 'has no _bulk', fault: answer(404), requests: 1, auth: 'none' },
    ])(
      'that $name fails the invocation, without a letter; all comes again',
      async ({ fault, requests, auth }) => {
        const topic = await mapped();
        const records = mixed(topic);
        const producer = fakeProducer();
        let asked = 0;
        const script: Script = () => {
          asked++;
          return fault;
        };
        setCredentials('any');

        await expect(
          deliver(records, script, {
            producerOf: () => producer,
            auth: auth === 'none' ? { kind: auth } : { kind: auth, region: 'eu-central-1' },
          }),
        ).rejects.toBeInstanceOf(ConnectError);
        const { letters, resume } = await startSink(aiven(topic), node)(records);

        expect(asked).toBe(requests);
        expect(producer.log).toEqual([]);
        expect(letters.map(({ of }) => of)).toEqual(['0@1']);
        expect(resume).toEqual([]);
      },
    );

    const DISK_IS_FULL = 'index.blocks.read_only_allow_delete';

    it.each([
      { name: 'has no room on its disks', setting: DISK_IS_FULL },
      { name: 'has locked the index', setting: 'index.blocks.write' },
      { name: 'has made the index read-only', setting: 'index.blocks.read_only' },
      { name: 'is read-only as a whole', setting: 'cluster.blocks.read_only' },
      { name: 'has all the shards that it may have', setting: 'cluster.max_shards_per_node' },
    ])('that $name is waited for, or its records come again', async ({ setting }) => {
      const topic = newTopic();
      const isShards = setting.endsWith('max_shards_per_node');
      await ask('PUT', isShards ? newTopic() : topic);
      const set = (value: boolean | number | null) =>
        setting.startsWith('cluster')
          ? ask('PUT', '_cluster/settings', { persistent: { [setting]: value } })
          : ask('PUT', `${topic}/_settings`, { [setting]: value });
      const heal = () => set(null);
      await set(isShards ? 1 : true);
      onTestFinished(async () => {
        await heal();
      });
      const records = some(topic, 'a', 'b');

      const meanwhile = await deliver(records, never, { time: 300 });
      const healing = alter(async (body) => {
        await heal();
        return body;
      });
      const delivery = await deliver(records, once(healing));

      expect(meanwhile).toMatchObject({ letters: [], resume: ['0@0'] });
      expect(delivery).toMatchObject({ letters: [], resume: [], sent: ['a b', 'a b'] });
      expect(await idsOf(topic)).toEqual(['a', 'b']);
    });

    it('whose index is removed meanwhile makes it again with its template', async () => {
      const topic = newTopic();
      await ask('PUT', `_index_template/of-${topic}`, {
        index_patterns: [`${topic}*`],
        template: { mappings: { properties: { n: { type: 'keyword' } } } },
      });
      const removing = alter(async (body) => {
        await ask('DELETE', topic);
        const [first] = JSON.parse(body).items;
        return JSON.stringify({ items: [first, { index: REJECTED }] });
      });
      const records = keyed(topic, [
        ['a', N(1)],
        ['b', N(2)],
      ]);

      const delivery = await deliver(records, once(removing));

      expect(delivery).toMatchObject({ letters: [], resume: [], sent: ['a b', 'b'] });
      expect(await idsOf(topic)).toEqual(['b']);
      expect((await ask('GET', `${topic}/_mapping`))[topic].mappings.properties).toEqual({
        n: { type: 'keyword' },
      });
    });

    it('that never had the index is content to delete from it', async () => {
      const topic = newTopic();

      const delivery = await deliver(keyed(topic, [['a', null]]), never, {
        file: aiven(topic, { 'behavior.on.null.values': 'delete' }),
      });

      expect(delivery).toMatchObject({ letters: [], resume: [], sent: ['a'] });
      expect(delivery.counts).toMatchObject({ [`${topic} DocumentsWritten`]: 1 });
    });

    it('without the ingest pipeline of a document refuses that document', async () => {
      await ask('PUT', '_ingest/pipeline/known', { processors: [] });
      const fates = ['known', 'unknown'].map((pipeline) => {
        const topic = newTopic();
        const file = lenses(topic, `PK _key WITHPIPELINE=\`${pipeline}\``);
        return deliver(some(topic, 'a'), never, { file });
      });

      expect((await Promise.all(fates)).map(({ letters }) => letters)).toEqual([[], ['0@0']]);
    });

    it('with a pipeline that can’t read one document refuses that one alone in the end', async () => {
      await ask('PUT', '_ingest/pipeline/reads', { processors: [] });
      const topic = newTopic();
      const pairs = Array.from(
        { length: 16 },
        (_, n) => [`k${n}`, n === 9 ? '{"a":1,"a":2}' : '{}'] as const,
      );

      const delivery = await deliver(keyed(topic, pairs), never, {
        file: lenses(topic, 'PK _key WITHPIPELINE=`reads`'),
      });

      expect(delivery).toMatchObject({ letters: ['0@9'], resume: [] });
      expect(delivery.requests.length - 1).toBeLessThanOrEqual(2 * Math.log2(16) + 2);
      expect(await idsOf(topic)).toHaveLength(15);
    });

    it('beside a dead letter topic that is away: the errant record comes again, the document next to it stays', async () => {
      const topic = await mapped();
      const records = mixed(topic);
      const away = fakeProducer(() => new RetriableError('Kafka is away'));

      const delivery = await deliver(records, never, { producerOf: () => away });
      const again = await deliver(redelivered(records, delivery.resume), never);

      expect(delivery).toMatchObject({ letters: [], resume: ['0@1'] });
      expect(delivery.counts).toMatchObject({
        [`${topic} DeadLetterFailures`]: 1,
        [`${topic} RecordsRedelivered`]: 3,
      });
      expect(again).toMatchObject({ letters: ['0@1'], resume: [] });
      expect(await idsOf(topic)).toEqual(['a', 'b', 'c', 'd']);
    });
  });
