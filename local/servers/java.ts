import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { LocalRunError } from './local-run-error.ts';

/** A Java found on this machine. */
export type Java = { readonly home: string; readonly major: number };

/** An OpenSearch version and the Java that runs it. */
export type OpenSearchChoice = { readonly version: string; readonly java: Java };

/** The Kafka that is fetched. */
export const KAFKA_VERSION = '4.1.0';

const KAFKA_JAVA = { from: 17, to: Number.POSITIVE_INFINITY };

/** AWS runs both lines. 2.x needs the security manager, which Java 24 removed; 3.x brought its own. */
const OPENSEARCH_LINES = [
  { line: '3', version: '3.6.0', from: 21, to: Number.POSITIVE_INFINITY },
  { line: '2', version: '2.19.3', from: 11, to: 21 },
] as const;

const USUAL_PLACES = [
  '/usr/lib/jvm/*',
  '/opt/java/*',
  join(homedir(), '.sdkman/candidates/java/*'),
  '/Library/Java/JavaVirtualMachines/*/Contents/Home',
  join(homedir(), 'Library/Java/JavaVirtualMachines/*/Contents/Home'),
  '/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home',
  '/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home',
];

/** The first Java that Kafka runs on. */
export const chooseKafkaJava = (javas: readonly Java[]): Java | undefined =>
  javas.find(fits(KAFKA_JAVA));

/**
 * The OpenSearch to run: `wanted` is empty, a line (`2`, `3`) or a full version.
 * Undefined when no Java found runs it.
 */
export const chooseOpenSearch = (
  javas: readonly Java[],
  wanted: string | undefined,
): OpenSearchChoice | undefined => {
  for (const { line, version, ...range } of wantedLines(wanted)) {
    const java = javas.find(fits(range));
    if (java !== undefined)
      return { version: wanted === undefined || wanted === line ? version : wanted, java };
  }
  return undefined;
};

/** Each OpenSearch version that is promised to work, with its Java where one was found here. */
export const openSearchVersions = (
  javas: readonly Java[],
): readonly { readonly version: string; readonly java: Java | undefined }[] =>
  OPENSEARCH_LINES.map(({ version, line }) => ({
    version,
    java: chooseOpenSearch(javas, line)?.java,
  }));

/** Says which Java is missing for what; `found` is named, so that nobody looks for a Java that is there. */
export const missingJava = (what: 'Kafka' | 'OpenSearch', found: readonly Java[]): string => {
  const needs =
    what === 'Kafka'
      ? `Kafka ${KAFKA_VERSION} needs Java ${KAFKA_JAVA.from} or newer`
      : 'OpenSearch 3.x needs Java 21 or newer, OpenSearch 2.x Java 11 to 21';
  const list = found.map(({ home, major }) => `Java ${major} in ${home}`).join(', ');
  return `${needs}; found ${list || 'no Java in JAVA_HOME, on the PATH or in the usual folders'}`;
};

/** Every Java on this machine, the one that its owner chose first: JAVA_HOME, the PATH, the usual places. */
export const findJavas = ({ JAVA_HOME, PATH = '' }: NodeJS.ProcessEnv): readonly Java[] => {
  const onPath = PATH.split(delimiter).map((folder) => join(folder, 'java'));
  const homes = globSync(USUAL_PLACES).sort();
  const found = [
    ...(JAVA_HOME ? [javaIn(JAVA_HOME)] : []),
    ...onPath.filter((path) => existsSync(path)).map(javaAt),
    ...homes.map(javaIn),
  ].filter((java) => java !== undefined);
  return [...new Map(found.toReversed().map((java) => [java.home, java])).values()].toReversed();
};

/** The major version in a Java's `release` file or in the properties that `java` prints. */
export const javaMajor = (text: string): number | undefined => {
  const major = /(?:JAVA_VERSION="|java\.specification\.version = )(?:1\.)?(\d+)/.exec(text)?.[1];
  return major === undefined ? undefined : Number(major);
};

const fits =
  ({ from, to }: { readonly from: number; readonly to: number }) =>
  ({ major }: Java): boolean =>
    from <= major && major <= to;

const wantedLines = (wanted: string | undefined) => {
  if (wanted === undefined) return OPENSEARCH_LINES;
  const lines = OPENSEARCH_LINES.filter(
    ({ line }) => line === wanted || new RegExp(`^${line}\\.\\d+\\.\\d+$`).test(wanted),
  );
  if (lines.length === 0)
    throw new LocalRunError(
      `OPENSEARCH_VERSION: found ${wanted}, expected 2, 3 or a full version such as 2.19.3 or 3.6.0`,
    );
  return lines;
};

const javaIn = (home: string): Java | undefined => {
  if (!existsSync(join(home, 'bin/java'))) return undefined;
  const release = join(home, 'release');
  const major = existsSync(release) ? javaMajor(readFileSync(release, 'utf8')) : undefined;
  return major === undefined
    ? askJava(join(home, 'bin/java'))
    : { home: realpathSync(home), major };
};

/** A `java` on the PATH is a link into its home, or a stub (macOS, version managers) that only it understands. */
const javaAt = (path: string): Java | undefined =>
  javaIn(dirname(dirname(realpathSync(path)))) ?? askJava(path);

const askJava = (path: string): Java | undefined => {
  const { stderr } = spawnSync(path, ['-XshowSettings:properties', '-version'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  const home = /java\.home = (.+)/.exec(stderr ?? '')?.[1];
  const major = javaMajor(stderr ?? '');
  return home === undefined || major === undefined ? undefined : { home, major };
};
