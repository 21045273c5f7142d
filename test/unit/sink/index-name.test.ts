import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NamePart } from '../../../shared/config/connector.ts';
import { DataError } from '../../../shared/connect/errors.ts';
import { createDateTimeFormatter } from '../../../shared/connect/java-date-format.ts';
import { aPipedRecord, indexNameOf } from '../../support/piped.ts';

const DAY = 86_400_000;
const DAILY: readonly NamePart[] = [
  'phone-data_',
  {
    kind: 'date',
    pattern: 'yyyy-MM-dd',
    format: (time) => new Date(time).toISOString().slice(0, 10),
  },
];
const at = (timestamp: number) => aPipedRecord({ timestamp });

describe('indexName', () => {
  it.each([
    { time: Date.UTC(2020, 11, 1, 23, 59, 59, 999), expected: 'phone-data_2020-12-01' },
    { time: Date.UTC(2020, 11, 2), expected: 'phone-data_2020-12-02' },
    { time: Date.UTC(2000, 0), expected: 'phone-data_2000-01-01' },
    { time: Date.UTC(2100, 0) - 1, expected: 'phone-data_2099-12-31' },
  ])('dates a record of $time as $expected', ({ time, expected }) => {
    expect(indexNameOf(DAILY, at(time))).toBe(expected);
  });

  it.each([-1, 0, Number.NaN, 9e15, Date.UTC(2000, 0) - 1, Date.UTC(2100, 0)])(
    'calls a record of %d errant',
    (time) => {
      expect(() => indexNameOf(DAILY, at(time))).toThrow(DataError);
    },
  );

  it.each([
    { time: { zone: 'Asia/Tokyo' }, at: Date.UTC(2020, 11, 1, 15), expected: '2020-12-02' },
    {
      time: { zone: 'Asia/Tokyo' },
      at: Date.UTC(2020, 11, 1, 14, 59, 59, 999),
      expected: '2020-12-01',
    },
    { time: { zone: 'America/New_York' }, at: Date.UTC(2020, 11, 1, 4), expected: '2020-11-30' },
    { time: { of: 'ingest' } as const, at: -1, expected: '2030-01-01' },
  ])(
    'dates by the time and zone that the file asks for: $time',
    ({ time, at: stamp, expected }) => {
      const parts = [
        { kind: 'date', pattern: 'x', format: createDateTimeFormatter('uuuu-MM-dd') },
      ] as const;

      expect(indexNameOf(parts, at(stamp), time)).toBe(expected);
    },
  );

  it('says of a record without a time, or outside a window of its own, what is wrong', () => {
    const window = { start: Date.UTC(2020, 0), end: Date.UTC(2020, 0, 1, 12) };

    expect(() => indexNameOf(DAILY, at(-1))).toThrow('the record has no time');
    expect(() => indexNameOf(DAILY, at(0), { window })).toThrow(
      'time 0 is not within 2020-01-01/2020-01-01T12:00:00.000Z',
    );
  });

  it('needs no time where the name has none', () => {
    expect(indexNameOf(['phone-data'], at(-1))).toBe('phone-data');
  });

  it('may be the topic as a dialect names indices', () => {
    const parts: readonly NamePart[] = [{ kind: 'topic', name: (topic) => `the-${topic}` }];

    expect(indexNameOf(parts, at(0))).toBe('the-phone-data');
  });

  it.each([
    { name: 'Phones', message: 'lower case' },
    { name: '_phones', message: 'begin with' },
    { name: '..', message: 'not empty, . or ..' },
    { name: '.kibana', message: 'from a record that does not begin with a dot' },
    { name: 'é'.repeat(128), message: '255 bytes' },
  ])('calls a record errant that names the index $name', ({ name, message }) => {
    const naming = () => indexNameOf([{ kind: 'key', path: [] }], aPipedRecord({}, name));

    expect(naming).toThrow(DataError);
    expect(naming).toThrow(message);
  });

  it('gives every moment of one UTC day the same index', () => {
    const moment = fc.integer({ min: 0, max: DAY - 1 });
    fc.assert(
      fc.property(fc.integer({ min: 10_957, max: 47_481 }), moment, moment, (day, a, b) => {
        expect(indexNameOf(DAILY, at(day * DAY + a))).toBe(indexNameOf(DAILY, at(day * DAY + b)));
      }),
    );
  });
});
