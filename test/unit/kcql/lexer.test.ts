import { describe, expect, it } from 'vitest';
import { KEYWORDS, lex } from '../../../shared/kcql/lexer.ts';

const kinds = (text: string) => lex(text).tokens.map(({ kind }) => kind);

describe('lex', () => {
  it.each(KEYWORDS)('knows %s in capitals and in small letters, but not mixed', (keyword) => {
    const mixed = keyword.charAt(0) + keyword.slice(1).toLowerCase();

    expect(kinds(keyword)).toEqual([keyword, 'end']);
    expect(kinds(keyword.toLowerCase())).toEqual([keyword, 'end']);
    expect(kinds(mixed)).toEqual(['name', 'end']);
  });

  it.each([
    { text: 'aZ_9@', kind: 'name' },
    { text: '1a', kind: 'name' },
    { text: '123', kind: 'number' },
    { text: 'a-b+c/d{e}f:g', kind: 'topic' },
    { text: 'select-me', kind: 'topic' },
    { text: '`any text, but no back-tick; é #\n`', kind: 'topic' },
    { text: "'any text # `'", kind: 'string' },
    { text: "''", kind: 'string' },
    { text: "'.'", kind: 'string' },
    { text: "','", kind: 'string' },
    { text: "';'", kind: 'string' },
    { text: "'::'", kind: 'string' },
    { text: 'sys_time()', kind: 'sys_time()' },
    { text: 'SYS_TIME()', kind: 'sys_time()' },
    { text: 'a.`b c`', kind: 'quoted field' },
  ])('reads $text as one token, a $kind', ({ text, kind }) => {
    expect(lex(text).tokens).toEqual([
      { kind, text, offset: 0 },
      { kind: 'end', text: '', offset: text.length },
    ]);
  });

  it.each([...'aZ9_-+/{}:|#@`^[]*?$'])('reads %s in single quotes as a key delimiter', (text) => {
    expect(kinds(`'${text}'`)).toEqual(['character', 'end']);
  });

  it.each([
    { text: 'a.b', expected: ['name', '.', 'name', 'end'] },
    { text: 'a .`b`', expected: ['name', '.', 'topic', 'end'] },
    { text: 'a@b-c', expected: ['name', 'topic', 'end'] },
    { text: ' a\t\r\n b ', expected: ['name', 'name', 'end'] },
    { text: 'f(*, a)=1', expected: ['name', '(', '*', ',', 'name', ')', '=', 'number', 'end'] },
    { text: '-- c', expected: ['topic', 'name', 'end'] },
  ])('reads $text as $expected', ({ text, expected }) => {
    expect(kinds(text)).toEqual(expected);
  });

  it.each([
    { text: 'a/#', dropped: [{ text: '#', offset: 2 }] },
    {
      text: '$%a#',
      dropped: [
        { text: '$%', offset: 0 },
        { text: '#', offset: 3 },
      ],
    },
    { text: 'a 😀', dropped: [{ text: '😀', offset: 2 }] },
    { text: 'x``y', dropped: [{ text: '``', offset: 1 }] },
    { text: 'x`y z', dropped: [{ text: '`y z', offset: 1 }] },
    { text: "x'y\nz", dropped: [{ text: "'y\n", offset: 1 }] },
    { text: "x'y z", dropped: [{ text: "'y z", offset: 1 }] },
  ])('drops what is no token in $text', ({ text, dropped }) => {
    expect(lex(text).dropped).toEqual(dropped);
  });
});
