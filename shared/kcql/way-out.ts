import { type Dropped, keywordLike, type Token, type TokenKind } from './lexer.ts';
import { unquote } from './quote.ts';

/** Where an error stands: the token found, and what is before it. */
type Place = {
  readonly statement: string;
  readonly found: Token;
  readonly previous: Token | undefined;
  readonly dropped: Dropped | undefined;
};

/** How to write what was probably meant, where something gives that away. */
export const wayOut = (place: Place, expected: readonly TokenKind[]): string | undefined => {
  const { statement, found, previous, dropped } = place;
  const mixed = [previous, found].find((token) => token && isMixedCase(token));
  if (mixed) return `write ${keywordLike(mixed.text)} in capitals or in small letters`;
  if (found.kind === 'quoted field')
    return 'write it without back-ticks, or with a space before the dot';
  if (found.kind === '.') return backTickIt(wordAround(statement, found.offset));
  if (!expected.includes('topic')) return undefined;
  return dropped ? afterDropped(statement, dropped) : insteadOfName(place);
};

/** A quote that is never closed gives nothing away. */
const afterDropped = (statement: string, { text, offset }: Dropped): string | undefined =>
  /^['`]/.test(text) ? undefined : backTickIt(wordAround(statement, offset));

const insteadOfName = ({ statement, found, previous }: Place): string | undefined => {
  if (keywordLike(found.text)) return `it is a reserved word: as a name, ${backTickIt(found.text)}`;
  if (!QUOTABLE.has(found.kind)) return undefined;
  if (previous?.kind === '.') return `put a space before the dot and ${backTickIt(found.text)}`;
  const isQuoted = found.kind === 'string' || found.kind === 'character';
  return backTickIt(isQuoted ? unquote(found.text) : wordAround(statement, found.offset));
};

const QUOTABLE: ReadonlySet<string> = new Set(['name', 'number', 'character', 'string']);

const isMixedCase = ({ kind, text }: Token): boolean =>
  kind === 'name' && keywordLike(text) !== undefined;

const backTickIt = (text: string): string => `back-tick it: \`${text}\``;

/** The text around an offset up to the next space, comma, bracket, equals sign or quote. */
export const wordAround = (statement: string, offset: number): string => {
  const words = [...statement.matchAll(/[^\s,()='`]+/g)];
  const word = words.find(({ index, 0: text }) => index <= offset && offset < index + text.length);
  return word?.[0] ?? statement.charAt(offset);
};
