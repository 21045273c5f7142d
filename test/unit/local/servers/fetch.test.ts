import { describe, expect, it } from 'vitest';
import {
  cacheFolder,
  type Fetched,
  fetchedText,
  kafkaPackage,
  mavenFault,
  openSearchPackage,
  readMavenLine,
} from '../../../../local/servers/fetch.ts';

const NOTHING: Fetched = { files: 0, kilobytes: 0, current: undefined };

const textAfter = (...lines: readonly string[]) =>
  fetchedText('Kafka', lines.reduce(readMavenLine, NOTHING));

describe('readMavenLine', () => {
  it.each([
    { lines: [], expected: 'fetching Kafka …' },
    {
      lines: ['Downloaded from central: https://example.org/a.jar (3.9 kB at 12 kB/s)'],
      expected: 'fetching Kafka … 1 files, 0 MB',
    },
    {
      lines: [
        'Downloaded from central: https://example.org/a.jar (1.4 MB at 1.2 MB/s)',
        'Downloaded from central: https://example.org/b.jar (900 kB at 1.2 MB/s)',
      ],
      expected: 'fetching Kafka … 2 files, 2 MB',
    },
    { lines: ['Progress (1): 12/162 MB'], expected: 'fetching Kafka … 12 of 162 MB' },
    {
      lines: ['Progress (2): 4.1/13 kB | 12.5/162 MB'],
      expected: 'fetching Kafka … 12 of 162 MB',
    },
    {
      lines: ['Progress (1): a.zip (12/162 MB)'],
      expected: 'fetching Kafka … 12 of 162 MB',
    },
    {
      lines: [
        'Progress (1): 161/162 MB',
        'Downloaded from central: https://example.org/a.zip (162 MB at 9 MB/s)',
      ],
      expected: 'fetching Kafka … 1 files, 162 MB',
    },
    { lines: ['Progress (1): 4.1/13 kB', '[INFO] Scanning'], expected: 'fetching Kafka …' },
  ])('makes "$expected" of $lines', ({ lines, expected }) => {
    expect(textAfter(...lines)).toBe(expected);
  });
});

describe('mavenFault', () => {
  it('keeps what is wrong and drops hints about switches', () => {
    const output = [
      '[INFO] Scanning for projects...',
      '[ERROR] Failed to execute goal: Could not find artifact a:b:zip:9.9.9 -> [Help 1]',
      '[ERROR] ',
      '[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.',
      '[ERROR] Re-run Maven using the -X switch to enable full debug logging.',
      '[ERROR] For more information about the errors and possible solutions, read:',
      '[ERROR] [Help 1] http://example.org',
    ];

    expect(mavenFault(output)).toBe(
      '  Failed to execute goal: Could not find artifact a:b:zip:9.9.9',
    );
  });

  it('shows the end of an output without errors', () => {
    expect(mavenFault(['a', 'b', 'c', 'd', 'mvn: no Java'])).toBe('  b\n  c\n  d\n  mvn: no Java');
  });
});

describe('cacheFolder', () => {
  it.each([
    { env: {}, platform: 'linux', isRoot: false, expected: '/somebody/.cache/connectless' },
    {
      env: {},
      platform: 'darwin',
      isRoot: false,
      expected: '/somebody/Library/Caches/connectless',
    },
    { env: {}, platform: 'linux', isRoot: true, expected: '/var/cache/connectless' },
    {
      env: { XDG_CACHE_HOME: '/cache' },
      platform: 'linux',
      isRoot: true,
      expected: '/cache/connectless',
    },
  ])('is $expected', ({ env, platform, isRoot, expected }) => {
    expect(cacheFolder(env, { platform, isRoot, home: '/somebody' })).toBe(expected);
  });
});

describe('packages', () => {
  it('have folders that tell versions apart', () => {
    expect(kafkaPackage().folder).toMatch(/^kafka-4\.1\.0-[0-9a-f]{8}$/);
    expect(openSearchPackage('2.19.3').folder).toBe('opensearch-2.19.3');
  });
});
