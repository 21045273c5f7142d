/** Words with a meaning of their own, written in capitals or in small letters, never mixed. */
export const KEYWORDS = [
  'INSERT',
  'UPSERT',
  'INTO',
  'SELECT',
  'FROM',
  'IGNORE',
  'AS',
  'AUTOCREATE',
  'WITHSTRUCTURE',
  'PK',
  'WITHTARGET',
  'AUTOEVOLVE',
  'BATCH',
  'PARTITIONBY',
  'NOPARTITION',
  'WITHTIMESTAMP',
  'TIMESTAMPUNIT',
  'WITHFORMAT',
  'WITHUNWRAP',
  'STOREAS',
  'WITHTAG',
  'INCREMENTALMODE',
  'WITHTYPE',
  'WITHDOCTYPE',
  'WITHINDEXSUFFIX',
  'TTL',
  'WITHCONVERTER',
  'WITHJMSSELECTOR',
  'WITHKEY',
  'KEYDELIMITER',
  'WITHPIPELINE',
  'WITHSUBSCRIPTION',
  'WITHREGEX',
  'LIMIT',
  'PROPERTIES',
] as const;
export type Keyword = (typeof KEYWORDS)[number];

export type TokenKind =
  | Keyword
  | 'name' // letters, digits, _ and @
  | 'topic' // the same without @, with - + / { } : or anything in back-ticks
  | 'number'
  | 'character' // one character in single quotes: a key delimiter, and nothing else
  | 'string' // other text in single quotes
  | 'quoted field' // a name, a dot and back-ticks without a space between
  | 'sys_time()'
  | '='
  | '*'
  | ','
  | '.'
  | '('
  | ')'
  | 'end';

export type Token = { readonly kind: TokenKind; readonly text: string; readonly offset: number };

/** Text that fits no token. Upstream drops it and goes on. */
export type Dropped = { readonly text: string; readonly offset: number };

/** The longest match wins, the earlier row among equally long ones. */
const TOKENS: readonly (readonly [TokenKind | 'space', RegExp])[] = [
  ['sys_time()', /sys_time\(\)|SYS_TIME\(\)/y],
  ['number', /\d+/y],
  ['name', /[a-zA-Z@_\d]+/y],
  ['topic', /[a-zA-Z_\d\-+/{}:]+|`[^`]+`/y],
  ['character', /'[a-zA-Z_\d\-+/{}:|#@`^[\]*?$]'/y],
  ['quoted field', /[a-zA-Z@_\d]+\.`[^`]+`/y],
  ['string', /'[^'\r\n]*'/y],
  ['space', /[ \t\r\n]+/y],
  ['=', /=/y],
  ['*', /\*/y],
  [',', /,/y],
  ['.', /\./y],
  ['(', /\(/y],
  [')', /\)/y],
];

/** Text that only begins like a token is dropped up to the character that disappoints, and with it. */
const NO_TOKEN = /'[^'\r\n]*[\r\n]?|`[^`]*`?|./suy;

const keywords: ReadonlyMap<string, Keyword> = new Map(
  KEYWORDS.flatMap((word) => [[word, word] as const, [word.toLowerCase(), word] as const]),
);

/** The keyword that a word would be in capitals. */
export const keywordLike = (word: string): Keyword | undefined => keywords.get(word.toUpperCase());

/** Cuts one statement into tokens, of which the last is `end`, and what is dropped. */
export const lex = (
  statement: string,
): { readonly tokens: readonly Token[]; readonly dropped: readonly Dropped[] } => {
  const tokens: Token[] = [];
  const dropped: Dropped[] = [];
  let offset = 0;
  while (offset < statement.length) {
    const { kind, text } = longestMatch(statement, offset);
    if (kind === 'none') dropped.push({ text, offset });
    else if (kind !== 'space') tokens.push({ kind, text, offset });
    offset += text.length;
  }
  return {
    tokens: [...tokens, { kind: 'end', text: '', offset }],
    dropped: joinNeighbours(dropped),
  };
};

type Match = { readonly kind: TokenKind | 'space' | 'none'; readonly text: string };

const longestMatch = (statement: string, offset: number): Match => {
  let longest: Match = { kind: 'none', text: '' };
  for (const [kind, pattern] of TOKENS) {
    const text = matchAt(pattern, statement, offset);
    if (text.length > longest.text.length) longest = { kind, text };
  }
  if (longest.kind === 'none') return { kind: 'none', text: matchAt(NO_TOKEN, statement, offset) };
  const keyword = longest.kind === 'name' ? keywords.get(longest.text) : undefined;
  return keyword === undefined ? longest : { kind: keyword, text: longest.text };
};

const matchAt = (pattern: RegExp, text: string, offset: number): string => {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? '';
};

const joinNeighbours = (dropped: readonly Dropped[]): readonly Dropped[] => {
  const runs: Dropped[] = [];
  for (const next of dropped) {
    const last = runs.at(-1);
    if (last !== undefined && last.offset + last.text.length === next.offset)
      runs[runs.length - 1] = { text: last.text + next.text, offset: last.offset };
    else runs.push(next);
  }
  return runs;
};
