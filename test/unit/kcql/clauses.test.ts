import { describe, expect, it } from 'vitest';
import { clausesOf, clausesWithoutEffect } from '../../../shared/kcql/clauses.ts';
import { parseKcql } from '../../../shared/kcql/parser.ts';
import { SAMPLES, statementIn } from './parsed.ts';

const beginnings = { insert: 'INSERT INTO a SELECT * FROM b', select: 'SELECT * FROM b' } as const;
const kinds = ['insert', 'select'] as const;

const written = (kind: (typeof kinds)[number]) =>
  clausesOf(kind).filter(({ excludedBy }) => excludedBy === undefined);

describe('the clauses', () => {
  it.each(kinds)('of %s are all taken in their order', (kind) => {
    const clauses = written(kind).map(({ keyword }) => `${keyword} ${SAMPLES[keyword] ?? ''}`);

    const { otherClauses, ...statement } = statementIn([beginnings[kind], ...clauses].join(' '));

    expect(otherClauses.map(({ keyword }) => keyword)).toEqual(
      written(kind).flatMap(({ keyword, use }) => (use ? [] : [keyword])),
    );
    expect(statement).toMatchObject({ primaryKeys: [['id']], withStructure: true, docType: 'd' });
  });

  it.each(kinds)('of %s are ignored behind any that comes after them in the order', (kind) => {
    for (const [at, { keyword }] of written(kind).entries()) {
      for (const { keyword: earlier } of written(kind).slice(0, at)) {
        const rest = `${earlier} ${SAMPLES[earlier] ?? ''}`.trim();
        const text = `${beginnings[kind]} ${keyword} ${SAMPLES[keyword] ?? ''} ${rest}`;

        expect(parseKcql(text).problems).toMatchObject([
          { severity: 'warning', lost: rest, expected: `${earlier} before ${keyword}` },
        ]);
      }
    }
  });

  it('that only the sink uses have no effect on the source', () => {
    const statement = statementIn(
      'INSERT INTO a SELECT * FROM b IGNORE c AUTOCREATE PK id WITHTYPE q WITHINDEXSUFFIX=s WITHCONVERTER=`c`',
    );

    expect(clausesWithoutEffect(statement, 'source')).toEqual([
      'IGNORE',
      'AUTOCREATE',
      'PK',
      'WITHINDEXSUFFIX',
      'WITHTYPE',
    ]);
  });

  it('that only the source uses have no effect on the sink', () => {
    const statement = statementIn(
      "INSERT INTO a SELECT * FROM b PK id BATCH = 5 WITHCONVERTER=`c` WITHKEY(k) KEYDELIMITER='-' WITHREGEX=`r`",
    );

    expect(clausesWithoutEffect(statement, 'sink')).toEqual([
      'WITHCONVERTER',
      'WITHKEY',
      'KEYDELIMITER',
      'WITHREGEX',
      'BATCH',
    ]);
  });

  it.each([
    'WITHTARGET = field1.field2.field3',
    'WITHTARGET=a-b.c-d',
    'PARTITIONBY _header.cost.centre.id, _header.`cost.centre.id`',
    "PARTITIONBY a..b, c.*, 'd e'",
    'WITHTIMESTAMP sys_time()',
    'TIMESTAMPUNIT=seconds',
    'WITHFORMAT avro',
    'STOREAS SS (param1 = value1, param2 = 2) (a-b=c-d)',
    'STOREAS `a b`',
    'WITHTAG (field1, c1=v1, field1.field2 as namedTag, a-b=1)',
    'INCREMENTALMODE=a-b',
    'WITHTYPE QUEUE',
    'WITHJMSSELECTOR=`apples > 10`',
    'WITHSUBSCRIPTION = shared',
    'BATCH = 2147483647',
    'TTL=9223372036854775807',
    'LIMIT 1',
    'AUTOEVOLVE',
    'NOPARTITION',
  ])('that no leg uses keep their text: %s', (clause) => {
    const [keyword, text = ''] = clause.split(/ ?(?=[=( ])(.*)/);

    const { otherClauses } = statementIn(`${beginnings.insert} ${clause.toLowerCase()}`);

    expect(otherClauses).toEqual([{ keyword, text: text.trim().toLowerCase() }]);
  });
});
