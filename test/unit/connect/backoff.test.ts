import { describe, expect, it } from 'vitest';
import { backoff, retryAfter } from '../../../shared/connect/backoff.ts';

describe('backoff', () => {
  it.each([
    { failures: 1, random: 1, expected: 100 },
    { failures: 1, random: 0, expected: 50 },
    { failures: 2, random: 1, expected: 300 },
    { failures: 9, random: 0.5, expected: 225 },
  ])('waits $expected ms after $failures failures', ({ failures, random, expected }) => {
    expect(backoff([100, 300], failures, random)).toBe(expected);
  });

  it('waits as long as the server asks for', () => {
    expect(backoff([100], 1, 1, 2_000)).toBe(2_000);
    expect(backoff([100], 1, 1, 20)).toBe(100);
  });
});

describe('retryAfter', () => {
  const now = Date.UTC(2025, 3, 24, 12);
  it.each([
    { header: undefined, expected: 0 },
    { header: '3', expected: 3_000 },
    { header: 'Thu, 24 Apr 2025 12:00:05 GMT', expected: 5_000 },
    { header: 'Thu, 24 Apr 2025 11:00:00 GMT', expected: 0 },
    { header: 'soon', expected: 0 },
  ])('reads $header as $expected ms', ({ header, expected }) => {
    expect(retryAfter(header, now)).toBe(expected);
  });
});
