import { stripVTControlCharacters } from 'node:util';

/** Rows of cells. */
export type Rows = readonly (readonly string[])[];

type Layout = {
  /** Before every row. */
  readonly indent?: string;
  /** Columns of numbers, from 0. */
  readonly right?: readonly number[];
  /** What a row may take; the last column wraps there. */
  readonly width: number;
};

const GAP = '  ';
/** A last column is not squeezed further. */
const NARROWEST = 24;

/** Aligned columns as lines; what the last one says goes on below itself. */
export const tableLines = (
  rows: Rows,
  { indent = '', right = [], width }: Layout,
): readonly string[] => {
  const widths = columnWidths(rows);
  const fixed = widths.slice(0, -1);
  // A column that nobody fills takes no room.
  const taken = fixed.map((column) => (column === 0 ? 0 : column + GAP.length));
  const start = indent.length + taken.reduce((sum, column) => sum + column, 0);
  return rows.flatMap((row) => {
    const cells = fixed
      .map((column, at) => pad(row[at] ?? '', column, right.includes(at)))
      .filter((_, at) => fixed[at] !== 0);
    const last = row[fixed.length] ?? '';
    const lines = right.includes(fixed.length)
      ? [pad(last, widths.at(-1) ?? 0, true)]
      : wrapText(last, Math.max(width - start, NARROWEST));
    return lines.map((line, at) =>
      (at === 0 ? indent + [...cells, line].join(GAP) : ' '.repeat(start) + line).trimEnd(),
    );
  });
};

/** Breaks text at spaces, so that no line is wider; a word that is wider stays whole. */
export const wrapText = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || visible(line) + 1 + visible(word) > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
};

const columnWidths = (rows: Rows): readonly number[] => {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, at) =>
    Math.max(0, ...rows.map((row) => visible(row[at] ?? ''))),
  );
};

const pad = (text: string, width: number, right: boolean): string => {
  const space = ' '.repeat(Math.max(0, width - visible(text)));
  return right ? space + text : text + space;
};

/** Colours take no room. */
const visible = (text: string): number => [...stripVTControlCharacters(text)].length;
