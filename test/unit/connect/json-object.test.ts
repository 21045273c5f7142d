import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentJson } from '../../../shared/connect/document-json.ts';
import { copyMap } from '../../../shared/connect/json-object.ts';
import { parseJson, parseLazily } from '../../../shared/connect/json-parse.ts';
import { RefusedError } from '../../../shared/connect/refused.ts';
import type { Value } from '../../../shared/connect/value.ts';

const lazily = (json: string): Map<Value, Value> => {
  const value = parseLazily(Buffer.from(json));
  if (!(value instanceof Map)) throw new Error('no object');
  return value;
};

const written = (value: Value): string =>
  documentJson({ schema: null, value }, 'lenses').toString();

/** What reading gives, or what it says instead. */
const outcome = (read: (bytes: Buffer) => Value, bytes: Buffer): unknown => {
  try {
    const value = read(bytes);
    return value instanceof Map ? new Map(value) : value;
  } catch (error) {
    if (error instanceof RefusedError) return error.message;
    throw error;
  }
};

describe('an object that is read when it is asked for', () => {
  it('reads and refuses as one that is read at once', () => {
    const text = fc
      .oneof(fc.json(), fc.json({ stringUnit: 'binary' }))
      .chain((json) =>
        fc
          .tuple(
            fc.nat(json.length),
            fc.constantFrom('', '', '0', '"', ',', '{', ' \n', '\\u00e9', '-'),
          )
          .map(([at, more]) => json.slice(0, at) + more + json.slice(at)),
      );
    fc.assert(
      fc.property(text, (json) => {
        const bytes = Buffer.from(json);
        expect(outcome(parseLazily, bytes)).toEqual(outcome(parseJson, bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('is written as the same JSON, without line breaks', () => {
    const object = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
    fc.assert(
      fc.property(object, fc.constantFrom(0, 1), (given, indent) => {
        const json = written(lazily(JSON.stringify(given, null, indent)));
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(given)));
        expect(json).not.toMatch(/[\r\n]/);
      }),
    );
  });

  it.each([
    ['{"n":1.50,"e":1e2,"i":12345678901234567890}', '{"n":1.50,"e":1e2,"i":12345678901234567890}'],
    ['{"t":"\\u00e9\\/","k\\u00e9":"ü"}', '{"t":"\\u00e9\\/","ké":"ü"}'],
    ['{"o":{"n":1.50, "a":[1.0]}}', '{"o":{"n":1.50, "a":[1.0]}}'],
    ['{"a":1,"b":2,"a":3}', '{"a":3,"b":2}'],
    ['{"zeros":007,"more":[-01]}', '{"zeros":7,"more":[-1]}'],
    ['{"o":{\n"n":1.50\r\n},\n"m":1.50}', '{"o":{"n":1.5},"m":1.50}'],
    ['{}', '{}'],
    [`{"long":"${'x'.repeat(5000)}"}`, `{"long":"${'x'.repeat(5000)}"}`],
  ])('writes %s as it stands where it can', (json, expected) => {
    expect(written(lazily(json))).toBe(expected);
  });

  it('is a Map to everybody', () => {
    const object = lazily('{"a":1,"b":{"c":1.5}}');
    const entries = [
      ['a', 1n],
      ['b', new Map([['c', 1.5]])],
    ];
    const shown: unknown[] = [];
    object.forEach((value, key) => {
      shown.push([key, value]);
    });
    expect([...object]).toEqual(entries);
    expect([...object.entries()]).toEqual(entries);
    expect([...object.values()]).toEqual([1n, new Map([['c', 1.5]])]);
    expect([...object.keys()]).toEqual(['a', 'b']);
    expect(shown).toEqual(entries);
    expect([object.get('a'), object.get('d'), object.size, object.has('b')]).toEqual([
      1n,
      undefined,
      2,
      true,
    ]);
  });

  it('is copied with other names, in its order and unread', () => {
    const copy = copyMap(lazily('{"a":1.50,"b":2,"c":3}'), (key) =>
      key === 'b' ? undefined : `${key}x`,
    );
    expect(written(copy.set('d', 'new').set('cx', 1.5))).toBe('{"ax":1.50,"cx":1.5,"d":"new"}');
    expect(new Map(copyMap(new Map<Value, Value>([['a', 1n]])))).toEqual(new Map([['a', 1n]]));
  });
});
