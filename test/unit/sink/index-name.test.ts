import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datePattern } from '../../../shared/connect/date-pattern.ts';
import { DataError } from '../../../shared/connect/errors.ts';
import { indexName, type NamePart, nameFault } from '../../../shared/sink/index-name.ts';

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

describe('nameFault', () => {
  it.each(['phone-data_2025-04-24', 'a.b', 'x'.repeat(255), 'é', '1'])('accepts %s', (name) => {
    expect(nameFault(name)).toBeUndefined();
  });

  it.each([
    '',
    '.',
    '..',
    '-a',
    '_a',
    '+a',
    'A',
    'a b',
    'a,b',
    'a:b',
    'a"b',
    'a*',
    'a/b',
    'a\\b',
    'a|b',
    'a?',
    'a#',
    'a>',
    'a<',
    'x'.repeat(256),
    'é'.repeat(128),
  ])('refuses %j', (name) => {
    expect(nameFault(name)).toBeTypeOf('string');
  });
});
