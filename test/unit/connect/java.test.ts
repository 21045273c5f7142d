import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decimalText,
  parseDecimal,
  unscaledBytes,
  unscaledFrom,
} from '../../../shared/connect/decimal.ts';
import {
  createDateTimeFormatter,
  createSimpleDateFormat,
} from '../../../shared/connect/java-date-format.ts';
import { createDateParser } from '../../../shared/connect/java-date-parse.ts';
import { decimalToFloat, doubleText, floatText } from '../../../shared/connect/java-number.ts';
import { createJavaRegex } from '../../../shared/connect/java-regex.ts';

const AT = Date.UTC(2024, 4, 6, 7, 8, 9, 12);
const NEW_YEAR = Date.UTC(2025, 11, 29);

describe('DateTimeFormatter', () => {
  it.each([
    ['yyyy-MM-dd', AT, '2024-05-06'],
    ['YYYY-MM-dd', NEW_YEAR, '2026-12-29'],
    ["yyyy.MM.dd'T'HH:mm:ss.SSS", AT, '2024.05.06T07:08:09.012'],
    ['YYYY-ww', Date.UTC(2024, 0, 6), '2024-01'],
    ['YYYY-ww', Date.UTC(2024, 0, 7), '2024-02'],
    ['EEEE d MMM, QQQ, DDD, hh a', AT, 'Monday 6 May, Q2, 127, 07 AM'],
    ["''uuuu''", AT, "'2024'"],
  ])('writes %s', (pattern, moment, text) => {
    expect(createDateTimeFormatter(pattern)(moment)).toBe(text);
  });

  it('writes in a time zone, over a change of its offset', () => {
    const format = createDateTimeFormatter('yyyy-MM-dd HH XXX');

    expect(format(Date.UTC(2024, 2, 31, 0, 59), 'Europe/Berlin')).toBe('2024-03-31 01 +01:00');
    expect(format(Date.UTC(2024, 2, 31, 1, 0), 'Europe/Berlin')).toBe('2024-03-31 03 +02:00');
  });

  it.each(['b', 'ddd', '{', "'open", 'VV', 'pp'])('refuses %s', (pattern) => {
    expect(() => createDateTimeFormatter(pattern)).toThrow();
  });

  it('gives every moment of a UTC day one name', () => {
    const format = createDateTimeFormatter('yyyy-MM-dd');
    const millis = fc.integer({ min: 0, max: 86_399_999 });

    fc.assert(
      fc.property(fc.nat(30_000), millis, millis, (day, a, b) => {
        expect(format(day * 86_400_000 + a)).toBe(format(day * 86_400_000 + b));
      }),
    );
  });
});

describe('SimpleDateFormat', () => {
  it.each([
    ['yyyy-MM-dd', '2024-05-06', Date.UTC(2024, 4, 6)],
    ['yyyy-MM-dd', '2024-13-45 and more', Date.UTC(2025, 1, 14)],
    ['yyyyMMddHHmm', '202405060708', Date.UTC(2024, 4, 6, 7, 8)],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSX", '2024-05-06T07:08:09.012+02', AT - 7_200_000],
    ['EEE, d MMM yyyy HH:mm:ss Z', 'Mon, 6 May 2024 07:08:09 GMT', AT - 12],
    ['dd/MM/yy', '06/05/24', Date.UTC(2024, 4, 6)],
    ['hh:mm a', '12:30 am', 30 * 60_000],
    ['yyyy-MM-dd', '06.05.2024', undefined],
    ['HH:mm:ss.SSS', '00:00:00.1234', 1234],
  ])('reads with %s "%s"', (pattern, text, moment) => {
    expect(createDateParser(pattern)(text)).toBe(moment);
  });

  it('is Julian before October 15th, 1582', () => {
    expect(createSimpleDateFormat('yyyy-MM-dd')(Date.UTC(1582, 9, 14))).toBe('1582-10-04');
    expect(createDateParser('yyyy-MM-dd')('1582-10-04')).toBe(Date.UTC(1582, 9, 14));
  });

  it('reads back what it wrote', () => {
    const pattern = "yyyy-MM-dd'T'HH:mm:ss.SSSZ";
    const moments = fc.integer({ min: -50_000_000_000_000, max: 50_000_000_000_000 });

    fc.assert(
      fc.property(moments, (moment) => {
        expect(createDateParser(pattern)(createSimpleDateFormat(pattern)(moment))).toBe(moment);
      }),
    );
  });
});

describe('Java regular expressions', () => {
  it.each([
    ['a.b', 'a\u0085b', false],
    ['\\s', '\u00a0', false],
    ['[a-z]+$', 'ab\n', false],
    ['(?s).*', 'a\nb', true],
    ['(?i)ümlaut', 'Ümlaut', false],
    ['(?i)[a-c]+X', 'AbCx', true],
    ['\\Qa.b\\E', 'a.b', true],
    ['\\p{Alpha}+', 'abc', true],
    ['.', '😀', true],
  ])('%s matches %j: %s', (pattern, text, matches) => {
    expect(createJavaRegex(pattern).matches(text)).toBe(matches);
  });

  it.each([
    'a++',
    '(?>a)',
    '(a)\\1',
    '\\bword\\b',
    '[a&&b]',
    '[a[b]]',
    '(?x)a',
    '\\p{L}',
    '\\p{constructor}',
    'a{',
    '(',
    '*',
    '\\',
    '(?<n>a)(?<n>b)',
  ])('refuses %s', (pattern) => {
    expect(() => createJavaRegex(pattern)).toThrow('a regular expression');
  });

  it.each([
    ['(a)(b)', '$2$1', 'xaby', 'xbay'],
    ['(?<first>a)', `<\${first}>`, 'a', '<a>'],
    ['(a)', '$10', 'a', 'a0'],
    ['a', '\\$\\\\', 'a', '$\\'],
  ])('replaces %s with %s', (pattern, replacement, text, expected) => {
    expect(createJavaRegex(pattern).replaceFirst(replacement)(text)).toBe(expected);
  });

  it.each(['$1', '$', '\\', `\${n}`])('refuses the replacement %s', (replacement) => {
    expect(() => createJavaRegex('a').replaceFirst(replacement)).toThrow('a replacement');
  });
});

describe('Java numbers', () => {
  it.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1e7, '1.0E7'],
    [9_999_999, '9999999.0'],
    [1e-4, '1.0E-4'],
    [123_456_789.5, '1.234567895E8'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
  ])('writes the double %d as %s', (value, text) => {
    expect(doubleText(value)).toBe(text);
  });

  it('writes a float with the digits that it needs', () => {
    expect(floatText(Math.fround(3.3))).toBe('3.3');
    expect(floatText(2_983_869.25)).toBe('2983869.2');
    expect(floatText(Math.fround(1e-45))).toBe('1.4E-45');
  });

  it.each(['0', '-1.50', '1E+3', '1.23E-10', '0.000001', '1E-7', '12345678901234567890.5'])(
    'keeps the decimal %s',
    (text) => {
      const value = parseDecimal(text);

      expect(value && decimalText(value)).toBe(text);
    },
  );

  it('rounds a decimal to a float once, not twice', () => {
    const justAbove = parseDecimal('1.00000005960464477539062501');

    expect(justAbove && decimalToFloat(justAbove)).toBe(1.0000001192092896);
  });

  it('keeps any integer through its bytes', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        expect(unscaledFrom(unscaledBytes(value))).toBe(value);
      }),
    );
  });
});
