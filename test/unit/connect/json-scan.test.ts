import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonRoot, jsonRoot } from '../../../shared/connect/json-scan.ts';

/** What `JSON.parse` makes of it. */
const parsedRoot = (text: string): JsonRoot | undefined => {
  try {
    const root: unknown = JSON.parse(text);
    if (typeof root !== 'object' || root === null) return 'scalar';
    return Array.isArray(root) ? 'array' : 'object';
  } catch {
    return undefined;
  }
};

const rootOf = (text: string) => jsonRoot(Buffer.from(text));

/** A JSON text with some characters taken out, put in or changed: often still JSON. */
const mangled = fc
  .tuple(
    fc.json(),
    fc.array(
      fc.tuple(fc.nat(), fc.nat(1), fc.constantFrom(...'{}[]",:\\u0129.eE+-tfn \n\t\r\u0001é')),
    ),
  )
  .map(([text, changes]) =>
    changes.slice(0, 3).reduce((changed, [place, taken, put]) => {
      const at = place % (changed.length + 1);
      return changed.slice(0, at) + put + changed.slice(at + taken);
    }, text),
  );

/** Pieces of which valid and invalid texts are made. */
const pieces = fc
  .array(
    fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        '""',
        '"\\u00e9"',
        '"\\x"',
        '0',
        '-',
        '-0',
        '1.5',
        '1.',
        '01',
      ],
      ...[
        '1e5',
        '1E+',
        '1e-2',
        'true',
        'nul',
        'null',
        'false',
        ' ',
        '\n',
        '\u00a0',
        '\ufeff',
        'NaN',
        "'a'",
      ],
    ),
    { maxLength: 9 },
  )
  .map((parts) => parts.join(''));

describe('jsonRoot', () => {
  it.each(['{}', '[]', '0', '-0', '"a"', 'null', ' {"a":[1,{"b":"\\ud83d"}],"a":2.5e+3}\n'])(
    'takes %j',
    (text) => {
      expect(rootOf(text)).toBe(parsedRoot(text));
      expect(rootOf(text)).toBeDefined();
    },
  );

  it.each(
    [
      [
        '',
        ' ',
        '{',
        '}',
        '[1,]',
        '[,1]',
        '{"a"}',
        '{"a":}',
        '{"a":1,}',
        '{a:1}',
        '{} {}',
        '[1}',
        '{"a":1]',
      ],
      [
        '01',
        '-',
        '.5',
        '1.',
        '1e',
        '+1',
        'NaN',
        'Infinity',
        'tru',
        'truex',
        'nulL',
        '"',
        '"\t"',
        '"\\',
      ],
      [
        '"\\u12"',
        '"\\u12g4"',
        '"\\x"',
        '\ufeff{}',
        '\u00a0{}',
        "'a'",
        '{"a":1}x',
        '/**/1',
        '\u0000',
      ],
    ].flat(),
  )('refuses %j', (text) => {
    expect(parsedRoot(text)).toBeUndefined();
    expect(rootOf(text)).toBeUndefined();
  });

  it('says of every text what JSON.parse says', () => {
    const texts = fc.oneof(fc.json(), mangled, pieces);
    fc.assert(
      fc.property(texts, (text) => {
        expect(rootOf(text)).toBe(parsedRoot(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    { depth: 500, root: 'array' },
    { depth: 501, root: 'too deep' },
    { depth: 100_000, root: 'too deep' },
  ])('goes 1,000 levels deep: $depth objects in arrays are $root', ({ depth, root }) => {
    const text = `${'[{"a":'.repeat(depth)}0${'}]'.repeat(depth)}`;

    expect(rootOf(text)).toBe(root);
  });
});
