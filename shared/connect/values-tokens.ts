import { javaTrim } from './java-number.ts';

/**
 * Where `Values.parseString` stands in its text (Connect's `Values.Parser`). A token is one of `: , { } [ ] "`
 * without a backslash before it, or what lies between two of them.
 */
export type Tokens = {
  readonly text: string;
  at: number;
  next: string | undefined;
  previous: string | undefined;
};

export const createTokens = (text: string): Tokens => ({
  text,
  at: 0,
  next: undefined,
  previous: undefined,
});

/** Java's `String.trim().isEmpty()`. */
export const isBlank = (text: string): boolean => javaTrim(text) === '';

export const hasNext = (tokens: Tokens): boolean =>
  tokens.next !== undefined || tokens.at < tokens.text.length;

export const markTokens = ({ at, next }: Tokens): number => at - (next?.length ?? 0);

export const rewindTokens = (tokens: Tokens, at: number): void => {
  tokens.at = at;
  tokens.next = undefined;
  tokens.previous = undefined;
};

export const takeToken = (tokens: Tokens): string => {
  const token = tokens.next ?? readToken(tokens);
  tokens.next = undefined;
  tokens.previous = token;
  return token;
};

/** Takes several tokens as one text; undefined, and nothing taken, where there are not so many. */
export const takeTokens = (tokens: Tokens, count: number): string | undefined => {
  const start = markTokens(tokens);
  for (let taken = 0; taken < count; taken += 1) {
    if (!hasNext(tokens)) {
      rewindTokens(tokens, start);
      return undefined;
    }
    takeToken(tokens);
  }
  return tokens.text.slice(start, tokens.at);
};

/** Takes the next token that is not blank if it is the expected one. */
export const consume = (tokens: Tokens, expected: string): boolean => {
  if (tokens.next === undefined) {
    if (!hasNext(tokens)) return false;
    tokens.next = readToken(tokens);
  }
  while (isBlank(tokens.next) && tokens.at < tokens.text.length) tokens.next = readToken(tokens);
  if (javaTrim(tokens.next) !== expected) return false;
  tokens.next = undefined;
  return true;
};

const readToken = (tokens: Tokens): string => {
  const { text, at: start } = tokens;
  let escaped = false;
  let at = start;
  for (; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') escaped = !escaped;
    else if (!escaped && ':,{}[]"'.includes(character)) break;
    else escaped = false;
  }
  if (at === start && at < text.length) at += 1;
  tokens.at = at;
  return text.slice(start, at);
};
