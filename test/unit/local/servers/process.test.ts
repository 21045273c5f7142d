import { describe, expect, it } from 'vitest';
import { exitText, lastLines } from '../../../../local/servers/process.ts';

describe('lastLines', () => {
  it('leaves stack frames out and causes in', () => {
    const log = [
      '[main] ERROR fatal',
      'java.lang.IllegalStateException: failed to bind',
      '\tat org.example.A.b(A.java:1)',
      '\t... 12 more',
      'Caused by: java.net.BindException: Address already in use',
      '\tat java.base/sun.nio.ch.Net.bind(Net.java:555)',
      '',
    ].join('\n');

    expect(lastLines(log)).toEqual([
      '[main] ERROR fatal',
      'java.lang.IllegalStateException: failed to bind',
      'Caused by: java.net.BindException: Address already in use',
    ]);
  });

  it('keeps the last twelve', () => {
    const log = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n');

    expect(lastLines(log)).toHaveLength(12);
    expect(lastLines(log).at(-1)).toBe('line 99');
  });
});

describe('exitText', () => {
  it('says how it ended and what it said last', () => {
    expect(exitText({ code: 1, signal: null, lastLines: ['a', 'b'] })).toBe(
      'exit code 1; its last lines:\n  a\n  b',
    );
    expect(exitText({ code: null, signal: 'SIGKILL', lastLines: [] })).toBe(
      'SIGKILL, its log is empty',
    );
  });
});
