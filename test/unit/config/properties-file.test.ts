import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPropertiesFile } from '../../../shared/config/properties-file.ts';
import type { Fault } from '../../../shared/connect/errors.ts';

const read = (text: string) => {
  const faults: Fault[] = [];
  return { entries: readPropertiesFile({ file: 'w.properties', text }, faults), faults };
};

describe('readPropertiesFile', () => {
  it('reads escapes, continuation lines, both separators and comments, with lines', () => {
    const text = '# worker\na=1\n! no\nb : x\\\n   y\r\nc\\=d = \\u0041\\tB\ne\n';

    expect(read(text).entries.map(({ key, text: value, line }) => [key, value, line])).toEqual([
      ['a', '1', 2],
      ['b', 'xy', 4],
      ['c=d', 'A\tB', 6],
      ['e', '', 7],
    ]);
  });

  it('takes the last of a key, as Java does, and says so', () => {
    const { entries, faults } = read('a=1\na=2');

    expect(entries.map(({ text }) => text)).toEqual(['2']);
    expect(faults).toMatchObject([{ key: 'a', line: 2, severity: 'warning' }]);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void read(text)));
    expect(read('a=\\u12\n\\').entries).toHaveLength(2);
  });
});
