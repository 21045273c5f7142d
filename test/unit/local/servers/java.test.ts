import { describe, expect, it } from 'vitest';
import {
  chooseKafkaJava,
  chooseOpenSearch,
  javaMajor,
  missingJava,
  openSearchVersions,
} from '../../../../local/servers/java.ts';
import { LocalRunError } from '../../../../local/servers/local-run-error.ts';

const javas = (...majors: readonly number[]) =>
  majors.map((major) => ({ home: `/jvm/${major}`, major }));

describe('chooseKafkaJava', () => {
  it.each([
    { found: [], expected: undefined },
    { found: [8, 11], expected: undefined },
    { found: [11, 17], expected: 17 },
    { found: [25, 17], expected: 25 },
  ])('takes $expected of $found', ({ found, expected }) => {
    expect(chooseKafkaJava(javas(...found))?.major).toBe(expected);
  });
});

describe('chooseOpenSearch', () => {
  it.each([
    { found: [17], wanted: undefined, expected: '2.19.3 on 17' },
    { found: [17, 25], wanted: undefined, expected: '3.6.0 on 25' },
    { found: [21], wanted: undefined, expected: '3.6.0 on 21' },
    { found: [8, 11], wanted: undefined, expected: '2.19.3 on 11' },
    { found: [17, 25], wanted: '2', expected: '2.19.3 on 17' },
    { found: [25, 21], wanted: '2', expected: '2.19.3 on 21' },
    { found: [17, 25], wanted: '3', expected: '3.6.0 on 25' },
    { found: [17, 25], wanted: '2.11.1', expected: '2.11.1 on 17' },
    { found: [17, 25], wanted: '3.1.0', expected: '3.1.0 on 25' },
    { found: [17], wanted: '3', expected: undefined },
    { found: [24], wanted: '2.19.3', expected: undefined },
    { found: [8], wanted: undefined, expected: undefined },
  ])('takes $expected of $found for $wanted', ({ found, wanted, expected }) => {
    const choice = chooseOpenSearch(javas(...found), wanted);

    expect(choice && `${choice.version} on ${choice.java.major}`).toBe(expected);
  });

  it.each(['1', '1.3.20', '2.19', 'latest', '4.0.0', '32', '3.6.0 '])('refuses %j', (wanted) => {
    expect(() => chooseOpenSearch(javas(17, 25), wanted)).toThrow(LocalRunError);
  });
});

describe('openSearchVersions', () => {
  it('names the versions that lack a Java, too', () => {
    const versions = openSearchVersions(javas(17));

    expect(versions.map(({ version, java }) => [version, java?.major])).toEqual([
      ['3.6.0', undefined],
      ['2.19.3', 17],
    ]);
  });
});

describe('missingJava', () => {
  it('names what was found', () => {
    expect(missingJava('Kafka', javas(8, 11))).toBe(
      'Kafka 4.1.0 needs Java 17 or newer; found Java 8 in /jvm/8, Java 11 in /jvm/11',
    );
    expect(missingJava('OpenSearch', [])).toContain('found no Java');
  });
});

describe('javaMajor', () => {
  it.each([
    { text: 'IMPLEMENTOR="Debian"\nJAVA_VERSION="17.0.15"\n', expected: 17 },
    { text: 'JAVA_VERSION="1.8.0_392"', expected: 8 },
    { text: 'JAVA_VERSION="25"', expected: 25 },
    { text: '    java.specification.version = 21\n', expected: 21 },
    { text: '    java.specification.version = 1.8\n', expected: 8 },
    { text: 'The operation couldn’t be completed.', expected: undefined },
  ])('reads $expected', ({ text, expected }) => {
    expect(javaMajor(text)).toBe(expected);
  });
});
