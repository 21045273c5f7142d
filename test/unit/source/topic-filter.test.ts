import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesFilter } from '../../../shared/source/topic-filter.ts';

describe('matchesFilter', () => {
  it.each([
    ['/a/+/b', '/a/x/b', true],
    ['/a/+/b', '/a//b', true],
    ['/a/+/b', '/a/x/y/b', false],
    ['a/#', 'a/b/c', true],
    ['a/#', 'a', true],
    ['a/#', 'a/', true],
    ['a/#', 'ab', false],
    ['#', 'a/b', true],
    ['#', '$SYS/up', false],
    ['+/up', '$SYS/up', false],
    ['$SYS/#', '$SYS/up', true],
    ['$SYS/#', 'fooSYS/up', false],
    ['v1.x/+', 'v1-x/d', false],
    ['a(b)/c', 'a(b)/c', true],
    ['a', 'a/', false],
    ['+', 'a', true],
    ['+', '', true],
  ])('%s and %s: %s', (filter, topic, expected) => {
    expect(matchesFilter(filter, topic)).toBe(expected);
  });

  it('equals a naive matcher', () => {
    const level = fc.constantFrom('', 'a', 'b', '$x');
    const topics = fc
      .array(level, { minLength: 1, maxLength: 4 })
      .map((levels) => levels.join('/'));
    const filters = fc
      .tuple(
        fc.array(fc.constantFrom('', 'a', 'b', '$x', '+'), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
      )
      .map(([levels, deep]) => [...levels, ...(deep ? ['#'] : [])].join('/'));
    fc.assert(
      fc.property(filters, topics, (filter, topic) => {
        expect(matchesFilter(filter, topic)).toBe(naive(filter, topic));
      }),
      { numRuns: 2_000 },
    );
  });
});

/** By regular expression, as one reads the specification. */
const naive = (filter: string, topic: string): boolean => {
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
  const pattern = filter
    .replaceAll(/[.$^(){}[\]\\|*?]/g, '\\$&')
    .replaceAll('+', '[^/]*')
    .replace(/\/#$/, '(/.*)?')
    .replace(/^#$/, '.*');
  return new RegExp(`^${pattern}$`, 's').test(topic);
};
