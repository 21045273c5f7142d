import type { Fault } from '../../shared/connect/errors.ts';
import { count } from './count.ts';
import type { Paint } from './paint.ts';
import { type Rows, tableLines } from './table.ts';

const COLOUR = { error: 'red', warning: 'yellow' } as const;

/** Faults by file, each with its line, key, what was found, what is expected and what to write instead. */
export const faultText = (faults: readonly Fault[], paint: Paint, width: number): string =>
  [...Map.groupBy(faults, ({ file }) => file)]
    .map(([file, own]) =>
      [paint('bold', file), ...tableLines(faultRows(own, paint), { indent: '  ', width })].join(
        '\n',
      ),
    )
    .join('\n\n');

const faultRows = (faults: readonly Fault[], paint: Paint): Rows =>
  faults
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
    .map((fault) => [
      fault.line === undefined ? '' : `${fault.line}`,
      paint(COLOUR[fault.severity], fault.severity),
      faultSentence(fault),
    ]);

const faultSentence = ({ key, found, expected, suggestion }: Fault): string => {
  const what =
    found === undefined ? `expected ${expected}` : `found ${found}, expected ${expected}`;
  const hint = suggestion === undefined ? '' : `; write ${suggestion}`;
  return `${key === undefined ? '' : `${key}: `}${what}${hint}`;
};

/** `2 errors, 1 warning in 3 files`, or `3 files, no faults`. */
export const faultCount = (faults: readonly Fault[], files: number): string => {
  const errors = faults.filter(({ severity }) => severity === 'error').length;
  const warnings = faults.length - errors;
  const parts = [
    ...(errors > 0 ? [count(errors, 'error')] : []),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
  ];
  return parts.length === 0
    ? `${count(files, 'file')}, no faults`
    : `${parts.join(', ')} in ${count(files, 'file')}`;
};
