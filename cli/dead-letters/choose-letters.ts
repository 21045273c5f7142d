import type { Letter } from '../../shared/dead-letters/read-letter.ts';
import { isWithin, type Span } from '../choice.ts';

/** Which letters are meant; the span is of the time they were written. */
export type LetterChoice = Span & {
  readonly connector?: string;
  readonly errorStage?: string;
  /** A part of what the cause says. */
  readonly cause?: string;
};

/** Whether a letter is one of those that are meant. */
export const isChosen = (letter: Letter, choice: LetterChoice): boolean =>
  isWithin(letter.writtenAt, choice) &&
  (choice.connector === undefined || choice.connector === letter.connector) &&
  (choice.errorStage === undefined || choice.errorStage === letter.stage) &&
  (choice.cause === undefined || causeOf(letter).includes(choice.cause));

const QUOTED = /'[^']*'|"[^"]*"|`[^`]*`/g;

/**
 * What went wrong, without what may be the record's: quoted text and numbers. So letters of one cause
 * are one group, and a terminal shows no content that nobody asked for.
 */
export const causeOf = ({ exception = '', message = '' }: Letter): string => {
  const text = message.replaceAll(QUOTED, '‘…’').replaceAll(/\d+/g, '#');
  return text === '' ? exception : text;
};
