import { describe, expect, it } from 'vitest';
import type { ConnectRecord } from '../../../shared/connect/connect-record.ts';
import { DataError } from '../../../shared/connect/errors.ts';
import { dateSchema } from '../../../shared/connect/logical-types.ts';
import { createSchema } from '../../../shared/connect/schema.ts';
import type { Value } from '../../../shared/connect/value.ts';
import {
  aConnectRecord,
  faultsOf,
  loose,
  struct,
  transformed,
} from '../../support/connect-records.ts';

// The tests' clock stands at 2025-04-24T10:20:00Z, the record's time is 2025-04-24T07:33:20.123Z.
const AT = 1_745_480_000_123;
const L = 'io.lenses.connect.smt.header.';

const headersAfter = (
  type: string,
  config: Record<string, string>,
  record: ConnectRecord = aConnectRecord(),
) =>
  Object.fromEntries(
    (transformed(L + type, config, record)?.headers ?? []).map(({ key, value }) => [
      key,
      value.read().value,
    ]),
  );

describe('headers with the parts of a time', () => {
  it('come from the record, in a time zone, under a prefix', () => {
    const config = {
      'header.prefix.name': 'at_',
      timezone: 'Europe/Berlin',
      'date.format': 'yyyy.MM.dd',
    };

    expect(headersAfter('InsertRecordTimestampHeaders', config)).toEqual({
      at_year: '2025',
      at_month: '04',
      at_day: '24',
      at_hour: '09',
      at_minute: '33',
      at_second: '20',
      at_date: '2025.04.24',
    });
  });

  it('are refused for a time that no date has', () => {
    const record = aConnectRecord({ timestamp: 8_640_000_000_000_001 });

    expect(() => headersAfter('InsertRecordTimestampHeaders', {}, record)).toThrow(DataError);
  });

  it('come from the clock', () => {
    expect(headersAfter('InsertWallclockHeaders', {})).toMatchObject({ hour: '10', minute: '20' });
  });

  it.each<[Record<string, string>, ReturnType<typeof loose>]>([
    [{ field: 'a.b' }, loose({ a: new Map([['b', BigInt(AT)]]) })],
    [
      { field: '_value.a', 'unix.precision': 'seconds' },
      loose({ a: BigInt(Math.floor(AT / 1000)) }),
    ],
    [
      { field: 'a', 'format.from.pattern': 'yyyy,yyyy-MM-dd HH:mm:ss' },
      loose({ a: '2025-04-24 07:33:20' }),
    ],
    [{ field: '_timestamp' }, loose({})],
    [{ field: 'a' }, struct({ a: [createSchema('STRING'), String(AT)] })],
  ])('come from a field %o', (config, value) => {
    const record = aConnectRecord({ value });

    expect(headersAfter('InsertFieldTimestampHeaders', config, record)).toMatchObject({
      hour: '07',
      minute: '33',
      second: '20',
    });
  });

  it.each([
    ['HOURS', '6', { hour: '06', minute: '00' }],
    ['minutes', '15', { hour: '07', minute: '30', second: '00' }],
    ['Seconds', '30', { second: '00' }],
  ])('start with their window of %s %s', (type, size, expected) => {
    const config = { 'rolling.window.type': type, 'rolling.window.size': size };

    expect(headersAfter('InsertRollingRecordTimestampHeaders', config)).toMatchObject(expected);
  });

  it.each<[string, Value]>([
    ['a Double', 1.5],
    ['text that is no time', 'soon'],
  ])('call %s errant', (_, a) => {
    const record = aConnectRecord({ value: loose({ a }) });

    expect(() => headersAfter('InsertFieldTimestampHeaders', { field: 'a' }, record)).toThrow(
      DataError,
    );
    expect(() => headersAfter('InsertFieldTimestampHeaders', {}, aConnectRecord())).toThrow(
      DataError,
    );
  });

  it('refuse what they can not write as upstream', () => {
    const faults = (config: Record<string, string>) =>
      faultsOf(`${L}InsertRecordTimestampHeaders`, config);

    expect(faults({ timezone: 'Berlin', 'year.format': 'b' })).toEqual(['year.format', 'timezone']);
    expect(faults({ 'year.format': 'YYYY' })).toEqual(['year.format']);
    expect(faults({ 'month.format': 'MMM', locale: 'de' })).toEqual(['locale']);
    expect(faultsOf(`${L}InsertRollingWallclockHeaders`, { 'rolling.window.size': '61' })).toEqual([
      'rolling.window.size',
    ]);
  });
});

describe('the clock in a header', () => {
  it.each([
    ['InsertWallclock', { 'header.name': 'h' }, '2025-04-24T10:20:00'],
    ['InsertWallclock', { 'header.name': 'h', 'value.type': 'epoch' }, '1745490000000'],
    ['InsertWallclock', { 'header.name': 'h', format: 'HH', timezone: 'Europe/Berlin' }, '12'],
    ['InsertRollingWallclock', { 'header.name': 'h', format: 'HH:mm' }, '10:15'],
    ['InsertWallclockDateTimePart', { 'header.name': 'h', 'date.time.part': 'month' }, '4'],
  ])('%s %j', (type, config, expected) => {
    expect(headersAfter(type, config)).toEqual({ h: expected });
  });

  it('needs a name, and UTC for milliseconds', () => {
    expect(faultsOf(`${L}InsertWallclock`, {})).toEqual(['header.name']);
    expect(
      faultsOf(`${L}InsertWallclock`, {
        'header.name': 'h',
        'value.type': 'epoch',
        timezone: 'Asia/Tokyo',
      }),
    ).toEqual(['timezone']);
  });
});

describe('RenameHeader', () => {
  it('puts the renamed ones last and keeps their values as they are', () => {
    const record = aConnectRecord({ headers: { a: '1', b: '2' } });

    const after = transformed(
      `${L}RenameHeader`,
      { 'header.name.old': 'a', 'header.name.new': 'c' },
      record,
    );

    expect(after?.headers.map(({ key }) => key)).toEqual(['b', 'c']);
    expect(after?.headers[1]?.value).toBe(record.headers[0]?.value);
  });
});

describe('InsertSourcePartitionOrOffsetValue', () => {
  const config = { 'partition.fields': 'topic' };

  it('puts the MQTT topic into a header', () => {
    const origin = { partition: new Map([['topic', 'phone/data']]), offset: new Map() };

    expect(
      headersAfter('InsertSourcePartitionOrOffsetValue', config, aConnectRecord({ origin })),
    ).toEqual({
      'partition.topic': 'phone/data',
    });
  });

  it('has no place in a sink', () => {
    expect(() => headersAfter('InsertSourcePartitionOrOffsetValue', config)).toThrow(DataError);
  });
});

describe('TimestampConverter of headers', () => {
  const convert = (config: Record<string, string>, value: ReturnType<typeof loose>) =>
    headersAfter(
      'TimestampConverter',
      { 'header.name': 'h', ...config },
      aConnectRecord({ value }),
    );

  it.each<[Record<string, string>, ReturnType<typeof loose>, Value]>([
    [
      { field: 'at', 'target.type': 'string', 'format.to.pattern': "'phone-data_'yyyy-MM-dd" },
      loose({ at: BigInt(AT) }),
      'phone-data_2025-04-24',
    ],
    [
      {
        field: '_timestamp',
        'target.type': 'string',
        'format.to.pattern': 'HH:mm',
        'rolling.window.type': 'minutes',
        'rolling.window.size': '15',
      },
      loose({}),
      '07:30',
    ],
    [{ field: 'at', 'target.type': 'unix' }, loose({ at: '17' }), 17n],
    [{ field: 'at', 'target.type': 'unix' }, loose({}), null],
    [
      { field: 'at', 'target.type': 'Date', 'target.timezone': 'Asia/Tokyo' },
      loose({ at: BigInt(Date.UTC(2025, 3, 24, 16)) }),
      new Date(Date.UTC(2025, 3, 25)),
    ],
    [
      { field: 'at', 'target.type': 'unix', 'format.from.pattern': "yyyy-MM-dd'T'HH:mm:ss.SSSX" },
      loose({ at: '2025-04-24T07:33:20.123Z' }),
      BigInt(AT),
    ],
  ])('with %o makes of %# what upstream makes', (config, value, expected) => {
    expect(convert(config, value)).toEqual({ h: expected });
  });

  it('adds nothing where a struct lacks the field', () => {
    const value = struct({ at: [dateSchema(), new Date(0)] });

    expect(convert({ field: 'zz', 'target.type': 'unix' }, value)).toEqual({});
  });

  it('refuses text without a pattern and windows without a size', () => {
    const faults = (config: Record<string, string>) =>
      faultsOf(`${L}TimestampConverter`, { 'header.name': 'h', ...config });

    expect(faults({ 'target.type': 'string' })).toEqual(['format.to.pattern']);
    expect(faults({ 'target.type': 'unix', 'rolling.window.type': 'hours' })).toEqual([
      'rolling.window.size',
    ]);
    expect(faults({ 'target.type': 'unix', field: '_timestamp.a' })).toEqual(['field']);
  });
});
