import { describe, expect, it } from 'vitest';
import { parseKcql } from '../../../shared/kcql/parser.ts';
import { errorIn, statementIn, withClauses } from './parsed.ts';

const everything = { columns: [{ origin: 'value', path: ['*'] }], ignored: [], otherClauses: [] };

describe('parseKcql', () => {
  it('reads the statement of the shipped source', () => {
    expect(statementIn('INSERT INTO `phone-data` SELECT * FROM phone/data')).toEqual({
      ...everything,
      kind: 'insert',
      target: 'phone-data',
      source: 'phone/data',
    });
  });

  it('reads the statement of the shipped sink', () => {
    const text =
      'INSERT INTO phone-data SELECT * FROM phone-data PK _header.message-id WITHINDEXSUFFIX=_{yyyy-MM-dd}';

    expect(statementIn(text)).toEqual({
      ...everything,
      kind: 'insert',
      target: 'phone-data',
      source: 'phone-data',
      primaryKeys: [['_header', 'message-id']],
      indexSuffix: '_{yyyy-MM-dd}',
    });
  });

  it('reads everything that the source connector uses', () => {
    const text =
      "INSERT INTO t SELECT * FROM `a/#` WITHCONVERTER=`io.lenses.X` WITHKEY(a, `b.c`) KEYDELIMITER='-' WITHREGEX=`/^#?([a-f0-9]{6}|[a-f0-9]{3})$/`";

    expect(statementIn(text)).toEqual({
      ...everything,
      kind: 'insert',
      target: 't',
      source: 'a/#',
      converter: 'io.lenses.X',
      withKey: ['a', 'b.c'],
      keyDelimiter: '-',
      regex: '/^#?([a-f0-9]{6}|[a-f0-9]{3})$/',
    });
  });

  it('reads everything that the sink connector uses', () => {
    const text =
      "UPSERT INTO i SELECT f AS alias, a.b, a.* FROM t IGNORE x, y.z AUTOCREATE WITHSTRUCTURE PK p1, _key.p2 WITHDOCTYPE=d WITHINDEXSUFFIX=s WITHPIPELINE=a.b PROPERTIES('behavior.on.null.values'='DELETE')";

    expect(statementIn(text)).toEqual({
      kind: 'upsert',
      target: 'i',
      source: 't',
      columns: [
        { origin: 'value', path: ['f'], alias: 'alias' },
        { origin: 'value', path: ['a', 'b'] },
        { origin: 'value', path: ['a', '*'] },
      ],
      ignored: [
        { origin: 'value', path: ['x'] },
        { origin: 'value', path: ['y', 'z'] },
      ],
      autoCreate: true,
      withStructure: true,
      primaryKeys: [['p1'], ['_key', 'p2']],
      docType: 'd',
      indexSuffix: 's',
      pipeline: 'a.b',
      properties: { 'behavior.on.null.values': 'DELETE' },
      otherClauses: [],
    });
  });

  it('reads a bare SELECT, which has no target', () => {
    expect(statementIn('select * from t withstructure')).toEqual({
      ...everything,
      kind: 'select',
      source: 't',
      withStructure: true,
    });
  });

  it.each([
    'TOPIC-A',
    'TOPIC+A',
    '/TOPIC_A',
    'namespace1:TABLE_A',
    'KEYSPACE.A',
    'a@b-c',
    '.a.',
    '_key',
    '_value.name.firstName',
  ])('takes %s bare as target and as source', (name) => {
    expect(statementIn(`INSERT INTO ${name} SELECT * FROM ${name}`)).toMatchObject({
      target: name,
      source: name,
    });
  });

  it.each([
    { written: '`$`', name: '$' },
    { written: '`TOPIC.A`', name: 'TOPIC.A' },
    { written: '`$share/g/a b/#`', name: '$share/g/a b/#' },
    { written: "'a b'", name: 'a b' },
    { written: '`123`', name: '123' },
    { written: '`limit`', name: 'limit' },
    { written: "`_header.'prefix.abc.suffix'`", name: "_header.'prefix.abc.suffix'" },
    {
      written: "`'_value.'customer.name'.'first.name'`",
      name: "_value.'customer.name'.'first.name",
    },
  ])('takes the quotes off $written as target and as source', ({ written, name }) => {
    expect(statementIn(`INSERT INTO ${written} SELECT * FROM ${written}`)).toMatchObject({
      target: name,
      source: name,
    });
  });

  it.each([
    { column: 'a', expected: { origin: 'value', path: ['a'] } },
    { column: '@col1', expected: { origin: 'value', path: ['@col1'] } },
    { column: '1col2', expected: { origin: 'value', path: ['1col2'] } },
    { column: 'x-y', expected: { origin: 'value', path: ['x-y'] } },
    { column: '`x y`', expected: { origin: 'value', path: ['x y'] } },
    { column: '`limit`', expected: { origin: 'value', path: ['limit'] } },
    { column: '`now()`', expected: { origin: 'value', path: ['now()'] } },
    { column: 'a.b.c', expected: { origin: 'value', path: ['a', 'b', 'c'] } },
    { column: 'a .`b.c`', expected: { origin: 'value', path: ['a', 'b.c'] } },
    { column: 'a.b.*', expected: { origin: 'value', path: ['a', 'b', '*'] } },
    { column: 'a.* AS x', expected: { origin: 'value', path: ['a', '*'], alias: 'x' } },
    { column: '_value.a', expected: { origin: 'value', path: ['_value', 'a'] } },
    { column: '_header', expected: { origin: 'value', path: ['_header'] } },
    { column: '_key', expected: { origin: 'key', path: [] } },
    { column: '_key.p.c', expected: { origin: 'key', path: ['p', 'c'] } },
    { column: '_key.*', expected: { origin: 'key', path: ['*'] } },
    { column: '`_key.p`', expected: { origin: 'key', path: ['_key.p'] } },
    { column: '_header.h', expected: { origin: 'header', path: ['h'] } },
    { column: '_header.x-y', expected: { origin: 'header', path: ['x-y'] } },
    { column: '_.topic', expected: { origin: 'meta', path: ['topic'] } },
    { column: '_.PARTITION as p', expected: { origin: 'meta', path: ['partition'], alias: 'p' } },
    { column: '_.offset', expected: { origin: 'meta', path: ['offset'] } },
    { column: '_.timestamp', expected: { origin: 'meta', path: ['timestamp'] } },
    { column: '_.key.a', expected: { origin: 'meta', path: ['key', 'a'] } },
    { column: '_.Key.a.b', expected: { origin: 'meta', path: ['key', 'a', 'b'] } },
    { column: '_.key.*', expected: { origin: 'meta', path: ['key', '*'] } },
    { column: '_.key.a.* AS x', expected: { origin: 'meta', path: ['key', 'a', '*'], alias: 'x' } },
  ])('reads the column $column', ({ column, expected }) => {
    expect(statementIn(`SELECT ${column} FROM t`).columns).toEqual([expected]);
  });

  it.each([
    '*, a',
    'x.a, x.a',
    'a, _.key.a',
    '_.key.a.b, _.key.a.b',
    '_key.a, a',
    '_key, _key',
    '`now()`, `now()`',
  ])('selects %s together', (columns) => {
    expect(statementIn(`SELECT ${columns} FROM t`).columns).toHaveLength(2);
  });

  it.each([
    { key: 'f', path: ['f'] },
    { key: 'a.b', path: ['a', 'b'] },
    { key: '_value.f', path: ['_value', 'f'] },
    { key: '_key', path: ['_key'] },
    { key: '_key.f', path: ['_key', 'f'] },
    { key: '_header.x-y', path: ['_header', 'x-y'] },
    { key: '_header .`x.y`', path: ['_header', 'x.y'] },
    { key: '`a.b`', path: ['a.b'] },
    { key: 'a.*', path: ['a', '*'] },
    { key: '_', path: ['_'] },
  ])('reads the key path $key', ({ key, path }) => {
    expect(statementIn(`SELECT * FROM t PK z, ${key}`).primaryKeys).toEqual([['z'], path]);
  });

  it.each([
    {
      clause: 'WITHINDEXSUFFIX=_suffix_{YYYY-MM-dd}',
      expected: { indexSuffix: '_suffix_{YYYY-MM-dd}' },
    },
    { clause: 'WITHINDEXSUFFIX= `-{yyyy.MM.dd}` ', expected: { indexSuffix: '-{yyyy.MM.dd}' } },
    { clause: 'WITHINDEXSUFFIX=2020', expected: { indexSuffix: '2020' } },
    { clause: 'WITHDOCTYPE=`document.name`', expected: { docType: 'document.name' } },
    { clause: 'WITHCONVERTER=a-b', expected: { converter: 'a-b' } },
    {
      clause: 'WITHKEY(1, `b.c`, d-e, a, a)',
      expected: { withKey: ['1', 'b.c', 'd-e', 'a', 'a'] },
    },
    { clause: 'WITHPIPELINE = field1.field2-3', expected: { pipeline: 'field1.field2-3' } },
    { clause: 'WITHPIPELINE=`a b`', expected: { pipeline: 'a b' } },
    { clause: 'PROPERTIES()', expected: { properties: {} } },
    {
      clause: "properties(a=23, b='xyz', 'c.d'='a b c', d='')",
      expected: { properties: { a: '23', b: 'xyz', 'c.d': 'a b c', d: '' } },
    },
    {
      clause: 'PROPERTIES(`a.b`=`x`, c-d.e-f=g-h.i-j, __proto__=p)',
      expected: {
        properties: Object.fromEntries([
          ['a.b', 'x'],
          ['c-d.e-f', 'g-h.i-j'],
          ['__proto__', 'p'],
        ]),
      },
    },
  ])('reads $clause', ({ clause, expected }) => {
    expect(statementIn(withClauses(clause))).toMatchObject(expected);
  });

  it.each([...'aZ9_-+/{}:|#@^[]*?$'])("takes KEYDELIMITER='%s'", (keyDelimiter) => {
    expect(statementIn(`SELECT * FROM t KEYDELIMITER ='${keyDelimiter}'`)).toMatchObject({
      keyDelimiter,
    });
  });

  it('keeps statements in the order in which they are written', () => {
    const { statements } = parseKcql('SELECT * FROM a;SELECT * FROM b;SELECT * FROM c;');

    expect(statements.map(({ source }) => source)).toEqual(['a', 'b', 'c']);
  });

  it('cuts at every semicolon, even within back-ticks', () => {
    const { statements, problems } = parseKcql('SELECT * FROM t WITHCONVERTER=`a;b`');

    expect(statements).toEqual([]);
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        statement: 1,
        kcql: 'SELECT * FROM t WITHCONVERTER=`a',
        expected: 'a class name in back-ticks',
      },
      { statement: 2, kcql: 'b`', found: 'b' },
    ]);
  });

  it('says where and in which statement an error is', () => {
    expect(parseKcql('SELECT * FROM a;\n SELECT *\n  FRM b').problems).toEqual([
      {
        severity: 'error',
        statement: 2,
        kcql: 'SELECT *\n  FRM b',
        position: { offset: 29, line: 3, column: 3 },
        found: 'FRM',
        expected: 'FROM',
      },
    ]);
  });

  it('takes the statements before and after one that it refuses', () => {
    const { statements } = parseKcql('SELECT * FROM a;SELECT;SELECT * FROM c');

    expect(statements.map(({ source }) => source)).toEqual(['a', 'c']);
  });
});

describe('parseKcql refuses, as upstream does,', () => {
  it.each(['', ' ', ';', ' ; ', 'SELECT * FROM a; ', ';SELECT * FROM a'])(
    'an empty statement in "%s"',
    (text) => {
      const [error] = parseKcql(text).problems;

      expect(error).toMatchObject({
        severity: 'error',
        found: 'the end of the statement',
        expected: 'INSERT INTO, UPSERT INTO or SELECT',
      });
    },
  );

  it('no columns, and asks for them before it speaks of reserved words', () => {
    const [error] = parseKcql('INSERT INTO a SELECT FROM b').problems;

    expect(error).toMatchObject({
      severity: 'error',
      found: 'FROM',
      expected: expect.stringMatching(/^\* or columns; it is a reserved word/),
    });
  });

  it.each([
    { text: 'Insert Into a SELECT * FROM b', found: 'Insert', wayOut: 'write INSERT in capitals' },
    { text: 'INSERT INTO a Select * FROM b', found: '*', wayOut: 'write SELECT in capitals' },
    { text: 'INSERT INTO 123 SELECT * FROM b', found: '123', wayOut: 'back-tick it: `123`' },
    { text: 'SELECT * FROM 123', found: '123', wayOut: 'back-tick it: `123`' },
    { text: 'INSERT INTO $ SELECT * FROM b', found: 'SELECT', wayOut: 'back-tick it: `$`' },
    { text: 'INSERT INTO limit SELECT * FROM b', found: 'limit', wayOut: 'back-tick it: `limit`' },
    { text: "SELECT * FROM 'x'", found: "'x'", wayOut: 'back-tick it: `x`' },
    { text: 'SELECT * FROM a.`b`', found: 'a.`b`', wayOut: 'without back-ticks' },
    { text: 'SELECT * FROM `t', found: 'the end of the statement', wayOut: 'a source' },
    { text: 'INSERT a SELECT * FROM b', found: 'a', wayOut: 'INTO' },
    { text: 'INSERT INTO a', found: 'the end of the statement', wayOut: 'SELECT' },
    { text: 'SELECT * FROM', found: 'the end of the statement', wayOut: 'a source' },
  ])('$text', ({ text, found, wayOut }) => {
    expect(errorIn(text)).toMatchObject({ found, expected: expect.stringContaining(wayOut) });
  });

  it.each([
    { column: 'limit', found: 'limit', wayOut: 'back-tick it: `limit`' },
    { column: 'pk', found: 'pk', wayOut: 'back-tick it: `pk`' },
    { column: 'batch', found: 'batch', wayOut: 'back-tick it: `batch`' },
    { column: 'ttl', found: 'ttl', wayOut: 'back-tick it: `ttl`' },
    { column: 'properties', found: 'properties', wayOut: 'back-tick it: `properties`' },
    { column: '12', found: '12', wayOut: 'back-tick it: `12`' },
    { column: 'a.12', found: '12', wayOut: 'put a space before the dot and back-tick it: `12`' },
    { column: "'x'", found: "'x'", wayOut: 'back-tick it: `x`' },
    { column: 'a.`x-y`', found: 'a.`x-y`', wayOut: 'with a space before the dot' },
    { column: 'a AS `x-y`', found: '`x-y`', wayOut: 'an alias of letters, digits, _ and @' },
    { column: "a AS 'x'", found: "'x'", wayOut: 'an alias of letters, digits, _ and @' },
    { column: 'a AS limit', found: 'limit', wayOut: 'an alias' },
    { column: '* AS x', found: 'AS', wayOut: 'FROM' },
    { column: 'a.*.b', found: '.', wayOut: 'FROM' },
    { column: '*.b', found: '.', wayOut: 'FROM' },
    { column: 'a.', found: 'FROM', wayOut: 'a name or *' },
    { column: '', found: 'FROM', wayOut: '* or columns' },
    { column: 'a,', found: 'FROM', wayOut: 'a column' },
    { column: 'a b', found: 'b', wayOut: 'FROM' },
    { column: '` `', found: '` `', wayOut: 'not blank' },
    { column: 'a, a', found: 'a', wayOut: 'not selected yet' },
    { column: '*, *', found: '*', wayOut: 'not selected yet' },
    { column: 'a, _key.a', found: '_key', wayOut: 'not selected yet' },
    { column: '_.key.a, _.key.a', found: '_', wayOut: 'not selected yet' },
    { column: '_.x', found: '_', wayOut: '_.key.x or one of _.topic' },
    { column: '_.key', found: '_', wayOut: '_.key.x or one of _.topic' },
    { column: '_.key.* as X', found: '_', wayOut: 'without an alias' },
    { column: 'f(a', found: 'FROM', wayOut: ')' },
    { column: `${'f('.repeat(51)}a${')'.repeat(51)}`, found: 'f', wayOut: 'no more than 50 deep' },
  ])('the column $column', ({ column, found, wayOut }) => {
    const error = errorIn(`SELECT ${column} FROM t`);

    expect(error).toMatchObject({ found, expected: expect.stringContaining(wayOut) });
  });

  it.each([
    { clause: "WITHINDEXSUFFIX='x-{yyyy}'", wayOut: 'back-tick it: `x-{yyyy}`' },
    { clause: 'WITHINDEXSUFFIX=.{yyyy}', wayOut: 'back-tick it: `.{yyyy}`' },
    { clause: 'WITHCONVERTER=io.lenses.X', wayOut: 'back-tick it: `io.lenses.X`' },
    { clause: "WITHCONVERTER='io.lenses.X'", wayOut: 'back-tick it: `io.lenses.X`' },
    { clause: 'WITHREGEX=abc', wayOut: 'back-tick it: `abc`' },
    { clause: 'WITHKEY(a.b)', wayOut: 'back-tick it: `a.b`' },
    { clause: "WITHKEY('a b')", wayOut: 'back-tick it: `a b`' },
    { clause: 'WITHKEY()', wayOut: 'a field' },
    { clause: "PROPERTIES('a'='x')", wayOut: 'back-tick it: `a`' },
    { clause: "PROPERTIES(a='x')", wayOut: 'back-tick it: `x`' },
    {
      clause: "PROPERTIES(behavior.on.null.values='DELETE')",
      wayOut: 'back-tick it: `behavior.on.null.values`',
    },
    { clause: 'PROPERTIES(1=a)', wayOut: 'back-tick it: `1`' },
    { clause: 'PROPERTIES(a=b', wayOut: ')' },
    { clause: 'PROPERTIES', wayOut: '(' },
    { clause: "KEYDELIMITER='.'", wayOut: 'one character in single quotes' },
    { clause: "KEYDELIMITER=','", wayOut: 'one character in single quotes' },
    { clause: "KEYDELIMITER='::'", wayOut: 'one character in single quotes' },
    { clause: "KEYDELIMITER=''", wayOut: 'one character in single quotes' },
    { clause: "KEYDELIMITER='`'", wayOut: 'one character in single quotes' },
    { clause: 'KEYDELIMITER=`-`', wayOut: 'one character in single quotes' },
    { clause: "PK '_key.id'", wayOut: '_key.id, without quotes' },
    { clause: 'PK f(x)', wayOut: 'without quotes and functions' },
    { clause: 'PK _header.`x-y`', wayOut: 'without back-ticks, or with a space before the dot' },
    { clause: 'PK _.x', wayOut: '_.key.x or one of _.topic' },
    { clause: 'PK *', wayOut: 'a column' },
    { clause: 'PK', wayOut: 'a column' },
    { clause: 'IGNORE', wayOut: 'a column' },
    { clause: 'BATCH=0', wayOut: 'a number from 1 to 2147483647' },
    { clause: 'BATCH=2147483648', wayOut: 'a number from 1 to 2147483647' },
    { clause: 'BATCH=a', wayOut: 'a number from 1 to 2147483647' },
    { clause: 'LIMIT 0', wayOut: 'a number from 1 to 2147483647' },
    { clause: 'LIMIT', wayOut: 'a number from 1 to 2147483647' },
    { clause: 'TTL=0', wayOut: 'a number from 1 to 9223372036854775807' },
    { clause: 'TTL=9223372036854775808', wayOut: 'a number from 1 to 9223372036854775807' },
    { clause: 'WITHFORMAT ARO', wayOut: 'one of AVRO' },
    { clause: 'TIMESTAMPUNIT=sec', wayOut: 'one of NANOSECONDS' },
    { clause: 'STOREAS', wayOut: 'a name' },
    { clause: 'STOREAS SS ()', wayOut: 'a name' },
    { clause: 'STOREAS SS (name = a , b', wayOut: '=' },
    { clause: 'PARTITIONBY', wayOut: 'a field' },
    { clause: 'PARTITIONBY a-b', wayOut: 'a field' },
    { clause: 'WITHTAG ()', wayOut: 'a field' },
    { clause: 'WITHTAG (a b-c)', wayOut: '= or AS' },
    { clause: 'WITHTAG (a=as)', wayOut: 'back-tick it: `as`' },
  ])('$clause', ({ clause, wayOut }) => {
    expect(errorIn(withClauses(clause)).expected).toContain(wayOut);
  });
});
