import { isUtf8 } from 'node:buffer';
import type { Letter } from '../../shared/dead-letters/read-letter.ts';
import { timeText } from '../choice.ts';
import { count } from '../text/count.ts';
import type { Paint } from '../text/paint.ts';
import { tableLines } from '../text/table.ts';
import { causeOf } from './choose-letters.ts';
import type { LetterGroup } from './group-letters.ts';

type Layout = { readonly paint: Paint; readonly width: number };

/** A block for each dead letter topic, its groups with the cause on a line of their own. */
export const groupsText = (groups: readonly LetterGroup[], { paint, width }: Layout): string => {
  if (groups.length === 0) return 'no letters';
  const blocks = [...Map.groupBy(groups, ({ deadLetterTopic }) => deadLetterTopic)];
  const records = groups.reduce((sum, group) => sum + group.records, 0);
  return [
    ...blocks.map(([topic, own]) =>
      [paint('bold', topic), ...own.flatMap((group) => groupLines(group, { paint, width }))].join(
        '\n',
      ),
    ),
    count(records, 'record'),
  ].join('\n\n');
};

const groupLines = (
  {
    connector,
    stage,
    cause,
    topic,
    records,
    letters,
    replayed,
    oldest,
    newest,
    example,
  }: LetterGroup,
  { paint, width }: Layout,
): readonly string[] => [
  `  ${paint('yellow', count(records, 'record'))} of ${topic}, ${connector}, ${stage}`,
  ...tableLines(
    [
      ['cause', cause],
      ['letters', `${letters}${replayed > 0 ? `, ${replayed} of them replayed` : ''}`],
      [
        'written',
        oldest === newest ? timeText(newest) : `${timeText(oldest)} to ${timeText(newest)}`,
      ],
      ['newest', example],
    ],
    { indent: '    ', width },
  ),
];

/** Where a letter's record lay and what went wrong; what it holds only where that is asked for. */
export const letterText = (
  letter: Letter,
  isReplayed: boolean,
  withContent: boolean,
  { paint, width }: Layout,
): string => {
  const { record, message = '' } = letter;
  const rows: (readonly [string, string | undefined])[] = [
    ['letter', letter.position],
    ['written', `${timeText(letter.writtenAt)}${isReplayed ? ', replayed' : ''}`],
    ['connector', letter.connector],
    ['stage', letter.stage],
    ['error', letter.exception],
    ['cause', withContent ? message : causeOf(letter)],
    ['record', letter.coordinates ?? letter.topic],
    ['time', timeText(record.timestamp)],
    ['key', sizeText(record.key)],
    ['value', sizeText(record.value)],
  ];
  const known = rows.flatMap(([name, text]) => (text ? [[paint('bold', name), text]] : []));
  const lines = tableLines(known, { width });
  return [...lines, ...(withContent ? contentLines(letter) : [])].join('\n');
};

const contentLines = ({ record: { headers, key, value } }: Letter): readonly string[] => [
  '',
  ...headers.map((header) => `header ${header.key}: ${contentText(header.value)}`),
  `key: ${contentText(key)}`,
  `value: ${contentText(value)}`,
];

const sizeText = (bytes: Buffer | null): string =>
  bytes === null ? 'null' : count(bytes.length, 'byte');

/** Text as it is; other bytes, and what would move a terminal's cursor, as base64. */
const contentText = (bytes: Buffer | null): string => {
  if (bytes === null) return 'null';
  const text = bytes.toString();
  return isUtf8(bytes) && !CONTROL.test(text) ? text : `base64 ${bytes.toString('base64')}`;
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/** The same for machines. */
export const letterJson = (letter: Letter, isReplayed: boolean, withContent: boolean): unknown => {
  const { record, identity: _, message, ...rest } = letter;
  const base = (bytes: Buffer | null): string | null => bytes?.toString('base64') ?? null;
  return {
    ...rest,
    cause: causeOf(letter),
    isReplayed,
    timestamp: record.timestamp,
    ...(withContent && {
      message,
      key: base(record.key),
      value: base(record.value),
      headers: record.headers.map(({ key, value }) => ({ key, value: base(value) })),
    }),
  };
};
