import { describe, expect, it } from 'vitest';
import { documentJson } from '../../../shared/connect/document-json.ts';
import {
  DECIMAL,
  dateSchema,
  timeSchema,
  timestampSchema,
} from '../../../shared/connect/logical-types.ts';
import { createSchema } from '../../../shared/connect/schema.ts';
import { int32, type Value } from '../../../shared/connect/value.ts';
import { loose, struct } from '../../support/connect-records.ts';

const INT_KEYS = createSchema('MAP', {
  keySchema: createSchema('INT32'),
  valueSchema: createSchema('STRING'),
});

const data = struct({
  id: [createSchema('INT64'), 9_223_372_036_854_775_807n],
  price: [
    createSchema('BYTES', { name: DECIMAL, parameters: new Map([['scale', '3']]) }),
    { type: 'DECIMAL', unscaled: 1500n, scale: 3 },
  ],
  day: [dateSchema(), new Date(86_400_000)],
  time: [timeSchema(), new Date(1000)],
  at: [timestampSchema(), new Date(1_745_480_000_123)],
  raw: [createSchema('BYTES'), Buffer.from([1, 2])],
  names: [INT_KEYS, new Map<Value, Value>([[int32(1), 'one']])],
  note: [createSchema('STRING', { optional: true }), null],
  city: [createSchema('STRING', { optional: true, defaultValue: 'Berlin' }), null],
});

describe('documentJson', () => {
  it('writes a struct as Lenses does, dates so that OpenSearch reads them', () => {
    expect(documentJson(data, 'lenses').toString()).toBe(
      '{"id":9223372036854775807,"price":1.500,"day":"1970-01-02T00:00:00.000Z","time":"1970-01-01T00:00:01.000Z","at":1745480000123,"raw":"AQI=","names":[[1,"one"]],"note":null,"city":"Berlin"}',
    );
  });

  it('writes a struct as Aiven and Confluent do', () => {
    expect(documentJson(data, 'numbers').toString()).toBe(
      '{"id":9223372036854775807,"price":1.500,"day":1,"time":1000,"at":1745480000123,"raw":"AQI=","names":[{"key":1,"value":"one"}],"note":null,"city":"Berlin"}',
    );
  });

  it('writes maps without schema, what transforms left in them included', () => {
    const value = loose({ at: new Date(5), p: int32(3), text: 'a\nb\ud800', d: 1, n: null });

    expect(documentJson(value, 'lenses').toString()).toBe(
      '{"at":5,"p":3,"text":"a\\nb\\ud800","d":1.0,"n":null}',
    );
  });

  it('writes no line break', () => {
    expect(documentJson(loose({ 'a\n': ['\r\n'] }), 'lenses').toString()).not.toMatch(/[\r\n]/);
  });
});
