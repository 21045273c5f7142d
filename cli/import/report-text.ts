import type { Fault } from '../../shared/connect/errors.ts';
import { count } from '../text/count.ts';
import { faultCount, faultText } from '../text/fault-text.ts';
import type { Paint } from '../text/paint.ts';
import { type Rows, tableLines } from '../text/table.ts';
import { type Account, FATES, type ImportFate } from './account.ts';

/** What an import has to say. */
export type Report = {
  readonly from: string;
  readonly target: string;
  readonly dryRun: boolean;
  readonly accounts: readonly Account[];
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  readonly unread: readonly string[];
  /** Of what the target folder holds afterwards. */
  readonly faults: readonly Fault[];
  readonly steps: readonly string[];
};

type Page = { readonly paint: Paint; readonly width: number; readonly verbose: boolean };

const INDENT = '  ';

/** A migration report: on a screenful, or with every line of every file. */
export const reportText = (report: Report, page: Page): string =>
  [
    section(page, title(report), countLines(report, page)),
    ...(page.verbose ? everyLine(report, page) : byFate(report, page)),
    section(page, 'Files', fileLines(report, page)),
    section(page, 'Cut-over', stepLines(report, page)),
  ]
    .filter((text) => text !== '')
    .join('\n\n');

const section = ({ paint }: Page, heading: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : [paint('bold', heading), ...lines].join('\n');

const title = ({ from, target, dryRun }: Report): string =>
  `${from} → ${target}${dryRun ? ' (dry run: nothing is written)' : ''}`;

const countLines = ({ accounts }: Report, { width }: Page): readonly string[] => {
  const row = (name: string, own: readonly Account[]): readonly string[] => [
    name,
    ...FATES.map((fate) => `${own.filter((account) => account.fate === fate).length || '–'}`),
  ];
  const byFile = [...Map.groupBy(accounts, ({ file }) => file)];
  return tableLines(
    [['keys and lines', ...FATES], ...byFile.map(([file, own]) => row(file, own))],
    { indent: INDENT, right: [1, 2, 3, 4], width },
  );
};

/** What is open and translated key by key, what is not needed by its reasons. */
const byFate = ({ accounts }: Report, page: Page): readonly string[] => {
  const of = (fate: ImportFate): readonly Account[] =>
    accounts.filter((account) => account.fate === fate);
  return [
    section(page, 'Open: for you to decide', groupLines(of('open'), page)),
    section(page, 'Translated', groupLines(of('translated'), page)),
    section(
      page,
      'Not needed any more (--verbose: key by key)',
      reasonLines(of('not needed'), page),
    ),
  ];
};

/** Keys of one file that share a note are one line. */
const groupLines = (accounts: readonly Account[], { width }: Page): readonly string[] =>
  [...Map.groupBy(accounts, ({ file }) => file)].flatMap(([file, own]) => [
    INDENT + file,
    ...[...Map.groupBy(own, ({ note }) => note)].flatMap(([note, same]) =>
      tableLines([['', groupText(note, same)]], { indent: INDENT + INDENT, width }),
    ),
  ]);

/** A file as a whole has no key. */
const groupText = (note: string, accounts: readonly Account[]): string =>
  accounts.some(({ key }) => key !== '') ? `${keyList(accounts)}: ${note}` : note;

/** What the names of a row's keys may take; the first one always stands. */
const NAMES = 40;

const keyList = (accounts: readonly Account[]): string => {
  const { text, left } = fitting([...new Set(accounts.map(({ key }) => key))], ', ', NAMES);
  return left > 0 ? `${text} +${left}` : text;
};

/** The first of some texts and as many others as there is room for, and how many are left out. */
const fitting = (
  [first = '', ...others]: readonly string[],
  separator: string,
  room: number,
): { readonly text: string; readonly left: number } => {
  let text = first;
  let left = 0;
  for (const other of others) {
    const longer = text + separator + other;
    if (longer.length <= room) text = longer;
    else left += 1;
  }
  return { text, left };
};

/** A line for each file: as many of its reasons as fit, those of most keys first. */
const reasonLines = (accounts: readonly Account[], { width }: Page): readonly string[] => {
  const byFile = [...Map.groupBy(accounts, ({ file }) => file)];
  const longest = Math.max(0, ...byFile.map(([file]) => file.length));
  const room = width - longest - 2 * INDENT.length;
  return tableLines(
    byFile.map(([file, own]) => [file, reasons(own, room)]),
    { indent: INDENT, width },
  );
};

const reasons = (accounts: readonly Account[], room: number): string => {
  const notes = [...Map.groupBy(accounts, ({ note }) => note)]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([note, { length }]) => (length === 1 ? note : `${note} (${length})`));
  const { text, left } = fitting(notes, '; ', room);
  return left > 0 ? `${text}; …` : text;
};

const COLOUR = { open: 'yellow', translated: 'bold', kept: 'green', 'not needed': 'dim' } as const;

const everyLine = ({ accounts }: Report, page: Page): readonly string[] =>
  [...Map.groupBy(accounts, ({ file }) => file)].map(([file, own]) =>
    section(
      page,
      file,
      tableLines(accountRows(own, page.paint), { indent: INDENT, width: page.width }),
    ),
  );

const accountRows = (accounts: readonly Account[], paint: Paint): Rows =>
  accounts.map(({ line, key, fate, note }) => [`${line}`, key, paint(COLOUR[fate], fate), note]);

const fileLines = (report: Report, { paint, width }: Page): readonly string[] => {
  const { dryRun, written, removed, unchanged, unread, target, faults } = report;
  const within = (files: readonly string[]): string =>
    files.map((file) => `${target}/${file}`).join(', ');
  const rows: Rows = [
    [dryRun ? 'would write' : 'written', within(written)],
    ['as they were', within(unchanged)],
    [
      dryRun ? 'would remove' : 'removed',
      removed.length > 0 ? `${within(removed)}: as shipped` : '',
    ],
    ['not read', unread.join(', ')],
    ['checked', checkedText(faults)],
  ];
  const table = tableLines(
    rows.filter(([, files]) => files !== ''),
    { indent: INDENT, width },
  );
  const errors = faults.filter(({ severity }) => severity === 'error');
  return errors.length === 0 ? table : [...table, '', faultText(errors, paint, width)];
};

const checkedText = (faults: readonly Fault[]): string => {
  const files = new Set(faults.map(({ file }) => file)).size;
  return faults.length === 0
    ? 'no faults'
    : `${faultCount(faults, files)} (npx connectless validate shows ${faults.length === 1 ? 'it' : 'them'})`;
};

const stepLines = ({ steps }: Report, { width }: Page): readonly string[] =>
  tableLines(
    steps.map((step, at) => [`${at + 1}`, step]),
    { indent: INDENT, width },
  );

/** Why nothing was written. */
export const conflictText = (conflicts: readonly string[], target: string): string =>
  `${count(conflicts.length, 'file')} of ${target} would be overwritten: ${conflicts.join(', ')}\n` +
  '--force overwrites, --target takes another folder; nothing was written';
