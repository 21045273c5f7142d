import { describe, expect, it } from 'vitest';
import type { SinkConnector } from '../../../shared/config/connector.ts';
import { DataError } from '../../../shared/connect/errors.ts';
import type { SinkRecord } from '../../../shared/connect/records.ts';
import { createSinkPipeline } from '../../../shared/sink/sink-pipeline.ts';
import { aSinkConnector } from '../../support/connectors.ts';
import { outcome } from '../../support/outcome.ts';
import { APRIL_24, aSinkRecord } from '../../support/records.ts';

const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';
const STRING = 'org.apache.kafka.connect.storage.StringConverter';
const SMT = 'org.apache.kafka.connect.transforms';

const value = (className: string, config: Record<string, string> = {}): Partial<SinkConnector> => ({
  converters: { ...aSinkConnector().converters, value: { className, config } },
});
const SCHEMALESS = value(JSON_CONVERTER, { 'schemas.enable': 'false' });
/** One transform, by its class and its settings. */
const transform = (type: string, settings: Record<string, string> = {}) => ({
  transforms: Object.fromEntries([
    ['transforms', 'a'],
    ['transforms.a.type', `${SMT}.${type}`],
    ...Object.entries(settings).map(([key, text]) => [`transforms.a.${key}`, text]),
  ]),
});
const pipe = (over: Partial<SinkConnector>, record: Partial<SinkRecord> = {}) =>
  createSinkPipeline(aSinkConnector(over), () => 0)(aSinkRecord(record));
const run = (...args: Parameters<typeof pipe>) => pipe(...args)?.record;
const text = (bytes: Buffer | null | undefined) => bytes?.toString();

describe('createSinkPipeline', () => {
  it('hands on the very record where nothing touches it', () => {
    const record = aSinkRecord();

    expect(createSinkPipeline(aSinkConnector(SCHEMALESS), () => 0)(record)?.record).toBe(record);
  });

  it.each([
    {
      what: 'the payload of an envelope',
      over: value(JSON_CONVERTER),
      bytes:
        '{"schema":{"type":"struct","fields":[{"field":"n","type":"int64"}]},"payload":{"n":9007199254740993}}',
      expected: '{"n":9007199254740993}',
    },
    {
      what: 'text of another encoding',
      over: value(STRING, { 'converter.encoding': 'ISO-8859-1' }),
      bytes: Buffer.from('{"s":"é"}', 'latin1'),
      expected: '{"s":"é"}',
    },
    {
      what: 'a changed value, integers exact',
      over: {
        ...SCHEMALESS,
        ...transform('InsertField$Value', { 'static.field': 'site', 'static.value': 'b' }),
      },
      bytes: '{"n":9007199254740993}',
      expected: '{"n":9007199254740993,"site":"b"}',
    },
    {
      what: 'the bytes of a value that a transform leaves alone',
      over: { ...SCHEMALESS, ...transform('RegexRouter', { regex: '.*', replacement: 'new' }) },
      bytes: '{ "n" : 1.0 }',
      expected: '{ "n" : 1.0 }',
    },
    {
      what: 'text that a transform takes out as JSON',
      over: { ...SCHEMALESS, ...transform('ExtractField$Value', { field: 'inner' }) },
      bytes: '{"inner":"{\\"a\\":1}"}',
      expected: '{"a":1}',
    },
  ])('makes JSON of $what', ({ over, bytes, expected }) => {
    expect(text(run(over, { value: Buffer.from(bytes) })?.value)).toBe(expected);
  });

  it('drops what a filter drops', () => {
    expect(run({ ...SCHEMALESS, ...transform('Filter') })).toBeUndefined();
  });

  it('keeps the coordinates of a record whose topic a transform renames', () => {
    const after = run(
      { ...SCHEMALESS, ...transform('TimestampRouter', { 'timestamp.format': 'yyyy-MM-dd' }) },
      { partition: 2, offset: 9 },
    );

    expect(after).toMatchObject({
      topic: 'phone-data-2025-04-24',
      partition: 2,
      offset: 9,
      timestamp: APRIL_24,
    });
  });

  it.each([
    { timestamp: -1, indexTime: {} },
    { timestamp: 0, indexTime: {} },
    { timestamp: Date.UTC(2100, 0), indexTime: {} },
    { timestamp: APRIL_24, indexTime: { window: { start: 0, end: APRIL_24 } } },
  ])('names no topic by a time outside the window: $timestamp', ({ timestamp, indexTime }) => {
    const over = {
      ...transform('TimestampRouter'),
      indexTime: { ...aSinkConnector().indexTime, ...indexTime },
    };

    expect(outcome(() => run(over, { timestamp }))).toMatchObject({ stage: 'TRANSFORMATION' });
  });

  it('looks at the time only where it names a topic', () => {
    expect(
      run(transform('InsertHeader', { header: 'a', 'value.literal': 'b' }), { timestamp: 0 }),
    ).toMatchObject({ timestamp: 0 });
  });

  it.each([
    { indexTime: { zone: 'Asia/Tokyo' }, expected: 'phone-data-2025-04-25T00' },
    { indexTime: { of: 'ingest' } as const, expected: 'phone-data-1970-01-01T00' },
  ])(
    'names a topic by the time and zone that the file asks for: $indexTime',
    ({ indexTime, expected }) => {
      const over = {
        ...transform('TimestampRouter', { 'timestamp.format': "yyyy-MM-dd'T'HH" }),
        indexTime: { ...aSinkConnector().indexTime, ...indexTime },
      };

      expect(run(over, { timestamp: Date.UTC(2025, 3, 24, 15) })?.topic).toBe(expected);
    },
  );

  it('hands on headers and keys that a transform makes', () => {
    const headers = run({
      ...SCHEMALESS,
      ...transform('InsertHeader', { header: 'site', 'value.literal': 'b' }),
    })?.headers;
    const key = pipe({ ...SCHEMALESS, ...transform('ValueToKey', { fields: 'level' }) })?.key;

    expect(headers?.map((header) => [header.key, text(header.value)])).toEqual([
      ['message-id', 'm-1'],
      ['site', 'b'],
    ]);
    expect(key?.read().value).toEqual(new Map([['level', 87n]]));
  });

  it('keeps a tombstone', () => {
    expect(run(value(JSON_CONVERTER), { value: null })?.value).toBeNull();
  });

  it.each([
    {
      what: 'no envelope',
      over: value(JSON_CONVERTER),
      bytes: '{"secret":1}',
      stage: 'VALUE_CONVERTER',
    },
    {
      what: 'no JSON before a transform',
      over: { ...SCHEMALESS, ...transform('HoistField$Value', { field: 'f' }) },
      bytes: 'secret',
      stage: 'VALUE_CONVERTER',
    },
    {
      what: 'a field that cannot be cast',
      over: { ...SCHEMALESS, ...transform('Cast$Value', { spec: 'n:int64' }) },
      bytes: '{"n":"secret"}',
      stage: 'TRANSFORMATION',
    },
  ])('calls $what errant at $stage, without quoting it', ({ over, bytes, stage }) => {
    const error = outcome(() => run(over, { value: Buffer.from(bytes) }));

    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ stage });
    expect(String(error)).not.toContain('secret');
  });
});
