import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { aivenSinkFile, confluentSinkFile, sinkFile } from '../support/connectors.ts';
import { allSources, sourceText } from '../support/opensearch-documents.ts';
import { APRIL_24, aSinkRecord } from '../support/records.ts';
import { sharedOpenSearch } from '../support/shared-servers.ts';
import { startSink } from '../support/sink-run.ts';

const ALL = { 'errors.tolerance': 'all' };
const KCQL = 'connect.elastic.kcql';
const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';
const ROUTER = 'org.apache.kafka.connect.transforms.TimestampRouter';

const EXTREMES = [
  '{"min":-9223372036854775808,"max":9223372036854775807,"int":[-2147483648,2147483647]}',
  '{"above":9007199254740993,"float":1.73E+18,"tiny":-4.9E-324,"zero":-0.0,"digits":0.1234567890123456789}',
  '{"text":"日本 Ω \\u0000 \\"quoted\\" <&> \u2028","yes":true,"no":false,"nothing":null,"empty":{},"none":[]}',
  `{"long":"${'x'.repeat(32_766)}"}`,
  '{ "b" : 1 , "a" : { "b" : [ ] } }',
];

describe('documents of a sink', () => {
  let node: string;
  beforeAll(async () => {
    node = await sharedOpenSearch();
  });

  const newName = () => `t-${randomUUID()}`;
  /** What one delivery of these values makes, in the order of their offsets. */
  const deliver = async (values: readonly (string | Buffer)[], over = {}) => {
    const topic = newName();
    const file = sinkFile({
      topics: topic,
      [KCQL]: `INSERT INTO ${topic} SELECT * FROM ${topic}`,
      ...ALL,
      ...over,
    });
    const { letters, resume } = await startSink(
      file,
      node,
    )(values.map((value, offset) => aSinkRecord({ topic, offset, value: Buffer.from(value) })));
    const sources = await allSources(node, topic);
    return {
      resume,
      letters,
      documents: values.map((_, offset) => sources.get(`${topic}-0-${offset}`)),
    };
  };

  it('are stored byte for byte, at the limits of numbers and texts, too', async () => {
    const { documents, letters } = await deliver(EXTREMES);

    expect(letters).toEqual([]);
    expect(documents).toEqual(EXTREMES);
  });

  it('lose their line breaks, and nothing else', async () => {
    const { documents } = await deliver(['{\r\n  "a": 1,\n\t"b": "x\\ny"\r}\n', '{"c":2}']);

    expect(documents).toEqual(['{  "a": 1,\t"b": "x\\ny"}', '{"c":2}']);
  });

  it('are errant alone, where what comes is no JSON object, and the others are written', async () => {
    const wrong = [
      '',
      'secret',
      '{"a":',
      '{"a":1}{"a":2}',
      '{"a":1} tail',
      '\ufeff{"a":1}',
      Buffer.from('{"a":"\xff"}', 'latin1'),
      '{"a":NaN}',
      '{"a":Infinity}',
      'null',
      '42',
      '"secret"',
      '[{"a":1}]',
    ];

    const { documents, letters, resume } = await deliver(['{"a":1}', ...wrong, '{"a":2}']);

    expect(resume).toEqual([]);
    expect(letters.map(({ of }) => of)).toEqual(wrong.map((_, at) => `0@${at + 1}`));
    expect(JSON.stringify(letters)).not.toContain('secret');
    expect(documents.filter((document) => document !== undefined)).toEqual(['{"a":1}', '{"a":2}']);
  });

  it('are errant alone, where OpenSearch can’t map them, and the others are written', async () => {
    const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

    const { documents, letters } = await deliver([
      '{"n":1}',
      '{"n":9223372036854775808}',
      '{"n":"x"}',
      '{"n":2,"n":3}',
      '{"n":{"a":1}}',
      '{"new":18446744073709551616}',
      deep(21),
      deep(1001),
      deep(100_000),
      '{"n":4}',
    ]);

    expect(letters.map(({ of }) => of)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((offset) => `0@${offset}`),
    );
    expect(letters[1]?.why).toContain('failed to parse field [n] of type [long]');
    expect(documents.filter((document) => document !== undefined)).toEqual(['{"n":1}', '{"n":4}']);
  });

  it('may have a number where others have text', async () => {
    const values = ['{"t":"one"}', '{"t":2}', '{"t":3.5}', '{"t":true}'];

    expect(await deliver(values)).toEqual({ resume: [], letters: [], documents: values });
  });

  it('have fields with their coordinates and time where a transform adds them', async () => {
    const transform = 'transforms.where';
    const { documents, letters } = await deliver(['{"topic":"mine","n":1.0}'], {
      'value.converter': JSON_CONVERTER,
      'value.converter.schemas.enable': false,
      transforms: 'where',
      [`${transform}.type`]: 'org.apache.kafka.connect.transforms.InsertField$Value',
      [`${transform}.topic.field`]: '_topic',
      [`${transform}.partition.field`]: '_partition',
      [`${transform}.offset.field`]: '_offset',
      [`${transform}.timestamp.field`]: 'timestamp',
    });

    expect(letters).toEqual([]);
    expect(JSON.parse(documents[0] ?? '')).toEqual({
      topic: 'mine',
      n: 1,
      _topic: expect.stringMatching(/^t-/),
      _partition: 0,
      _offset: 0,
      timestamp: APRIL_24,
    });
  });

  it('may be larger than a usual request', async () => {
    const large = `{"s":"${'x'.repeat(5_000_000)}"}`;

    const { documents, letters } = await deliver(['{"a":1}', large, '{"a":2}']);

    expect(letters).toEqual([]);
    expect(documents.map((document) => document?.length)).toEqual([7, large.length, 7]);
  });

  it('are what a schema says: bytes in base64, decimals with all their digits, nulls', async () => {
    const schema = {
      type: 'struct',
      fields: [
        { field: 'bytes', type: 'bytes' },
        {
          field: 'decimal',
          type: 'bytes',
          name: 'org.apache.kafka.connect.data.Decimal',
          parameters: { scale: '2' },
        },
        { field: 'map', type: 'map', keys: { type: 'string' }, values: { type: 'int32' } },
        { field: 'list', type: 'map', keys: { type: 'int32' }, values: { type: 'int32' } },
        { field: 'null', type: 'string', optional: true },
      ],
    };
    const payload = { bytes: 'Kg==', decimal: 'Ag==', map: { a: 1 }, list: [[1, 2]], null: null };
    const topic = newName();
    const file = aivenSinkFile({ topics: topic, 'value.converter': JSON_CONVERTER, ...ALL });

    const { letters } = await startSink(
      file,
      node,
    )([aSinkRecord({ topic, value: Buffer.from(JSON.stringify({ schema, payload })) })]);

    expect(letters).toEqual([]);
    expect([...(await allSources(node, topic)).values()]).toEqual([
      '{"bytes":"Kg==","decimal":0.02,"map":{"a":1},"list":[{"key":1,"value":2}],"null":null}',
    ]);
  });

  const at = (time: string) => Date.parse(time);
  /** The indices that records of these times get. */
  const indicesOf = async (file: object, topic: string, times: readonly number[]) => {
    const { letters } = await startSink(
      { ...file, topics: topic, ...ALL },
      node,
    )(times.map((timestamp, offset) => aSinkRecord({ topic, offset, timestamp })));
    const answer = await fetch(`${node}/_cat/indices/*${topic.toLowerCase().slice(2)}*?h=index`);
    const names = (await answer.text()).trim().split('\n');
    return {
      letters,
      indices: names.map((name) => name.replace(topic.toLowerCase(), 'T')).toSorted(),
    };
  };
  const MIDNIGHT = ['2020-12-01T23:59:59.999Z', '2020-12-02T00:00:00.000Z'].map(at);

  it.each([
    { over: {}, indices: ['T_2020-12-01', 'T_2020-12-02'] },
    { over: { 'connectless.index.timezone': 'Asia/Tokyo' }, indices: ['T_2020-12-02'] },
    { over: { 'connectless.index.timezone': 'America/New_York' }, indices: ['T_2020-12-01'] },
  ])(
    'lie in the index of their record’s day, by the zone that is asked for: $over',
    async ({ over, indices }) => {
      const topic = newName();
      const kcql = `INSERT INTO ${topic} SELECT * FROM ${topic} WITHINDEXSUFFIX=_{yyyy-MM-dd}`;

      expect(await indicesOf(sinkFile({ [KCQL]: kcql, ...over }), topic, MIDNIGHT)).toEqual({
        letters: [],
        indices,
      });
    },
  );

  it.each([
    { format: 'yyyyMMdd', name: '${topic}-${timestamp}', expected: ['T-20201201', 'T-20201202'] },
    {
      format: 'yyyy.MM.dd',
      name: 'a-${timestamp}-${topic}',
      expected: ['a-2020.12.01-T', 'a-2020.12.02-T'],
    },
    { format: "yyyy-'w'ww", name: '${topic}.${timestamp}.z', expected: ['T.2020-w49.z'] },
  ])('lie where TimestampRouter says: $name, $format', async ({ format, name, expected }) => {
    const file = confluentSinkFile({
      transforms: 'day',
      'transforms.day.type': ROUTER,
      'transforms.day.topic.format': name,
      'transforms.day.timestamp.format': format,
    });

    expect(await indicesOf(file, newName(), MIDNIGHT)).toEqual({ letters: [], indices: expected });
  });

  const ROUTE = (replacement: string) => ({
    transforms: 'r',
    'transforms.r.type': 'org.apache.kafka.connect.transforms.RegexRouter',
    'transforms.r.regex': '.*',
    'transforms.r.replacement': replacement,
  });

  it.each([
    { dialect: 'Confluent', file: confluentSinkFile, topic: 'UPPER-T', index: 'upper-T' },
    { dialect: 'Confluent', file: confluentSinkFile, topic: '-T', index: 'T' },
    { dialect: 'Confluent', file: confluentSinkFile, topic: '_T', index: 'T' },
    {
      dialect: 'Confluent',
      file: confluentSinkFile,
      topic: `T${'X'.repeat(218)}`,
      index: `T${'x'.repeat(217)}`,
    },
    { dialect: 'Aiven', file: aivenSinkFile, topic: 'a:T', index: 'a_T' },
    { dialect: 'Aiven', file: aivenSinkFile, topic: '+T', index: 'T' },
  ])(
    'lie where $dialect puts those of the topic $topic: $index',
    async ({ file, topic, index }) => {
      const name = newName();
      const routed = file(ROUTE(topic.replace('T', name.toUpperCase())));

      expect(await indicesOf(routed, name, [APRIL_24])).toEqual({ letters: [], indices: [index] });
    },
  );

  it.each([
    { topic: '.', index: 'dot' },
    { topic: '..', index: 'dotdot' },
  ])('lie in $index where their topic is $topic', async ({ topic, index }) => {
    const id = newName();
    const file = confluentSinkFile({ topics: id, 'key.ignore': false, ...ALL, ...ROUTE(topic) });

    await startSink(file, node)([aSinkRecord({ topic: id, key: Buffer.from(id) })]);

    expect(await sourceText(node, index, id)).toBe('{"level":87}');
  });

  it('of topics that differ in case lie in one index, each', async () => {
    const [topic, upper] = [newName()].flatMap((name) => [name, name.toUpperCase()]) as [
      string,
      string,
    ];
    const file = confluentSinkFile({ topics: `${topic},${upper}`, ...ALL });

    await startSink(file, node)([topic, upper].map((each) => aSinkRecord({ topic: each })));

    expect(new Set((await allSources(node, topic)).keys())).toEqual(
      new Set([`${topic}+0+0`, `${upper}+0+0`]),
    );
  });

  it('lie where a field of theirs and their day say', async () => {
    const topic = newName();
    const kcql = `INSERT INTO _value.site SELECT n FROM ${topic} WITHINDEXSUFFIX=-index-{yyyy-MM-dd}`;
    const site = `test-${topic}`;

    await startSink(
      sinkFile({ topics: topic, [KCQL]: kcql, ...ALL }),
      node,
    )([aSinkRecord({ topic, value: Buffer.from(JSON.stringify({ site, n: 1 })) })]);

    expect([...(await allSources(node, `${site}-index-2025-04-24`)).values()]).toEqual(['{"n":1}']);
  });

  it('lie in the day that a field of theirs says, in whatever unit or form, unless it says none', async () => {
    const converter = 'org.apache.kafka.connect.transforms.TimestampConverter$Value';
    const dayOf = async (precision: string, time: number | string) => {
      const topic = newName();
      const file = sinkFile({
        topics: topic,
        [KCQL]: `INSERT INTO _value.at SELECT level FROM ${topic} WITHINDEXSUFFIX=_${topic}`,
        'value.converter': JSON_CONVERTER,
        'value.converter.schemas.enable': false,
        transforms: 'read,write',
        'transforms.read.type': converter,
        'transforms.read.field': 'at',
        'transforms.read.target.type': 'Timestamp',
        'transforms.read.format': "yyyy-MM-dd'T'HH:mm:ssZ",
        'transforms.read.unix.precision': precision,
        'transforms.write.type': converter,
        'transforms.write.field': 'at',
        'transforms.write.target.type': 'string',
        'transforms.write.format': 'yyyy-MM-dd',
        ...ALL,
      });
      const value = Buffer.from(JSON.stringify({ at: time, level: 87 }));
      const { letters } = await startSink(file, node)([aSinkRecord({ topic, value })]);
      const indices = await fetch(`${node}/_cat/indices/*${topic}?h=index`);
      return [...letters.map(() => 'errant'), (await indices.text()).trim().slice(0, 10)].join('');
    };
    const seconds = at('2020-12-01T23:59:59Z') / 1_000;

    expect(
      await Promise.all([
        dayOf('seconds', seconds),
        dayOf('milliseconds', seconds * 1e3 + 999),
        dayOf('microseconds', seconds * 1e6 + 999_999),
        dayOf('nanoseconds', seconds * 1e9),
        dayOf('seconds', '2020-12-02T00:30:00+0100'),
        dayOf('seconds', '2020-12-02T00:30:00'),
        dayOf('seconds', 'yesterday'),
      ]),
    ).toEqual([...Array(5).fill('2020-12-01'), 'errant', 'errant']);
  });

  it.each(['_key.site', '_header.site'])('lie where %s says', async (target) => {
    const topic = newName();
    const site = `site-${topic}`;
    const file = sinkFile({
      topics: topic,
      [KCQL]: `INSERT INTO ${target} SELECT * FROM ${topic}`,
      ...ALL,
    });

    const { letters } = await startSink(
      file,
      node,
    )([
      aSinkRecord({
        topic,
        key: Buffer.from(`{"site":"${site}"}`),
        headers: [{ key: 'site', value: Buffer.from(site) }],
      }),
      aSinkRecord({ topic, offset: 1, key: Buffer.from('{}'), headers: [] }),
    ]);

    expect(letters.map(({ of }) => of)).toEqual(['0@1']);
    expect([...(await allSources(node, site)).values()]).toEqual(['{"level":87}']);
  });

  it('are errant without a time, or with one that is absurd, and make no index', async () => {
    const topic = newName();
    const kcql = `INSERT INTO ${topic} SELECT * FROM ${topic} WITHINDEXSUFFIX=_{yyyy}`;
    const times = [
      -1,
      0,
      at('1999-12-31T23:59:59.999Z'),
      at('2000-01-01'),
      at('2100-01-01'),
      at('2999-01-01'),
    ];

    const { letters, indices } = await indicesOf(sinkFile({ [KCQL]: kcql }), topic, times);

    expect(letters.map(({ of }) => of)).toEqual(['0@0', '0@1', '0@2', '0@4', '0@5']);
    expect(indices).toEqual(['T_2000']);
  });

  it('lie where a field of theirs says, unless that is no name of an index', async () => {
    const topic = newName();
    const prefix = newName();
    const sites = [
      `${prefix}-a`,
      `${prefix}-b`,
      'Site',
      'a/b',
      'a\n"b"',
      '-a',
      '.kibana',
      '..',
      'é'.repeat(128),
      'a\ud800',
      'a\u0000',
    ];
    const kcql = `INSERT INTO _value.site SELECT n AS number FROM ${topic}`;

    const { letters } = await startSink(
      sinkFile({ topics: topic, [KCQL]: kcql, ...ALL }),
      node,
    )(
      [...sites, null].map((site, offset) =>
        aSinkRecord({ topic, offset, value: Buffer.from(JSON.stringify({ site, n: offset })) }),
      ),
    );

    expect(letters.map(({ of }) => of)).toEqual(
      Array.from({ length: sites.length - 1 }, (_, at) => `0@${at + 2}`),
    );
    expect([...(await allSources(node, `${prefix}-a`)).values()]).toEqual(['{"number":0}']);
    expect([...(await allSources(node, `${prefix}-b`)).values()]).toEqual(['{"number":1}']);
  });
});
