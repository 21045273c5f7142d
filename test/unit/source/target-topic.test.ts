import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { staticTargets, targetTopic, topicPattern } from '../../../shared/source/target-topic.ts';
import { matchesFilter } from '../../../shared/source/topic-filter.ts';

describe('targetTopic', () => {
  // Fact sheet 1.3 of Lenses, from 9.0.0.
  it.each([
    { target: '$', topic: '/I/Love/Kafka/Very/Very/Much', expected: 'I_Love_Kafka_Very_Very_Much' },
    { target: '$', topic: 'Foo/Bar/Baz', expected: 'Foo_Bar_Baz' },
    { target: '$', topic: '/my/topic', expected: 'my_topic' },
    { target: '$', topic: 'a//b', expected: 'a_b' },
    { target: '$', topic: '//a/', expected: '_a_' },
    { target: '$', topic: "a/$&/$'", expected: "a_$&_$'" },
    { target: 'prefix_$', topic: '/my/topic', expected: 'prefix_my_topic' },
    { target: '$.$', topic: 'a', expected: 'a.a' },
    { target: 'abc', topic: 'x/y', expected: 'abc' },
  ])('is $expected for $topic into $target', ({ target, topic, expected }) => {
    expect(targetTopic(target, topic)).toBe(expected);
  });
});

describe('staticTargets', () => {
  it('are those without $, each once', () => {
    const statements = ['a', '$', 'a', 'x_$', 'b'].map((target) => ({ filter: 'f', target }));

    expect(staticTargets(statements)).toEqual(['a', 'b']);
  });
});

describe('topicPattern', () => {
  it.each([
    { filter: 'phone/+/data', target: '$', expected: 'phone*data' },
    { filter: 'phone/#', target: 'p_$', expected: 'p_phone*' },
    { filter: '#', target: '$', expected: '*' },
    { filter: '/a/b', target: '$', expected: 'a_b' },
    { filter: 'a/#', target: 't', expected: 't' },
  ])('is $expected for $target of $filter', ({ expected, ...statement }) => {
    expect(topicPattern(statement)).toBe(expected);
  });

  it('covers the topic of every message that its filter matches', () => {
    const level = fc.constantFrom('', 'a', 'b');
    const topics = fc
      .array(level, { minLength: 1, maxLength: 4 })
      .map((levels) => levels.join('/'));
    const filters = fc
      .array(fc.constantFrom('', 'a', '+'), { minLength: 1, maxLength: 4 })
      .chain((levels) => fc.constantFrom(levels.join('/'), [...levels, '#'].join('/')));
    fc.assert(
      fc.property(filters, topics, (filter, topic) => {
        fc.pre(matchesFilter(filter, topic));
        const pattern = topicPattern({ filter, target: '$' }).replaceAll('*', '.*');

        expect(targetTopic('$', topic)).toMatch(new RegExp(`^${pattern}$`));
      }),
      { numRuns: 2_000 },
    );
  });
});
