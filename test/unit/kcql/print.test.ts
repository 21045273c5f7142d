import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lex } from '../../../shared/kcql/lexer.ts';
import { parseKcql } from '../../../shared/kcql/parser.ts';
import { formatKcql } from '../../../shared/kcql/print.ts';
import { statementIn } from './parsed.ts';
import { statement } from './statements.ts';

const piece = fc.constantFrom(
  ...'insert INTO SELECT FROM Ignore AS PK WITHKEY LIMIT PROPERTIES STOREAS PARTITIONBY'.split(' '),
  ..."a x-y 12 `q r` _ _.topic _key _header.h f(a.b) . , * ( ) = # $ ; ' ` a.`b`".split(' '),
  "'-'",
  "'s t'",
  '\n',
  '😀',
);

/** A statement with some of its tokens lost, replaced or put in. */
const damaged = fc
  .tuple(statement, fc.array(fc.tuple(fc.nat(60), fc.nat(1), piece), { maxLength: 3 }))
  .map(([intact, damages]) => {
    const tokens = lex(formatKcql(intact)).tokens.map(({ text }) => text);
    for (const [at, count, text] of damages) tokens.splice(at % tokens.length, count, text);
    return tokens.join(' ');
  });

const soup = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(' '));
const anyText = fc.oneof(fc.string({ unit: 'binary' }), soup, damaged);

/** A text without what printing may change. */
const bare = (text: string): string => text.replaceAll(/[\s`']/g, '').toUpperCase();

describe('formatKcql', () => {
  it.each([
    'INSERT INTO phone-data SELECT * FROM phone/data',
    'INSERT INTO phone-data SELECT * FROM phone-data PK _header.message-id WITHINDEXSUFFIX=_{yyyy-MM-dd}',
    "UPSERT INTO `a b` SELECT a.b AS c, x-y .`z`, _key.* FROM `$share/g/#` IGNORE d PK _key, a .`b c` LIMIT 5 PROPERTIES(`c.d`=`e f`, g='')",
    "SELECT '' FROM t WITHSTRUCTURE",
    'SELECT `_key.a`, `_header.b`, _key, _.topic, _.key.a.b FROM t PK `*`',
  ])('writes %s as it is', (text) => {
    const [parsed] = parseKcql(text).statements;

    expect(parsed && formatKcql(parsed)).toBe(text);
  });

  it('writes every statement so that it is parsed to the same', () => {
    fc.assert(
      fc.property(statement, (any) => {
        expect(parseKcql(formatKcql(any)).statements).toEqual([any]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('parseKcql', () => {
  it('answers to any text, with problems that lie within it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { position, statement: number } of parseKcql(text).problems) {
          const lines = text.slice(0, position.offset).split('\n');

          expect(position.offset).toBeLessThanOrEqual(text.length);
          expect(position).toMatchObject({
            line: lines.length,
            column: (lines.at(-1) ?? '').length + 1,
          });
          expect(text.slice(0, position.offset).split(';')).toHaveLength(number);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('finds a statement or an error in any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { statements, problems } = parseKcql(text);
        const errors = problems.filter(({ severity }) => severity === 'error');
        const failed = new Set(errors.map(({ statement: number }) => number));

        expect(failed.size).toBe(errors.length);
        expect(statements.length + errors.length).toBeGreaterThan(0);
      }),
    );
  });

  it('loses nothing of a text for which it has no warning', () => {
    fc.assert(
      fc.property(fc.oneof(damaged, soup), (text) => {
        const { statements, problems } = parseKcql(text);
        if (problems.length > 0) return;

        expect(bare(statements.map(formatKcql).join(';'))).toBe(bare(text).replace(/;+$/, ''));
      }),
      { numRuns: 600 },
    );
  });

  it('reads a statement alike however its words are spaced and its keywords are cased', () => {
    const text = 'INSERT INTO a SELECT b AS c FROM d PK e WITHKEY(f) LIMIT 5';

    expect(statementIn(text.toLowerCase().replaceAll(/ |(?=\()/g, '\r\n\t ')).kind).toBe('insert');
    expect(statementIn(text.toLowerCase().replaceAll(' ', '\r\n\t '))).toEqual(statementIn(text));
  });
});
