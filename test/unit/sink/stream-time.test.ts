import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamTime } from '../../../shared/config/connector.ts';
import { withStreamTime } from '../../../shared/sink/stream-time.ts';

const RECORD: StreamTime = { kind: 'record' };
const fields = (...names: string[]): StreamTime => ({ kind: 'fields', names });
const timed = (time: StreamTime, document: string, timestamp = 42) =>
  withStreamTime(time, Buffer.from(document), timestamp).toString();

describe('withStreamTime', () => {
  it.each([
    { time: RECORD, document: '{ "n" : 1.0 }', expected: '{"@timestamp":42, "n" : 1.0 }' },
    { time: RECORD, document: ' { }', expected: '{"@timestamp":42}' },
    { time: RECORD, document: '{"@timestamp":"x"}', expected: '{"@timestamp":"x"}' },
    {
      time: RECORD,
      document: '{"a":{"@timestamp":1}}',
      expected: '{"@timestamp":42,"a":{"@timestamp":1}}',
    },
    { time: { kind: 'template' } as const, document: '{ }', expected: '{ }' },
    // The first that is there: sink peers 13.4, S-112.
    {
      time: fields('one', 'two', 'field'),
      document: '{"two":"2025-04-24","field":1.0}',
      expected: '{"@timestamp":"2025-04-24","two":"2025-04-24","field":1.0}',
    },
    {
      time: fields('t'),
      document: '{"a":1e2,"@timestamp":1,"t":9007199254740993}',
      expected: '{"@timestamp":9007199254740993,"a":1e2,"t":9007199254740993}',
    },
    { time: fields('t'), document: '{"@timestamp":1}', expected: '{"@timestamp":1}' },
  ])('makes of $document with $time $expected', ({ time, document, expected }) => {
    expect(timed(time, document)).toBe(expected);
  });

  it('refuses a document without any of the fields, and one that needs the time of a record without', () => {
    expect(() => timed(fields('a', 'b'), '{"c":1}')).toThrow(
      'none of the fields a, b for @timestamp',
    );
    expect(() => timed(RECORD, '{}', -1)).toThrow('the record has no time for @timestamp');
    expect(timed(RECORD, '{"@timestamp":1}', -1)).toBe('{"@timestamp":1}');
  });

  it('adds that field and changes nothing else', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(object, (document) => {
        const { '@timestamp': _, ...others } = JSON.parse(JSON.stringify(document));

        expect(JSON.parse(timed(RECORD, JSON.stringify(others)))).toEqual({
          '@timestamp': 42,
          ...others,
        });
      }),
    );
  });
});
