import { describe, expect, it } from 'vitest';
import { readOptions, UsageError } from '../../../local/options.ts';

describe('readOptions', () => {
  it.each([
    { args: [], options: { rate: 10, devices: 3, keep: false } },
    { args: ['--messages', '5'], options: { messages: 5, rate: 100, devices: 3, keep: false } },
    {
      args: ['--messages=5', '--rate=0', '--devices=1', '--keep'],
      options: { messages: 5, rate: 0, devices: 1, keep: true },
    },
    { args: ['-h'], options: 'help' },
  ])('reads $args', ({ args, options }) => {
    expect(readOptions(args)).toEqual(options);
  });

  it.each([
    ['--rate', 'fast'],
    ['--rate', '-1'],
    ['--messages', '0'],
    ['--messages'],
    ['extra'],
    ['--no'],
  ])('refuses %s %s', (...args) => {
    expect(() => readOptions(args.filter((arg) => arg !== undefined))).toThrow(UsageError);
  });
});
