import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NamePart } from '../../../shared/config/connector.ts';
import { DataError } from '../../../shared/connect/errors.ts';
import { indexName } from '../../../shared/sink/index-name.ts';

const DAY = 86_400_000;
const DAILY: readonly NamePart[] = [
  'phone-data_',
  { kind: 'date', pattern: 'yyyy-MM-dd', format: (time) => time.toISOString().slice(0, 10) },
];
const at = (timestamp: number) => ({ topic: 'phone-data', timestamp });

describe('indexName', () => {
  it.each([
    { time: Date.UTC(2020, 11, 1, 23, 59, 59, 999), expected: 'phone-data_2020-12-01' },
    { time: Date.UTC(2020, 11, 2), expected: 'phone-data_2020-12-02' },
    { time: Date.UTC(2000, 0), expected: 'phone-data_2000-01-01' },
    { time: Date.UTC(2100, 0) - 1, expected: 'phone-data_2099-12-31' },
  ])('dates a record of $time as $expected', ({ time, expected }) => {
    expect(indexName(DAILY, at(time))).toBe(expected);
  });

  it.each([-1, 0, Number.NaN, 9e15, Date.UTC(2000, 0) - 1, Date.UTC(2100, 0)])(
    'calls a record of %d errant',
    (time) => {
      expect(() => indexName(DAILY, at(time))).toThrow(DataError);
    },
  );

  it('needs no time where the name has none', () => {
    expect(indexName(['phone-data'], at(-1))).toBe('phone-data');
  });

  it('may be the topic as a dialect names indices', () => {
    const parts: readonly NamePart[] = [{ kind: 'topic', name: (topic) => topic.toUpperCase() }];

    expect(indexName(parts, at(0))).toBe('PHONE-DATA');
  });

  it('gives every moment of one UTC day the same index', () => {
    const moment = fc.integer({ min: 0, max: DAY - 1 });
    fc.assert(
      fc.property(fc.integer({ min: 10_957, max: 47_481 }), moment, moment, (day, a, b) => {
        expect(indexName(DAILY, at(day * DAY + a))).toBe(indexName(DAILY, at(day * DAY + b)));
      }),
    );
  });
});
