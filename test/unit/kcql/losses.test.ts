import { describe, expect, it } from 'vitest';
import { parseKcql } from '../../../shared/kcql/parser.ts';
import { lossesIn, withClauses } from './parsed.ts';

describe('parseKcql misreads as upstream does, and warns', () => {
  it.each([
    { name: '/a/b/#', read: '/a/b/', lost: '#', wayOut: '`/a/b/#`' },
    { name: '$share/g/a', read: 'share/g/a', lost: '$', wayOut: '`$share/g/a`' },
    { name: 'devices/x d/e', read: 'devices/xd/e', lost: 'devices/x d/e', wayOut: 'back-ticks' },
    { name: 't WITHFLATTEN', read: 'tWITHFLATTEN', lost: 't WITHFLATTEN', wayOut: 'known clause' },
    {
      name: 't Pk id',
      read: 'tPkid',
      lost: 't Pk id',
      wayOut: 'PK in capitals or in small letters',
    },
    { name: 't -- x', read: 't--x', lost: 't -- x', wayOut: 'one name' },
    { name: '`a b` `c d`', read: 'a b``c d', lost: '`a b` `c d`', wayOut: 'one name' },
    { name: '`a`b', read: '`a`b', lost: '`a`b', wayOut: 'one name' },
    { name: 'x``y', read: 'xy', lost: '``', wayOut: 'a closing quote' },
    { name: 'x`y PK id', read: 'x', lost: '`y PK id', wayOut: 'a closing quote' },
    { name: "x'y PK id", read: 'x', lost: "'y PK id", wayOut: 'a closing quote' },
    { name: "x'", read: 'x', lost: "'", wayOut: 'back-ticks' },
    { name: 'x 123', read: 'x', lost: '123', wayOut: 'a clause or the end of the statement' },
    { name: "'x y' z", read: 'x y', lost: 'z', wayOut: 'a clause or the end of the statement' },
  ])('FROM $name, of which it reads $read', ({ name, read, lost, wayOut }) => {
    const { statement, losses } = lossesIn(`SELECT * FROM ${name}`);

    expect(statement.source).toBe(read);
    expect(losses).toMatchObject([
      {
        severity: 'warning',
        lost,
        found: expect.stringContaining(lost),
        expected: expect.stringContaining(wayOut),
        position: { offset: 'SELECT * FROM '.length + name.indexOf(lost), line: 1 },
      },
    ]);
  });

  it('the words before a clause as one source, and takes the clause', () => {
    const { statement } = lossesIn('INSERT INTO a SELECT * FROM t WITHFLATTEN PK id');

    expect(statement).toMatchObject({ source: 'tWITHFLATTEN', primaryKeys: [['id']] });
  });

  it.each([
    { column: "a AS 'x-y'", path: ['a'], alias: "'x-y'", lost: "'x-y'" },
    { column: 'x-y.c', path: ['c', 'x-y'], lost: 'x-y.c' },
    { column: '`x y`.c', path: ['c', 'x y'], lost: '`x y`.c' },
    { column: 'a.b-c.d.*', path: ['a', 'd', 'b-c', '*'], lost: 'a.b-c.d.*' },
    { column: 'count(a)', path: ['a'], lost: 'count(a)' },
    { column: 'count(*) AS n', path: ['*'], lost: 'count(*)' },
    { column: "a, 'x y'", path: ['a'], lost: "'x y'" },
    { column: 'count(), a', path: ['a'], lost: 'count()' },
  ])('the column $column', ({ column, path, alias, lost }) => {
    const { statement, losses } = lossesIn(`SELECT ${column} FROM t`);

    expect(statement.columns).toEqual([
      { origin: 'value', path, ...(alias === undefined ? {} : { alias }) },
    ]);
    expect(losses).toMatchObject([{ severity: 'warning', lost }]);
  });

  it('a function call as its arguments and the parents of the last one', () => {
    const { statement, losses } = lossesIn('SELECT f(a, g(_key.b.c.d)) AS n FROM t');

    expect(statement.columns).toEqual([
      { origin: 'value', path: ['a'] },
      { origin: 'key', path: ['b', 'c', 'd'] },
      { origin: 'value', path: ['b', 'c'] },
      { origin: 'value', path: ['b'], alias: 'n' },
    ]);
    expect(losses.map(({ lost }) => lost)).toEqual(['f(a, g(_key.b.c.d))', 'g(_key.b.c.d)']);
  });

  it('the names between _ and the topic', () => {
    const { statement, losses } = lossesIn('SELECT _.x.Topic FROM t');

    expect(statement.columns).toEqual([{ origin: 'meta', path: ['topic'] }]);
    expect(losses).toMatchObject([{ lost: '_.x.Topic' }]);
  });

  it('IGNORE * as a selected column', () => {
    const { statement, losses } = lossesIn('SELECT a FROM t IGNORE *, b');

    expect(statement.columns.map(({ path }) => path)).toEqual([['a'], ['*']]);
    expect(statement.ignored.map(({ path }) => path)).toEqual([['b']]);
    expect(losses).toMatchObject([{ lost: '*', expected: 'names of columns' }]);
  });

  it.each([
    { key: '_.topic', path: ['topic'] },
    { key: '_.key.a.b', path: ['a', 'b'] },
    { key: 'a-b.c', path: ['c', 'a-b'] },
    { key: 'f(a.b)', path: ['a'] },
  ])('PK $key', ({ key, path }) => {
    const { statement, losses } = lossesIn(withClauses(`PK ${key}`));

    expect(statement.primaryKeys).toEqual([path]);
    expect(losses).toMatchObject([{ lost: key }]);
  });

  it('a property that is set twice', () => {
    const { statement, losses } = lossesIn(withClauses("PROPERTIES(aa=b, 'aa'=c)"));

    expect(statement.properties).toEqual({ aa: 'c' });
    expect(losses).toMatchObject([{ lost: 'aa', expected: 'each property once' }]);
  });

  it('UPSERT PK id INTO as UPSERT INTO', () => {
    const { statement, losses } = lossesIn('UPSERT PK id INTO a SELECT * FROM b');

    expect(statement).toMatchObject({ kind: 'upsert', target: 'a' });
    expect(statement.primaryKeys).toBeUndefined();
    expect(losses).toMatchObject([{ lost: 'PK id', expected: 'PK after the source' }]);
  });

  it.each([
    {
      clauses: 'WITHINDEXSUFFIX=-{yyyy.MM.dd} WITHPIPELINE=p',
      read: { indexSuffix: '-{yyyy' },
      lost: '.MM.dd} WITHPIPELINE=p',
      wayOut: '`-{yyyy.MM.dd}`',
    },
    {
      clauses: 'WITHKEY(id) WITHCONVERTER=`c`',
      read: { withKey: ['id'] },
      lost: 'WITHCONVERTER=`c`',
      wayOut: 'WITHCONVERTER before WITHKEY',
    },
    {
      clauses: 'WITHREGEX=`r` WITHCONVERTER=`c`',
      read: { regex: 'r' },
      lost: 'WITHCONVERTER=`c`',
      wayOut: 'WITHCONVERTER before WITHREGEX',
    },
    {
      clauses: "KEYDELIMITER='-' WITHKEY(id)",
      read: { keyDelimiter: '-' },
      lost: 'WITHKEY(id)',
      wayOut: 'WITHKEY before KEYDELIMITER',
    },
    {
      clauses: 'WITHINDEXSUFFIX=s PK id',
      read: { indexSuffix: 's' },
      lost: 'PK id',
      wayOut: 'PK before WITHINDEXSUFFIX',
    },
    {
      clauses: 'PK id AUTOCREATE',
      read: { primaryKeys: [['id']] },
      lost: 'AUTOCREATE',
      wayOut: 'AUTOCREATE before PK',
    },
    {
      clauses: 'PROPERTIES(a=b) WITHINDEXSUFFIX=s',
      read: { properties: { a: 'b' } },
      lost: 'WITHINDEXSUFFIX=s',
      wayOut: 'WITHINDEXSUFFIX before PROPERTIES',
    },
    {
      clauses: 'WITHINDEXSUFFIX=s WITHDOCTYPE=d',
      read: { indexSuffix: 's' },
      lost: 'WITHDOCTYPE=d',
      wayOut: 'WITHDOCTYPE before WITHINDEXSUFFIX',
    },
    {
      clauses: 'WITHDOCTYPE=d.e #',
      read: { docType: 'd' },
      lost: '.e #',
      wayOut: '`d.e`',
    },
    {
      clauses: 'PK a PK b',
      read: { primaryKeys: [['a']] },
      lost: 'PK b',
      wayOut: 'PK only once',
    },
    {
      clauses: 'NOPARTITION PARTITIONBY a',
      read: { otherClauses: [{ keyword: 'NOPARTITION', text: '' }] },
      lost: 'PARTITIONBY a',
      wayOut: 'PARTITIONBY or NOPARTITION',
    },
    {
      clauses: 'AUTOCREATE WITHTAGS ()',
      read: { autoCreate: true },
      lost: 'WITHTAGS ()',
      wayOut: 'a clause or the end of the statement',
    },
  ])('$clauses, of which $lost is ignored', ({ clauses, read, lost, wayOut }) => {
    const { statement, losses } = lossesIn(withClauses(clauses));

    expect(statement).toEqual({ ...lossesIn(withClauses('')).statement, ...read });
    expect(losses).toMatchObject([{ lost, expected: expect.stringContaining(wayOut) }]);
  });

  it('a clause that a bare SELECT does not take', () => {
    const { statement, losses } = lossesIn('SELECT * FROM t WITHKEY(id)');

    expect(statement.withKey).toBeUndefined();
    expect(losses).toMatchObject([
      { lost: 'WITHKEY(id)', expected: 'INSERT INTO or UPSERT INTO with WITHKEY' },
    ]);
  });

  it('several texts of one statement, which are reported in their order', () => {
    const { problems } = parseKcql('INSERT INTO a#b SELECT x-y.z FROM c d PK _.key.e AUTOCREATE');

    expect(problems.map(({ lost }) => lost)).toEqual([
      '#',
      'x-y.z',
      'c d',
      '_.key.e',
      'AUTOCREATE',
    ]);
  });
});
