import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NamePart } from '../../../shared/config/connector.ts';
import { datePattern } from '../../../shared/connect/date-pattern.ts';
import { DataError } from '../../../shared/connect/errors.ts';
import { indexName } from '../../../shared/sink/index-name.ts';

const DAY = 86_400_000;
const DAILY: NamePart[] = ['phone-data', '_', datePattern('yyyy-MM-dd') as NamePart];

describe('indexName', () => {
  it.each([
    { time: Date.UTC(2020, 11, 1, 23, 59, 59, 999), expected: 'phone-data_2020-12-01' },
    { time: Date.UTC(2020, 11, 2), expected: 'phone-data_2020-12-02' },
    { time: Date.UTC(2000, 0), expected: 'phone-data_2000-01-01' },
    { time: Date.UTC(2100, 0) - 1, expected: 'phone-data_2099-12-31' },
  ])('dates a record of $time as $expected', ({ time, expected }) => {
    expect(indexName(DAILY, time)).toBe(expected);
  });

  it.each([-1, 0, Number.NaN, 9e15, Date.UTC(2000, 0) - 1, Date.UTC(2100, 0)])(
    'calls a record of %d errant',
    (time) => {
      expect(() => indexName(DAILY, time)).toThrow(DataError);
    },
  );

  it('needs no time where the name has none', () => {
    expect(indexName(['phone-data'], -1)).toBe('phone-data');
  });

  it('gives every moment of one UTC day the same index', () => {
    const moment = fc.integer({ min: 0, max: DAY - 1 });
    fc.assert(
      fc.property(fc.integer({ min: 10_957, max: 47_481 }), moment, moment, (day, a, b) => {
        expect(indexName(DAILY, day * DAY + a)).toBe(indexName(DAILY, day * DAY + b));
      }),
    );
  });
});
