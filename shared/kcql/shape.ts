import type { TokenKind } from './lexer.ts';

/** One token of these kinds or, as a `run`, one or more; a `wildcard` run may end in `.*`. */
export type Alternative = {
  readonly kinds: readonly TokenKind[];
  readonly run?: true;
  readonly wildcard?: true;
};

/** A value: the longest of its alternatives. */
export type Word = {
  /** How an error says what is expected. */
  readonly what: string;
  readonly alternatives: readonly Alternative[];
  readonly allows?: (text: string) => boolean;
};

/** What follows a keyword. */
export type Shape =
  | { readonly kind: 'token'; readonly anyOf: readonly TokenKind[] }
  | { readonly kind: 'word'; readonly word: Word }
  | { readonly kind: 'path' }
  | { readonly kind: 'sequence'; readonly of: readonly Shape[] }
  /** One or more, with commas between. */
  | { readonly kind: 'list'; readonly of: Shape }
  /** Nothing if one of these tokens comes next. */
  | { readonly kind: 'unless'; readonly next: readonly TokenKind[]; readonly of: Shape }
  /** As often as this token comes next. */
  | { readonly kind: 'while'; readonly next: TokenKind; readonly of: Shape };

export const one = (...kinds: TokenKind[]): Alternative => ({ kinds });
export const run = (...kinds: TokenKind[]): Alternative => ({ kinds, run: true });

export const word = (what: string, ...alternatives: Alternative[]): Word => ({
  what,
  alternatives,
});

export const token = (...anyOf: TokenKind[]): Shape => ({ kind: 'token', anyOf });
export const value = (of: Word): Shape => ({ kind: 'word', word: of });
export const path: Shape = { kind: 'path' };
export const sequence = (...of: Shape[]): Shape => ({ kind: 'sequence', of });
export const list = (of: Shape): Shape => ({ kind: 'list', of });
export const unless = (next: TokenKind[], of: Shape): Shape => ({ kind: 'unless', next, of });
export const asLongAs = (next: TokenKind, of: Shape): Shape => ({ kind: 'while', next, of });

export const nothing: Shape = sequence();
export const equals = (of: Word): Shape => sequence(token('='), value(of));
export const inBrackets = (of: Shape): Shape => sequence(token('('), of, token(')'));
