import type { Answer, Case } from './cases.ts';

/** A case in which we don't answer as Kafka Connect does, on purpose. */
export type KnownDifference = {
  readonly reason: string;
  readonly applies: (one: Case, ours: Answer, theirs: Answer) => boolean;
};

const says = (answer: Answer, pattern: RegExp): boolean =>
  answer.outcome !== 'ok' && pattern.test(answer.message);

const bytesText = (one: Case): string =>
  one.op === 'toConnect' ? Buffer.from(one.bytes ?? '', 'base64').toString() : '';

const resultText = (answer: Answer): string =>
  answer.outcome === 'ok' && typeof answer.result === 'string'
    ? Buffer.from(answer.result, 'base64').toString('latin1')
    : '';

/** Numbers with a fraction as floats. */
const asFloats = (text: string): string =>
  text.replace(/-?\d+\.\d+(?:E-?\d+)?/g, (number) => String(Math.fround(Number(number))));

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    reason: 'A regular expression without the same meaning in JavaScript is refused by name.',
    applies: (one, ours) =>
      ours.outcome === 'config' && (one.op === 'regex' || says(ours, /a regular expression /)),
  },
  {
    reason:
      'A replacement with an unknown group is a fault of the configuration; Connect fails with the first topic that matches.',
    applies: (_, ours) => ours.outcome === 'config' && says(ours, /a replacement /),
  },
  {
    reason:
      'A wrong date pattern of TimestampRouter is a fault of the configuration; Connect fails with the first record.',
    applies: (_, ours) => ours.outcome === 'config' && says(ours, /timestamp\.format/),
  },
  {
    reason:
      'A date pattern for reading with a weekday needs a day of month or year; else it is refused by name.',
    applies: (_, ours) => ours.outcome === 'config' && says(ours, /a date pattern for reading/),
  },
  {
    reason: "Weeks and days of the year before 1583 are refused: Java's calendar is Julian there.",
    applies: (_, ours) => says(ours, /before 1583/),
  },
  {
    reason: 'Dates beyond the years that JavaScript has are refused.',
    applies: (_, ours) => says(ours, /outside of the years/),
  },
  {
    reason:
      'What follows a JSON value makes the text no JSON; Jackson reads on as if it were not there.',
    applies: (one, ours, theirs) =>
      one.op === 'toConnect' &&
      theirs.outcome === 'ok' &&
      says(ours, /not JSON/) &&
      bytesText(one).endsWith(' trailing'),
  },
  {
    reason: 'An empty value is errant; JsonConverter without schemas makes a null of it.',
    applies: (one, ours, theirs) =>
      one.op === 'toConnect' &&
      one.bytes === '' &&
      says(ours, /not JSON/) &&
      theirs.outcome === 'ok',
  },
  {
    reason: 'Integers without schema keep all their digits; Connect cuts them to 64 bits.',
    applies: (one, ours, theirs) =>
      one.op === 'toConnect' &&
      ours.outcome === 'ok' &&
      theirs.outcome === 'ok' &&
      /\d{19}/.test(bytesText(one)),
  },
  {
    reason: 'Bytes have no text of their own; Java writes where they lie in memory.',
    applies: (one, ours) => one.op === 'fromConnect' && says(ours, /Bytes have no text/),
  },
  {
    reason:
      'Floats have the shortest digits that say which float they are, as Java does from 19 on.',
    applies: (one, ours, theirs) =>
      one.op === 'fromConnect' &&
      JSON.stringify(one).includes('FLOAT32') &&
      asFloats(resultText(ours)) === asFloats(resultText(theirs)),
  },
];
