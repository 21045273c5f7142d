import { describe, expect, it } from 'vitest';
import { tableLines, wrapText } from '../../../../cli/text/table.ts';

describe('tableLines', () => {
  it('aligns columns, numbers to the right', () => {
    const lines = tableLines(
      [
        ['file', 'errors'],
        ['a.json', '12'],
      ],
      { width: 80, right: [1] },
    );

    expect(lines).toEqual(['file    errors', 'a.json      12']);
  });

  it('breaks the last column below itself', () => {
    const lines = tableLines([['a', 'one two three four five six seven']], {
      indent: '  ',
      width: 29,
    });

    expect(lines).toEqual(['  a  one two three four five', '     six seven']);
  });

  it('gives no room to a column that nobody fills', () => {
    expect(tableLines([['', 'error', 'text']], { width: 80 })).toEqual(['error  text']);
  });

  it('gives no room to colours', () => {
    const lines = tableLines(
      [
        ['\u001b[31mred\u001b[39m', 'x'],
        ['plain', 'y'],
      ],
      { width: 80 },
    );

    expect(lines).toEqual(['\u001b[31mred\u001b[39m    x', 'plain  y']);
  });

  it('has no lines without rows', () => {
    expect(tableLines([], { width: 80 })).toEqual([]);
  });
});

describe('wrapText', () => {
  it('leaves a word whole that is wider than the line', () => {
    expect(wrapText('a verylongword b', 5)).toEqual(['a', 'verylongword', 'b']);
  });
});
