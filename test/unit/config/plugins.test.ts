import { describe, expect, it } from 'vitest';
import {
  connectorOf,
  errorsOf,
  sinkFile,
  sourceFile,
  warningsOf,
} from '../../support/connectors.ts';

const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';
const STRING = 'org.apache.kafka.connect.storage.StringConverter';
const BYTES = 'org.apache.kafka.connect.converters.ByteArrayConverter';
const WORKER = `value.converter=${JSON_CONVERTER}\nvalue.converter.schemas.enable=false`;

const valueConverter = (over: Record<string, unknown>, worker?: string) =>
  connectorOf(sinkFile(over), worker).converters.value;

describe('converters', () => {
  it('are bytes and texts where neither file names one', () => {
    expect(connectorOf(sourceFile()).converters).toEqual({
      key: { className: STRING, config: {} },
      value: { className: BYTES, config: {} },
      header: { className: 'org.apache.kafka.connect.storage.SimpleHeaderConverter', config: {} },
    });
  });

  // Fact sheet 4.3, last paragraph.
  it('replace the worker’s as a whole', () => {
    expect(valueConverter({}, WORKER)).toEqual({
      className: JSON_CONVERTER,
      config: { 'schemas.enable': 'false' },
    });
    expect(valueConverter({ 'value.converter': JSON_CONVERTER }, WORKER).config).toEqual({});
    expect(valueConverter({ 'value.converter': STRING }, WORKER)).toEqual({
      className: STRING,
      config: {},
    });
  });

  it('change nothing by a setting alone, which is said', () => {
    const file = sinkFile({ 'value.converter.schemas.enable': 'true' });

    expect(connectorOf(file, WORKER).converters.value.config).toEqual({
      'schemas.enable': 'false',
    });
    expect(warningsOf(file, WORKER)).toContainEqual(
      expect.objectContaining({ file: 'a.json', key: 'value.converter.schemas.enable', line: 5 }),
    );
  });

  it('may have the settings of others beside them, as files in the wild do', () => {
    const over = { 'value.converter': STRING, 'value.converter.schemas.enable': 'false' };

    expect(warningsOf(sinkFile(over)).map(({ key }) => key)).toEqual(['errors.tolerance']);
    expect(
      warningsOf(sinkFile({ ...over, 'value.converter.schema.registry.url': 'http://a' })),
    ).toContainEqual(expect.objectContaining({ key: 'value.converter.schema.registry.url' }));
  });

  it.each(['JsonConverter', 'Json', JSON_CONVERTER])(
    'are known by Connect’s aliases: %s',
    (name) => {
      expect(valueConverter({ 'value.converter': name }).className).toBe(JSON_CONVERTER);
    },
  );

  it.each([
    {
      over: { 'value.converter': 'io.confluent.connect.avro.AvroConverter' },
      key: 'value.converter',
    },
    { over: { 'key.converter': 'org.example.Mine' }, key: 'key.converter' },
    { over: { 'header.converter': 'org.example.Mine' }, key: 'header.converter' },
    {
      over: { 'value.converter': JSON_CONVERTER, 'value.converter.schemas.enable': 'maybe' },
      key: 'value.converter.schemas.enable',
    },
    {
      over: { 'value.converter': JSON_CONVERTER, 'value.converter.decimal.format': 'x' },
      key: 'value.converter.decimal.format',
    },
  ])('are refused by key: $over', ({ over, key }) => {
    expect(errorsOf(sinkFile(over))).toMatchObject([{ key }]);
  });

  it('are refused where they stand in the worker’s file, once for all connectors', () => {
    expect(errorsOf(sinkFile(), 'value.converter=org.example.Mine')).toMatchObject([
      { file: 'connect-distributed.properties', key: 'value.converter', line: 1 },
    ]);
  });

  it.each([
    {
      name: JSON_CONVERTER,
      found: 'JsonConverter, which makes a text in base64 of a payload’s bytes',
    },
    {
      name: STRING,
      found: 'StringConverter, which writes Java’s name of an object for a payload’s bytes',
    },
  ])('that wrap the bytes of payloads are warned of: $name', ({ name, found }) => {
    const converter = 'io.lenses.streamreactor.connect.converters.source.JsonPassThroughConverter';
    const read = `INSERT INTO a SELECT * FROM b WITHCONVERTER=\`${converter}\``;

    expect(warningsOf(sourceFile({ 'value.converter': name }))).toContainEqual(
      expect.objectContaining({ key: 'value.converter', found, suggestion: BYTES }),
    );
    expect(
      warningsOf(sourceFile({ 'value.converter': name, 'connect.mqtt.kcql': read })).map(
        ({ key }) => key,
      ),
    ).toEqual(['errors.tolerance']);
  });
});

const TRANSFORMS = 'org.apache.kafka.connect.transforms.';
const router = {
  transforms: 'day',
  'transforms.day.type': `${TRANSFORMS}TimestampRouter`,
  'transforms.day.topic.format': '${topic}_${timestamp}',
  'transforms.day.timestamp.format': 'yyyy-MM-dd',
};

describe('transforms', () => {
  // Fact sheet 4.4.
  it.each([
    { over: router },
    { over: { ...router, 'transforms.day.type': 'TimestampRouter' } },
    {
      over: {
        ...router,
        'transforms.day.predicate': 'p',
        'transforms.day.negate': 'true',
        predicates: 'p',
        'predicates.p.type': `${TRANSFORMS}predicates.TopicNameMatches`,
        'predicates.p.pattern': 'a.*',
      },
    },
    {
      over: {
        transforms: 'a, b',
        'transforms.a.type': `${TRANSFORMS}ReplaceField$Value`,
        'transforms.a.blacklist': 'x',
        'transforms.b.type': `${TRANSFORMS}InsertField$Value`,
        'transforms.b.offset.field': 'offset!',
      },
    },
  ])('are read: $over', ({ over }) => {
    expect(errorsOf(sinkFile(over))).toEqual([]);
    expect(connectorOf(sinkFile(over)).transforms).toEqual(over);
  });

  it.each([
    { over: { ...router, transforms: 'day,day' }, key: 'transforms' },
    { over: { transforms: 'day' }, key: 'transforms.day.type' },
    {
      over: { ...router, 'transforms.day.type': 'com.example.Mine' },
      key: 'transforms.day.type',
    },
    {
      over: { ...router, 'transforms.day.timestamp.format': 'bbb' },
      key: 'transforms.day.timestamp.format',
    },
    { over: { ...router, 'transforms.day.predicate': 'p' }, key: 'transforms.day.predicate' },
    { over: { ...router, 'transforms.day.negate': 'true' }, key: 'transforms.day.predicate' },
    {
      over: { ...router, 'transforms.day.negate': 'maybe' },
      key: 'transforms.day.negate',
    },
    {
      over: { transforms: 'r', 'transforms.r.type': 'RegexRouter', 'transforms.r.regex': 'a' },
      key: 'transforms.r.replacement',
    },
    { over: { predicates: 'p', 'predicates.p.type': 'X' }, key: 'predicates.p.type' },
  ])('are refused by key: $over', ({ over, key }) => {
    expect(errorsOf(sinkFile(over))).toMatchObject([{ key }]);
  });

  it('that no list names are said to have no effect', () => {
    const { transforms: _, ...rest } = router;

    expect(warningsOf(sinkFile(rest))).toContainEqual(
      expect.objectContaining({
        key: 'transforms.day.type',
        expected: 'an alias that transforms lists',
      }),
    );
  });

  it.each(['RegexRouter', `${TRANSFORMS}TimestampRouter`])(
    'of a source that rename topics are warned of, since a deploy does not know them: %s',
    (type) => {
      const over = {
        transforms: 't',
        'transforms.t.type': type,
        ...(type === 'RegexRouter' && {
          'transforms.t.regex': 'a',
          'transforms.t.replacement': 'b',
        }),
      };
      const warning = expect.objectContaining({
        key: 'transforms.t.type',
        found: expect.stringMatching(/neither makes nor lets the function write/),
        expected: 'the topic itself in connect.mqtt.kcql',
      });

      expect(warningsOf(sourceFile(over))).toContainEqual(warning);
      expect(warningsOf(sinkFile(over))).not.toContainEqual(warning);
    },
  );

  it('with the year of the week are warned of', () => {
    expect(
      warningsOf(sinkFile({ ...router, 'transforms.day.timestamp.format': 'YYYY.MM.dd' })),
    ).toContainEqual(
      expect.objectContaining({
        key: 'transforms.day.timestamp.format',
        found: 'YYYY.MM.dd, whose Y is the year of the week: 2026.12.29 on 2025-12-29',
        suggestion: 'yyyy.MM.dd',
      }),
    );
  });
});
