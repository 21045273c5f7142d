import { describe, expect, it } from 'vitest';
import { errorsOf, sinkFile, sourceFile, warningsOf } from '../../support/connectors.ts';

const source = (kcql: string) => sourceFile({ 'connect.mqtt.kcql': kcql });
const sink = (kcql: string) => sinkFile({ 'connect.elastic.kcql': kcql, topics: 't,tWITHFLATTEN' });

/** Fact sheet 3.2 and 3.3, through the files: each text that upstream loses, and what is left of it. */
const LOSSES = [
  { file: source('INSERT INTO t SELECT * FROM /a/b/#'), lost: '#' },
  { file: source('INSERT INTO t SELECT * FROM $share/g/a'), lost: '$' },
  { file: source('INSERT INTO t SELECT * FROM devices/x d/e'), lost: 'devices/x d/e' },
  { file: source('INSERT INTO t SELECT * FROM t -- x'), lost: 't --' },
  {
    file: source('INSERT INTO t SELECT * FROM a WITHKEY(id) WITHCONVERTER=`X`'),
    lost: 'WITHCONVERTER=`X`',
  },
  {
    file: source('INSERT INTO t SELECT * FROM a WITHREGEX=`.*` WITHCONVERTER=`X`'),
    lost: 'WITHCONVERTER=`X`',
  },
  {
    file: source("INSERT INTO t SELECT * FROM a KEYDELIMITER='-' WITHKEY(id)"),
    lost: 'WITHKEY(id)',
  },
  { file: sink('INSERT INTO i SELECT * FROM t WITHFLATTEN PK _header.id'), lost: 't WITHFLATTEN' },
  { file: sink('INSERT INTO i SELECT * FROM t WITHINDEXSUFFIX=-{yyyy.MM.dd}'), lost: '.MM.dd}' },
  { file: sink('INSERT INTO i SELECT * FROM t WITHINDEXSUFFIX=_{yyyy} PK id'), lost: 'PK id' },
  { file: sink('INSERT INTO i SELECT * FROM t PK _header.id AUTOCREATE'), lost: 'AUTOCREATE' },
  {
    file: sink("INSERT INTO i SELECT * FROM t PROPERTIES('ab'='cd') WITHINDEXSUFFIX=_{yyyy}"),
    lost: 'WITHINDEXSUFFIX=_{yyyy}',
  },
  {
    file: sink('INSERT INTO i SELECT * FROM t WITHINDEXSUFFIX=_{yyyy} WITHDOCTYPE=x'),
    lost: 'WITHDOCTYPE=x',
  },
];

describe('a text that upstream loses', () => {
  it.each(LOSSES)('is shown by a warning: $lost', ({ file, lost }) => {
    expect(warningsOf(file)).toContainEqual(
      expect.objectContaining({ line: expect.any(Number), found: expect.stringContaining(lost) }),
    );
  });

  it.each(LOSSES)('is an error where all is strict: $lost', ({ file, lost }) => {
    expect(errorsOf(file, '', { strict: true })).toContainEqual(
      expect.objectContaining({ found: expect.stringContaining(lost) }),
    );
  });
});

describe('a text that upstream refuses', () => {
  it.each([
    source('INSERT INTO $ SELECT * FROM a'),
    source('Insert Into t SELECT * FROM a'),
    source('INSERT INTO 123 SELECT * FROM a'),
    source('INSERT INTO t SELECT * FROM limit'),
    source('INSERT INTO t SELECT * FROM a WITHCONVERTER=io.lenses.X'),
    source('INSERT INTO t SELECT * FROM a WITHKEY(a.b)'),
    source("INSERT INTO t SELECT * FROM a KEYDELIMITER='.'"),
    source('INSERT INTO t SELECT * FROM a; ; INSERT INTO t SELECT * FROM b'),
    sink("INSERT INTO i SELECT * FROM t WITHINDEXSUFFIX='x'"),
    sink('INSERT INTO i SELECT * FROM t WITHINDEXSUFFIX=.{yyyy}'),
    sink("INSERT INTO i SELECT * FROM t PROPERTIES('a'='x')"),
    sink("INSERT INTO i SELECT * FROM t PROPERTIES(behavior.on.null.values='DELETE')"),
    sink('INSERT INTO i SELECT a AS `x-y` FROM t'),
    sink('INSERT INTO i SELECT * FROM t PK _header.`x-y`'),
    sink('INSERT INTO i SELECT * FROM t BATCH=0'),
  ])('is an error of its key: %j', (file) => {
    expect(errorsOf(file)).toContainEqual(
      expect.objectContaining({ key: expect.stringMatching(/kcql$/), line: expect.any(Number) }),
    );
  });
});
