import { keywordLike, lex, type Token, type TokenKind } from './lexer.ts';
import type { Alternative, Word } from './shape.ts';
import { wayOut, wordAround } from './way-out.ts';

/** A problem, placed within its statement. */
export type Finding = {
  readonly severity: 'error' | 'warning';
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
  readonly lost?: string;
};

/** Ends the reading of one statement and says why. Never leaves the parser. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.expected);
    this.finding = finding;
  }
}

/** Walks through the tokens of one statement and collects what it finds on the way. */
export type Cursor = {
  readonly statement: string;
  peek(ahead?: number): Token;
  at(...kinds: TokenKind[]): boolean;
  take(): Token;
  expect(what: string, ...kinds: TokenKind[]): Token;
  /** Reads a word; whatever space is between its tokens, upstream joins them. */
  readWord(word: Word): string;
  /** The text as written, from an offset to the end of the last token taken. */
  since(offset: number): string;
  /** What has not been taken yet. */
  rest(): string;
  warn(offset: number, lost: string, outcome: string, expected: string): void;
  /** Refuses the statement at a token; `kinds` are the ones that would have done. */
  refuse(what: string, found: Token, kinds?: readonly TokenKind[]): never;
  /** All that was found up to here or the refusal, in the order of the text. */
  findings(refusal?: Finding): readonly Finding[];
};

/** Starts at the first token. */
export const createCursor = (statement: string): Cursor => {
  const { tokens, dropped } = lex(statement);
  const warnings: Finding[] = [];
  let next = 0;

  // The last token, `end`, is never taken.
  const tokenAt = (place: number) => tokens[Math.min(place, tokens.length - 1)] as Token;
  const peek = (ahead = 0): Token => tokenAt(next + ahead);
  const at = (...kinds: TokenKind[]): boolean => kinds.includes(peek().kind);
  const take = (): Token => tokenAt(next++);

  const expect = (what: string, ...kinds: TokenKind[]): Token =>
    at(...kinds) ? take() : refuse(what, peek(), kinds);

  const readWord = (word: Word): string => {
    const length = Math.max(...word.alternatives.map(fits));
    const start = peek();
    if (length === 0)
      return refuse(
        word.what,
        start,
        word.alternatives.flatMap(({ kinds }) => kinds),
      );
    const taken = Array.from({ length }, take);
    const text = taken.map((token) => token.text).join('');
    if (word.allows?.(text) === false) return refuse(word.what, start);
    const written = since(start.offset);
    if (hasSpace(taken)) warn(start.offset, written, `read as ${text}`, joinedOutOf(taken));
    else if (taken.length > 1 && text.includes('`'))
      warn(start.offset, written, `read as ${text}, with its back-ticks`, ONE_NAME);
    return text;
  };

  /** How many of the next tokens are this alternative. */
  const fits = ({ kinds, run, wildcard }: Alternative): number => {
    let length = 0;
    while (kinds.includes(peek(length).kind) && (run || length === 0)) length += 1;
    const isStar = peek(length).kind === '*' && length > 0 && peek(length - 1).kind === '.';
    return wildcard && isStar ? length + 1 : length;
  };

  const hasSpace = (taken: readonly Token[]): boolean =>
    taken.some(({ offset }, at) => {
      const before = taken[at - 1];
      return before && /\s/.test(statement.slice(before.offset + before.text.length, offset));
    });

  const since = (offset: number): string => {
    const { offset: last, text } = tokenAt(next - 1);
    return statement.slice(offset, last + text.length);
  };

  const rest = (): string => statement.slice(peek().offset).trimEnd();

  const warn = (offset: number, lost: string, outcome: string, expected: string): void => {
    warnings.push({ severity: 'warning', offset, found: `${lost}, ${outcome}`, expected, lost });
  };

  const refuse = (what: string, found: Token, kinds: readonly TokenKind[] = []): never => {
    const previous = tokens[tokens.indexOf(found) - 1];
    const gap = dropped.findLast(({ offset }) => offset < found.offset);
    const justDropped = gap && gap.offset > (previous?.offset ?? -1) ? gap : undefined;
    const hint = wayOut({ statement, found, previous, dropped: justDropped }, kinds);
    throw new Refusal({
      severity: 'error',
      offset: found.offset,
      found: found.kind === 'end' ? 'the end of the statement' : found.text,
      expected: hint === undefined ? what : `${what}; ${hint}`,
    });
  };

  const findings = (refusal?: Finding): readonly Finding[] => {
    const end = refusal?.offset ?? peek().offset;
    const lost = dropped.filter(({ offset }) => offset < end).map(findingOfDropped);
    return [...warnings, ...lost, ...(refusal ? [refusal] : [])].toSorted(
      (a, b) => a.offset - b.offset,
    );
  };

  const findingOfDropped = ({ text, offset }: { text: string; offset: number }): Finding => ({
    severity: 'warning',
    offset,
    found: `${text}, which is dropped`,
    expected: /^['`]./.test(text)
      ? 'a closing quote'
      : `back-ticks: \`${wordAround(statement, offset)}\``,
    lost: text,
  });

  return { statement, peek, at, take, expect, readWord, since, rest, warn, refuse, findings };
};

const ONE_NAME = 'one name, all of it in back-ticks where it has spaces or special characters';

const joinedOutOf = (tokens: readonly Token[]): string => {
  const keyword = tokens.map(({ text }) => keywordLike(text)).find((word) => word !== undefined);
  if (keyword) return `${keyword} in capitals or in small letters`;
  return tokens.some(({ text }) => /^with/i.test(text))
    ? `a known clause, or ${ONE_NAME}`
    : ONE_NAME;
};
