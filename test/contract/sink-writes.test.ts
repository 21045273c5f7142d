import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSearchVersionsHere } from '../../local/servers/install.ts';
import { ConnectError } from '../../shared/connect/errors.ts';
import type { SinkRecord } from '../../shared/connect/records.ts';
import { aivenSinkFile, confluentSinkFile, sinkFile } from '../support/connectors.ts';
import {
  answer,
  bulkOperations,
  type Fault,
  items,
  startFaultProxy,
} from '../support/fault-proxy.ts';
import { allSources } from '../support/opensearch-documents.ts';
import { aSinkRecord } from '../support/records.ts';
import { sharedOpenSearch } from '../support/shared-servers.ts';
import { startSink } from '../support/sink-run.ts';

/** Records with keys and values, offsets from `first` on; a null value is a tombstone. */
const keyed = (
  topic: string,
  pairs: readonly (readonly [string | null, string | null])[],
  first = 0,
) =>
  pairs.map(([key, value], at) =>
    aSinkRecord({
      topic,
      offset: first + at,
      key: key === null ? null : Buffer.from(key),
      value: value === null ? null : Buffer.from(value),
      headers: [],
    }),
  );
const withHeader = (record: SinkRecord, key: string, value: string): SinkRecord => ({
  ...record,
  headers: [{ key, value: Buffer.from(value) }],
});
const sorted = (texts: readonly string[]) => texts.toSorted((a, b) => a.localeCompare(b));
const ALL = { 'errors.tolerance': 'all', 'errors.deadletterqueue.topic.name': 'letters' };

for (const { version, java } of openSearchVersionsHere(process.env))
  describe.skipIf(java === undefined)(`a sink on OpenSearch ${version}`, () => {
    let node: string;
    beforeAll(async () => {
      node = await sharedOpenSearch(version);
    });

    const ask = async (method: string, path: string, body?: object) => {
      const answered = await fetch(`${node}/${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answered.text();
      expect(answered.ok, text).toBe(true);
      return JSON.parse(text);
    };
    const newTopic = () => `t-${randomUUID()}`;
    const documents = async (index: string) => Object.fromEntries(await allSources(node, index));
    const idsOf = async (index: string) => sorted(Object.keys(await documents(index)));
    const versionOf = async (index: string, id: string) =>
      (await ask('GET', `${index}/_doc/${encodeURIComponent(id)}`))._version;

    const aiven = (topic: string, over = {}) =>
      aivenSinkFile({ topics: topic, 'key.ignore': false, ...ALL, ...over });
    const confluent = (topic: string, over = {}) =>
      confluentSinkFile({ topics: topic, 'key.ignore': false, ...ALL, ...over });
    const lenses = (topic: string, clauses: string, over = {}, verb = 'INSERT') =>
      sinkFile({
        topics: topic,
        'connect.elastic.kcql': `${verb} INTO ${topic} SELECT * FROM ${topic} ${clauses}`,
        ...ALL,
        ...over,
      });
    const aivenSink = (over = {}) => {
      const topic = newTopic();
      return { topic, put: startSink(aiven(topic, over), node) };
    };

    describe('ids', () => {
      it('are the keys, or the coordinates where keys are ignored', async () => {
        const keys = aivenSink();
        const ignored = aivenSink({ 'key.ignore': true });
        const pairs = [
          ['a', '{"n":1}'],
          ['b', '{"n":2}'],
          ['a', '{"n":3}'],
        ] as const;
        await keys.put(keyed(keys.topic, pairs));
        await ignored.put(keyed(ignored.topic, pairs));

        expect(await documents(keys.topic)).toEqual({ a: '{"n":3}', b: '{"n":2}' });
        expect(await idsOf(ignored.topic)).toEqual(
          [0, 1, 2].map((offset) => `${ignored.topic}+0+${offset}`),
        );
      });

      it('that a record lacks leave that record errant, and no other', async () => {
        const { topic, put } = aivenSink();

        const { letters, resume } = await put(
          keyed(topic, [
            ['a', '{}'],
            ['', '{}'],
            [null, '{}'],
            ['b', '{}'],
          ]),
        );

        expect(await idsOf(topic)).toEqual(['a', 'b']);
        expect(letters.map(({ of }) => of)).toEqual(['0@1', '0@2']);
        expect(resume).toEqual([]);
      });

      it.each([
        { converter: 'LongConverter', bytes: '000000000000002a', ids: ['42'] },
        { converter: 'IntegerConverter', bytes: 'ffffffff', ids: ['-1'] },
        { converter: 'DoubleConverter', bytes: '3ff0000000000000', ids: [] },
        { converter: 'BooleanConverter', bytes: '01', ids: [] },
      ])('of a $converter: $ids', async ({ converter, bytes, ids }) => {
        const prefix = 'org.apache.kafka.connect.converters';
        const { topic, put } = aivenSink({ 'key.converter': `${prefix}.${converter}` });
        const record = aSinkRecord({ topic, key: Buffer.from(bytes, 'hex') });

        const { letters } = await put([record]);

        expect(letters).toHaveLength(1 - ids.length);
        await ask('PUT', `${topic}-exists`);
        expect(Object.keys(await documents(`${topic}*`))).toEqual(ids);
      });

      it.each([
        { policy: 'errant', ids: 9, letters: 1 },
        { policy: 'hash', ids: 10, letters: 0 },
      ])('of 513 bytes spoil nothing else: $policy', async ({ policy, ids, letters }) => {
        const { topic, put } = aivenSink({ 'connectless.id.too.long': policy });
        const long = `${'é'.repeat(256)}x`;
        const keys = ['é'.repeat(256), long, ...'abcdefgh'];

        const delivery = await put(
          keyed(
            topic,
            keys.map((key) => [key, '{}'] as const),
          ),
        );
        const stored = Object.keys(await documents(topic));

        expect(stored).toHaveLength(ids);
        expect(stored.includes(createHash('sha256').update(long).digest('hex'))).toBe(ids === 10);
        expect(delivery.letters).toHaveLength(letters);
      });

      it('and routings with line breaks and quotes are kept as they are', async () => {
        const { topic, put } = aivenSink({ 'routing.type': 'key' });
        const key = 'a\n"b"\\ü';

        await put(keyed(topic, [[key, '{"n":1}']]));
        const { hits } = await search(topic);

        expect(hits.hits).toMatchObject([{ _id: key, _routing: key, _source: { n: 1 } }]);
      });

      it('of a PK come from value, key and header, and find their document again', async () => {
        const topic = newTopic();
        const put = startSink(lenses(topic, 'PK _value.site.id, _key.d, _header.m'), node);
        const record = (n: number) =>
          withHeader(
            aSinkRecord({
              topic,
              offset: n,
              key: Buffer.from('{"d":7}'),
              value: Buffer.from(`{"site":{"id":"north"},"n":${n}}`),
            }),
            'm',
            'x',
          );

        await put([record(1)]);
        await put([record(2)]);

        expect(await documents(topic)).toEqual({ 'north-7-x': '{"site":{"id":"north"},"n":2}' });
      });
    });

    const search = async (index: string, query = '') => {
      await ask('POST', `${index}/_refresh`);
      return ask('GET', `${index}/_search${query}`);
    };

    describe('versions', () => {
      it('make what is delivered again stale, and leave the newest document', async () => {
        const { topic, put } = aivenSink();
        const records = keyed(
          topic,
          [0, 1, 2, 3].map((n) => ['k', `{"n":${n}}`] as const),
        );
        await put(records);

        const again = await put(records.slice(2));

        expect(await documents(topic)).toEqual({ k: '{"n":3}' });
        expect(await versionOf(topic, 'k')).toBe(3);
        expect(again).toMatchObject({ letters: [], resume: [] });
      });

      it('stay the same when an event comes three times, whether its ids are keys or offsets', async () => {
        const keys = aivenSink();
        const records = keyed(keys.topic, [
          ['a', '{"n":1}'],
          ['b', '{"n":2}'],
          ['a', null],
        ]);
        const state = async () => [await documents(keys.topic), await versionOf(keys.topic, 'b')];
        await keys.put(records);
        const first = await state();
        for (const _ of [1, 2]) await keys.put(records);

        expect(await state()).toEqual(first);
      });

      it('come from a header, on writes and deletes, and an older write stays out', async () => {
        const topic = newTopic();
        const put = startSink(
          confluent(topic, {
            'external.version.header': 'v',
            'behavior.on.null.values': 'delete',
          }),
          node,
        );
        const [write, remove, older] = keyed(topic, [
          ['k', '{"n":1}'],
          ['k', null],
          ['k', '{"n":2}'],
        ]);
        await put([withHeader(write as SinkRecord, 'v', '100')]);
        expect(await versionOf(topic, 'k')).toBe(100);

        await put([withHeader(remove as SinkRecord, 'v', '123')]);
        const late = await put([withHeader(older as SinkRecord, 'v', '110')]);

        expect(await documents(topic)).toEqual({});
        expect(late).toMatchObject({ letters: [], resume: [] });
      });

      it('that a header lacks leave the record errant', async () => {
        const topic = newTopic();
        const put = startSink(confluent(topic, { 'external.version.header': 'v' }), node);

        const { letters } = await put([
          ...keyed(topic, [['a', '{}']]),
          ...keyed(topic, [['b', '{}']], 1).map((record) => withHeader(record, 'v', '-1')),
          ...keyed(topic, [['c', '{}']], 2).map((record) => withHeader(record, 'v', '7')),
        ]);

        expect(letters.map(({ of }) => of)).toEqual(['0@0', '0@1']);
        expect(Object.keys(await documents(topic))).toEqual(['c']);
      });
    });

    describe('updates', () => {
      it('change the fields that they have, and make a document that is missing', async () => {
        const { topic, put } = aivenSink({ 'index.write.method': 'upsert' });

        await put(
          keyed(topic, [
            ['k0', '{"offset":0,"kept":true}'],
            ['k1', '{"offset":1}'],
          ]),
        );
        await put(
          keyed(
            topic,
            [
              ['k0', '{"offset":2}'],
              ['k0', '{"offset":3,"another":0}'],
              ['k2', '{}'],
            ],
            2,
          ),
        );
        const stored = await documents(topic);

        expect(JSON.parse(stored['k0'] ?? '')).toEqual({ offset: 3, kept: true, another: 0 });
        expect(sorted(Object.keys(stored))).toEqual(['k0', 'k1', 'k2']);
      });

      it('of KCQL go by the PK', async () => {
        const topic = newTopic();
        const put = startSink(lenses(topic, 'PK _key', {}, 'UPSERT'), node);

        await put(
          keyed(topic, [
            ['k', '{"a":1}'],
            ['k', '{"b":2}'],
          ]),
        );

        expect(JSON.parse((await documents(topic))['k'] ?? '')).toEqual({ a: 1, b: 2 });
      });

      it.each(['before', 'after'])(
        'and deletes of one id take effect in their order, the first rejected %s',
        async (when) => {
          const topic = newTopic();
          let rejections = 0;
          const rejectOnce: Fault = items((id) =>
            id === 'k' && rejections++ === 0
              ? { status: 429, error: { type: 'rejected_execution_exception' } }
              : undefined,
          );
          await using proxy = await startFaultProxy(node, () => rejectOnce);
          const put = startSink(
            aiven(topic, { 'index.write.method': 'upsert', 'behavior.on.null.values': 'delete' }),
            proxy.url,
          );
          const pairs = [
            ['k', '{"a":1}'],
            ['other', '{}'],
            ['k', null],
            ['k', '{"b":2}'],
          ] as const;
          if (when === 'after') await put(keyed(topic, [['k', '{"old":0}']]));

          await put(keyed(topic, pairs, 1));

          expect(await documents(topic)).toEqual({ k: '{"b":2}', other: '{}' });
        },
      );
    });

    describe('tombstones', () => {
      const pairs = [
        ['k1', '{}'],
        ['k2', '{}'],
        ['k1', null],
        ['k3', '{}'],
      ] as const;

      it.each([
        { policy: 'delete', stored: ['k2', 'k3'], letters: [] },
        { policy: 'ignore', stored: ['k1', 'k2', 'k3'], letters: [] },
        { policy: 'fail', stored: ['k1', 'k2', 'k3'], letters: ['0@2'] },
      ])('$policy', async ({ policy, stored, letters }) => {
        const { topic, put } = aivenSink({ 'behavior.on.null.values': policy });

        const delivery = await put(keyed(topic, pairs));

        expect(await idsOf(topic)).toEqual(stored);
        expect(delivery.letters.map(({ of }) => of)).toEqual(letters);
        expect(delivery.resume).toEqual([]);
      });

      it('that fail make their partition wait with errors.tolerance=none, and lose nothing', async () => {
        const { topic, put } = aivenSink({
          'behavior.on.null.values': 'fail',
          'errors.tolerance': 'none',
        });

        const { resume, letters } = await put(keyed(topic, pairs));

        expect(resume).toEqual(['0@2']);
        expect(letters).toEqual([]);
      });

      it('without a key delete nothing, and their offset moves', async () => {
        const { topic, put } = aivenSink({ 'behavior.on.null.values': 'delete' });

        const delivery = await put(
          keyed(topic, [
            ['a', '{}'],
            [null, null],
          ]),
        );

        expect(Object.keys(await documents(topic))).toEqual(['a']);
        expect(delivery).toMatchObject({ letters: [], resume: [] });
      });

      it('of KCQL delete the document that the key names, also where there is none', async () => {
        const topic = newTopic();
        const clauses = "PK _key PROPERTIES('behavior.on.null.values'='DELETE')";
        const put = startSink(lenses(topic, clauses), node);

        const delivery = await put(
          keyed(topic, [
            ['a', '{}'],
            ['b', '{}'],
            ['a', null],
            ['never', null],
          ]),
        );

        expect(Object.keys(await documents(topic))).toEqual(['b']);
        expect(delivery).toMatchObject({ letters: [], resume: [] });
      });

      it('go to the shard of their document', async () => {
        const { topic, put } = aivenSink({
          'routing.type': 'key',
          'behavior.on.null.values': 'delete',
        });
        await ask('PUT', topic, { settings: { number_of_shards: 5, number_of_replicas: 0 } });

        await put(
          keyed(
            topic,
            ['a', 'b', 'c'].map((key) => [key, '{}'] as const),
          ),
        );
        await put(keyed(topic, [['b', null]], 3));

        expect(await idsOf(topic)).toEqual(['a', 'c']);
      });
    });

    describe('routing', () => {
      it('is what a pointer finds, and a record without it is errant', async () => {
        const { topic, put } = aivenSink({
          'routing.type': 'value',
          'routing.type.record.value.path': '/site/id',
        });

        const { letters } = await put(
          keyed(topic, [
            ['a', '{"site":{"id":"0"}}'],
            ['b', '{"site":{}}'],
            ['c', '{"site":{"id":1}}'],
          ]),
        );
        const { hits } = await search(topic, '?sort=_id');

        expect(hits.hits).toMatchObject([
          { _id: 'a', _routing: '0' },
          { _id: 'c', _routing: '1' },
        ]);
        expect(letters.map(({ of }) => of)).toEqual(['0@1']);
      });
    });

    describe('ingest pipelines', () => {
      it('change what is stored', async ({ skip }) => {
        const { nodes } = await ask('GET', '_nodes/ingest');
        const known = JSON.stringify(Object.values(nodes)).includes('"type":"set"');
        skip(!known, 'this distribution has no processors');
        const topic = newTopic();
        await ask('PUT', `_ingest/pipeline/${topic}`, {
          processors: [{ set: { field: 'by', value: 'pipeline' } }],
        });
        const put = startSink(lenses(topic, `WITHPIPELINE=\`${topic}\``), node);

        await put(keyed(topic, [['k', '{"n":1}']]));

        expect(Object.values(await documents(topic)).map((text) => JSON.parse(text))).toEqual([
          { n: 1, by: 'pipeline' },
        ]);
      });
    });

    describe('resources that exist', () => {
      it('are written to by their alias, through a rollover', async () => {
        const topic = newTopic();
        const alias = `alias-${topic}`;
        await ask('PUT', `${alias}-000001`, { aliases: { [alias]: { is_write_index: true } } });
        const put = startSink(
          aiven(topic, {
            'existing.resource.type': 'index_alias',
            'topic.to.existing.resource.mapping': `${topic}:${alias}`,
          }),
          node,
        );
        await put(keyed(topic, [['a', '{}']]));
        await ask('POST', `${alias}/_rollover`);
        await put(keyed(topic, [['b', '{}']], 1));

        expect(Object.keys(await documents(`${alias}-000001`))).toEqual(['a']);
        expect(Object.keys(await documents(`${alias}-000002`))).toEqual(['b']);
      });

      it('are not made as indices where the alias is missing', async () => {
        const topic = newTopic();
        const put = startSink(
          confluent(topic, {
            'external.resource.usage': 'ALIAS_INDEX',
            'topic.to.external.resource.mapping': `${topic}:missing-${topic}`,
          }),
          node,
        );

        const { resume } = await put(keyed(topic, [['a', '{}']]), 1_500);

        expect(resume).toEqual(['0@0']);
        expect((await fetch(`${node}/missing-${topic}`)).status).toBe(404);
      });
    });

    describe('data streams', () => {
      it('are made with their template; a record that comes again stays as it was first', async () => {
        const { topic, put } = aivenSink({ 'data.stream.enabled': true });
        const records = keyed(topic, [
          ['a', '{"n":1}'],
          ['b', '{"n":2}'],
          ['a', '{"n":3}'],
        ]);

        const first = await put(records);
        const again = await put(records);
        const { data_streams } = await ask('GET', `_data_stream/${topic}`);
        const { hits } = await search(topic, '?sort=_id');

        expect(data_streams).toMatchObject([
          { name: topic, template: `${topic}-connector-data-stream-template` },
        ]);
        expect(hits.hits).toMatchObject([
          { _id: 'a', _source: { n: 1, '@timestamp': records[0]?.timestamp } },
          { _id: 'b', _source: { n: 2 } },
        ]);
        expect([first.letters, again.letters, again.resume]).toEqual([[], [], []]);
      });

      it('leave a template that fits as it is', async () => {
        const { topic, put } = aivenSink({ 'data.stream.enabled': true });
        await ask('PUT', `_index_template/own-${topic}`, {
          index_patterns: [topic],
          data_stream: {},
        });

        await put(keyed(topic, [['a', '{}']]));

        expect((await ask('GET', `_data_stream/${topic}`)).data_streams).toMatchObject([
          { template: `own-${topic}` },
        ]);
        expect(
          (await fetch(`${node}/_index_template/${topic}-connector-data-stream-template`)).status,
        ).toBe(404);
      });

      it('have a field of the document for their time where the file says so', async () => {
        const { topic, put } = aivenSink({
          'data.stream.enabled': true,
          'data.stream.timestamp.field': 'at',
        });

        const { letters } = await put(
          keyed(topic, [
            ['a', '{"at":"2025-04-24T00:00:00Z"}'],
            ['b', '{"n":1}'],
          ]),
        );

        expect((await search(topic)).hits.hits).toMatchObject([{ _id: 'a' }]);
        expect(letters.map(({ of }) => of)).toEqual(['0@1']);
      });

      it('without a template that fits fail the invocation', async () => {
        const topic = newTopic();
        const stream = { 'data.stream.type': 'logs', 'data.stream.dataset': 'd' };
        const put = startSink(confluent(topic, stream), node);

        await expect(put(keyed(topic, [['a', '{}']]))).rejects.toBeInstanceOf(ConnectError);
        expect((await fetch(`${node}/logs-d-${topic}`)).status).toBe(404);
      });

      it('of Confluent go by type, dataset and topic', async () => {
        const topic = newTopic();
        await ask('PUT', `_index_template/logs-${topic}`, {
          index_patterns: [`logs-d-${topic}`],
          data_stream: {},
        });
        const put = startSink(
          confluent(topic, {
            'data.stream.type': 'logs',
            'data.stream.dataset': 'd',
            'data.stream.timestamp.field': 'one,two',
          }),
          node,
        );

        const { letters } = await put(
          keyed(topic, [
            ['a', '{"two":"2025-04-24T00:00:00Z"}'],
            ['b', '{"three":1}'],
          ]),
        );

        expect((await search(`logs-d-${topic}`)).hits.hits).toMatchObject([
          { _id: 'a', _source: { '@timestamp': '2025-04-24T00:00:00Z' } },
        ]);
        expect(letters.map(({ of }) => of)).toEqual(['0@1']);
      });
    });

    describe('policies', () => {
      const strict = async (topic: string) => {
        await ask('PUT', topic, {
          mappings: { dynamic: 'strict', properties: { n: { type: 'long' } } },
        });
      };
      const pairs = [
        ['a', '{"n":1}'],
        ['b', '{"x":1}'],
        ['c', '{"n":3}'],
      ] as const;

      it.each([
        { over: { 'errors.tolerance': 'all' }, letters: ['0@1'], resume: [] },
        { over: { 'errors.tolerance': 'none' }, letters: [], resume: ['0@1'] },
        ...['ignore', 'warn', 'report'].map((policy) => ({
          over: { 'errors.tolerance': 'none', 'behavior.on.malformed.documents': policy },
          letters: ['0@1'],
          resume: [],
        })),
      ])('what OpenSearch refuses: $over', async ({ over, letters, resume }) => {
        const { topic, put } = aivenSink(over);
        await strict(topic);

        const delivery = await put(keyed(topic, pairs));

        expect(await idsOf(topic)).toEqual(['a', 'c']);
        expect(delivery.letters.map(({ of }) => of)).toEqual(letters);
        expect(delivery.resume).toEqual(resume);
      });

      it('a late record of a closed index has its letter, and what comes after it goes on', async () => {
        const topic = newTopic();
        const put = startSink(lenses(topic, 'PK _key WITHINDEXSUFFIX=_{yyyy-MM-dd}'), node);
        const [late, next] = keyed(topic, [
          ['a', '{}'],
          ['b', '{}'],
        ]);
        await ask('PUT', `${topic}_2025-04-24`);
        await ask('POST', `${topic}_2025-04-24/_close`);

        const { letters, resume } = await put([
          late as SinkRecord,
          { ...(next as SinkRecord), timestamp: Date.UTC(2025, 3, 25) },
        ]);

        expect(letters).toMatchObject([{ of: '0@0', why: expect.stringContaining('closed') }]);
        expect(resume).toEqual([]);
        expect(Object.keys(await documents(`${topic}_2025-04-25`))).toEqual(['b']);
      });
    });

    describe('limits of requests', () => {
      const run = async (over: object, count: number) => {
        await using proxy = await startFaultProxy(node, () => undefined);
        const topic = newTopic();
        const put = startSink(confluent(topic, over), proxy.url);
        await put(
          keyed(
            topic,
            Array.from({ length: count }, (_, n) => [`k${n}`, '{}'] as const),
          ),
        );
        return proxy.requests;
      };

      it('are kept by bytes, and a larger document goes alone', async () => {
        const sizes = (await run({ 'bulk.size.bytes': 300 }, 4)).map(({ body }) => body.length);

        expect(sizes.length).toBeGreaterThan(1);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(300);
        expect(
          (await run({ 'bulk.size.bytes': 10 }, 3)).map(({ body }) => bulkOperations(body).length),
        ).toEqual([1, 1, 1]);
      });

      it('are sent compressed where the file says so', async () => {
        const topic = newTopic();
        const put = startSink(confluent(topic, { 'connection.compression': true }), node);

        await put(keyed(topic, [['a', '{"n":1}']]));

        expect(await documents(topic)).toEqual({ a: '{"n":1}' });
        const [plain] = await run({}, 1);
        expect(plain?.headers['content-encoding']).toBeUndefined();
        // The proxy reads text: it answers by itself what is compressed.
        await using proxy = await startFaultProxy(node, () => answer(503));
        await startSink(confluent(topic, { 'connection.compression': true }), proxy.url)(
          keyed(topic, [['a', '{}']]),
          500,
        );
        expect(proxy.requests[0]?.headers['content-encoding']).toBe('gzip');
      });
    });
  });
