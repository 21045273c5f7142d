import { parseJson } from '../../shared/connect/json-parse.ts';
import type { Answer, Case } from './cases.ts';
import { canonical } from './compare.ts';

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

/** An answer with its text as text. */
const readable = (one: Case, answer: Answer): string =>
  one.op === 'fromConnect' ? resultText(answer) : canonical(one, answer);

/** Whether what stands before the place where we stopped is JSON. */
const isWholeBefore = (ours: Answer, text: string): boolean => {
  const place = ours.outcome === 'ok' ? null : /not JSON \(at byte (\d+)/.exec(ours.message);
  if (place === null) return false;
  try {
    parseJson(Buffer.from(text).subarray(0, Number(place[1])));
    return true;
  } catch {
    return false;
  }
};

/** Numbers with a fraction as floats. */
const asFloats = (text: string): string =>
  text.replace(/-?\d+\.\d+(?:E-?\d+)?/g, (number) => String(Math.fround(Number(number))));

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    reason: 'A regular expression without the same meaning in JavaScript is refused by name.',
    applies: (_, ours) => ours.outcome === 'config' && says(ours, /a regular expression /),
  },
  {
    reason:
      'A replacement with an unknown group, or one that a repetition fills, is a fault of the configuration; Connect fails with the first topic that matches.',
    applies: (_, ours) => ours.outcome === 'config' && says(ours, /a replacement /),
  },
  {
    reason:
      'A wrong date pattern of TimestampRouter is a fault of the configuration; Connect fails with the first record.',
    applies: (_, ours) => ours.outcome === 'config' && says(ours, /timestamp\.format/),
  },
  {
    reason:
      'A date pattern for reading that has a weekday needs a day of month or year, and has no week; else it is refused by name.',
    applies: (_, ours) => ours.outcome === 'config' && says(ours, /a date pattern for reading/),
  },
  {
    reason:
      "DateTimeFormatter's localized offsets (ZZZZ, O), zone names, padding and F are refused.",
    applies: (one, ours) => one.op === 'dateTimeFormat' && ours.outcome === 'config',
  },
  {
    reason:
      "Weeks and days of the year before 1583 are refused: Java's calendar is Julian before that.",
    applies: (_, ours) => says(ours, /before 1583/),
  },
  {
    reason: 'Dates beyond the years that JavaScript has are refused.',
    applies: (_, ours) => says(ours, /outside of the years/),
  },
  {
    reason: 'A header that is a date beyond the years that JavaScript has stays text.',
    applies: (one, ours, theirs) =>
      one.op === 'toConnect' &&
      one.header &&
      ours.outcome === 'ok' &&
      /"DATE","v":"-?\d{16,}"/.test(JSON.stringify(theirs)),
  },
  {
    reason:
      'What follows a JSON value makes the text no JSON; Jackson reads on as if it were not there.',
    applies: (one, ours, theirs) =>
      one.op === 'toConnect' && theirs.outcome === 'ok' && isWholeBefore(ours, bytesText(one)),
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
      'Floats and doubles have the shortest digits that say which they are, as in Java from 19 on.',
    applies: (one, ours, theirs) =>
      JSON.stringify(one).includes('FLOAT') &&
      asFloats(readable(one, ours)) === asFloats(readable(one, theirs)),
  },
];
