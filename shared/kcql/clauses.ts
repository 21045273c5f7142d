import type { Keyword } from './lexer.ts';
import { quote, quotePath, unquote } from './quote.ts';
import {
  asLongAs,
  equals,
  inBrackets,
  list,
  nothing,
  path,
  type Shape,
  sequence,
  token,
  unless,
  value,
  type Word,
} from './shape.ts';
import type { ClauseValues, KcqlStatement } from './statement.ts';
import * as words from './words.ts';

export type Leg = 'source' | 'sink';

/** What a shape yields: one text for each word, the names for each path. */
export type Texts = readonly (readonly string[])[];

export type Clause = {
  readonly keyword: Keyword;
  readonly shape: Shape;
  /** Not read where this clause is. */
  readonly excludedBy?: Keyword;
  /** Absent for the clauses that neither leg uses. */
  readonly use?: Use;
};

type Use = {
  readonly leg: Leg;
  readonly read: (texts: Texts) => ClauseValues;
  /** Names that are there more than once, of which the last one counts. */
  readonly repeated?: ((texts: Texts) => readonly string[]) | undefined;
  /** The argument as KCQL; undefined where a statement does not have the clause. */
  readonly write: (values: ClauseValues) => string | undefined;
};

type Value<F extends keyof ClauseValues> = NonNullable<ClauseValues[F]>;

/** The shape of an argument, what it says, and how to write that. */
type Argument<V> = {
  readonly shape: Shape;
  readonly read: (texts: Texts) => V;
  readonly write: (value: V) => string;
  readonly repeated?: (texts: Texts) => readonly string[];
};

const used = <F extends keyof ClauseValues>(
  leg: Leg,
  keyword: Keyword,
  field: F,
  { shape, read, write, repeated }: Argument<Value<F>>,
): Clause => ({
  keyword,
  shape,
  use: {
    leg,
    read: (texts) => ({ [field]: read(texts) }),
    repeated,
    write: ({ [field]: set }) => (set === undefined ? undefined : write(set)),
  },
});

const unused = (keyword: Keyword, shape: Shape): Clause => ({ keyword, shape });

const flag: Argument<true> = { shape: nothing, read: () => true, write: () => '' };

const text = (word: Word): Argument<string> => ({
  shape: equals(word),
  read: (texts) => unquote(texts.flat().join('')),
  write: (of) => `=${quote(of, word)}`,
});

const character: Argument<string> = {
  shape: equals(words.delimiter),
  read: (texts) => unquote(texts.flat().join('')),
  write: (of) => `='${of}'`,
};

const paths: Argument<readonly (readonly string[])[]> = {
  shape: list(path),
  read: (texts) => texts,
  write: (of) => ` ${of.map(quotePath).join(', ')}`,
};

const fields: Argument<readonly string[]> = {
  shape: inBrackets(list(value(words.field))),
  read: (texts) => texts.flat().map(unquote),
  write: (names) => `(${names.map((name) => quote(name, words.field)).join(', ')})`,
};

const settings: Argument<Readonly<Record<string, string>>> = {
  shape: inBrackets(
    unless([')'], list(sequence(value(words.property), token('='), value(words.propertyValue)))),
  ),
  read: (texts) => Object.fromEntries(pairs(texts)),
  repeated: (texts) => {
    const names = pairs(texts).map(([name]) => name);
    return names.filter((name, at) => names.indexOf(name) < at);
  },
  write: (properties) => {
    const written = Object.entries(properties).map(
      ([name, set]) => `${quote(name, words.property)}=${quote(set, words.propertyValue)}`,
    );
    return `(${written.join(', ')})`;
  },
};

const pairs = (texts: Texts): readonly (readonly [string, string])[] => {
  const unquoted = texts.flat().map(unquote);
  return unquoted.flatMap((name, at) =>
    at % 2 === 0 ? [[name, unquoted[at + 1] ?? ''] as const] : [],
  );
};

const parameters = inBrackets(
  list(sequence(value(words.setting), token('='), value(words.settingValue))),
);
const tag = sequence(
  value(words.tag),
  unless([',', ')'], sequence(token('=', 'AS'), value(words.settingValue))),
);

/** Every clause, in the order in which INSERT and UPSERT take them. */
export const CLAUSES: readonly Clause[] = [
  used('sink', 'AUTOCREATE', 'autoCreate', flag),
  used('sink', 'WITHSTRUCTURE', 'withStructure', flag),
  used('sink', 'PK', 'primaryKeys', paths),
  unused('WITHTARGET', equals(words.tag)),
  unused('AUTOEVOLVE', nothing),
  unused('BATCH', equals(words.int32)),
  unused('NOPARTITION', nothing),
  { ...unused('PARTITIONBY', list(value(words.partition))), excludedBy: 'NOPARTITION' },
  unused('WITHTIMESTAMP', value(words.timestamp)),
  unused('TIMESTAMPUNIT', equals(words.timeUnit)),
  unused('WITHFORMAT', value(words.format)),
  unused('WITHUNWRAP', nothing),
  unused('STOREAS', sequence(value(words.setting), asLongAs('(', parameters))),
  unused('WITHTAG', inBrackets(list(tag))),
  unused('INCREMENTALMODE', equals(words.mode)),
  unused('WITHTYPE', value(words.plain)),
  used('sink', 'WITHDOCTYPE', 'docType', text(words.field)),
  used('sink', 'WITHINDEXSUFFIX', 'indexSuffix', text(words.suffix)),
  unused('TTL', equals(words.int64)),
  used('source', 'WITHCONVERTER', 'converter', text(words.special('a class name'))),
  unused('WITHJMSSELECTOR', equals(words.special('a selector'))),
  used('source', 'WITHKEY', 'withKey', fields),
  used('source', 'KEYDELIMITER', 'keyDelimiter', character),
  used('sink', 'WITHPIPELINE', 'pipeline', text(words.pipeline)),
  unused('WITHSUBSCRIPTION', equals(words.plain)),
  used('source', 'WITHREGEX', 'regex', text(words.special('a regular expression'))),
  unused('LIMIT', value(words.int32)),
  used('sink', 'PROPERTIES', 'properties', settings),
];

const SELECT_CLAUSES: readonly Clause[] = (
  [
    'PK',
    'WITHSTRUCTURE',
    'WITHFORMAT',
    'WITHUNWRAP',
    'LIMIT',
    'STOREAS',
    'WITHTAG',
    'INCREMENTALMODE',
    'WITHDOCTYPE',
    'WITHINDEXSUFFIX',
    'WITHCONVERTER',
    'KEYDELIMITER',
    'TTL',
  ] satisfies Keyword[]
).flatMap((name) => CLAUSES.filter(({ keyword }) => keyword === name));

/** The clauses that a kind of statement takes, in their order. */
export const clausesOf = (kind: KcqlStatement['kind']): readonly Clause[] =>
  kind === 'select' ? SELECT_CLAUSES : CLAUSES;

/** The keywords of the clauses that a statement has without effect on this leg. */
export const clausesWithoutEffect = (statement: KcqlStatement, leg: Leg): readonly string[] => [
  ...(statement.ignored.length > 0 ? ['IGNORE'] : []),
  ...CLAUSES.filter(({ use }) => use && use.leg !== leg && use.write(statement) !== undefined).map(
    ({ keyword }) => keyword,
  ),
  ...statement.otherClauses.map(({ keyword }) => keyword),
];
