import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { type Java, KAFKA_VERSION } from './java.ts';
import { LocalRunError } from './local-run-error.ts';
import { spawnGuarded } from './process.ts';

/** Something that Maven fetches into a folder of the cache. */
export type Package = {
  readonly title: string;
  readonly folder: string;
  readonly goal: readonly string[];
};

/** What a fetch has brought so far. */
export type Fetched = {
  readonly files: number;
  readonly kilobytes: number;
  readonly current: string | undefined;
};

type Fetch = {
  readonly cache: string;
  readonly env: NodeJS.ProcessEnv;
  /** Runs Maven: the Java on the PATH may be too old for it. */
  readonly java: Java;
  readonly progress: (text: string) => void;
  readonly signal?: AbortSignal;
};

const POM = join(import.meta.dirname, 'pom.xml');
const A_DAY = 86_400_000;
const KILOBYTES: Readonly<Record<string, number>> = { B: 0.001, kB: 1, MB: 1000, GB: 1_000_000 };

/** Kafka's jars. The folder changes with the pom, so that an edit is not answered from the cache. */
export const kafkaPackage = (): Package => ({
  title: `Kafka ${KAFKA_VERSION}`,
  folder: `kafka-${KAFKA_VERSION}-${createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 8)}`,
  goal: ['dependency:copy-dependencies', '-DincludeScope=runtime'],
});

/** OpenSearch's minimal distribution: every module, no plugin, no Java. */
export const openSearchPackage = (version: string): Package => ({
  title: `OpenSearch ${version}`,
  folder: `opensearch-${version}`,
  goal: [
    'dependency:unpack',
    `-Dartifact=org.opensearch.distribution.integ-test-zip:opensearch:${version}:zip`,
  ],
});

/** Where fetched servers are kept: outside the checkout, readable for whom a root user's servers run as. */
export const cacheFolder = (
  env: NodeJS.ProcessEnv,
  {
    platform,
    home,
    isRoot,
  }: { readonly platform: string; readonly home: string; readonly isRoot: boolean },
): string => {
  const { XDG_CACHE_HOME } = env;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'connectless');
  if (isRoot) return '/var/cache/connectless';
  return join(home, platform === 'darwin' ? 'Library/Caches' : '.cache', 'connectless');
};

/** Whether a package is there, complete. */
export const isFetched = (cache: string, { folder }: Package): boolean =>
  existsSync(join(cache, folder));

/** The `mvn` on the PATH. */
export const findMaven = ({ PATH = '' }: NodeJS.ProcessEnv): string | undefined =>
  [...PATH.split(delimiter), '/opt/homebrew/bin', '/usr/local/bin']
    .map((folder) => join(folder, 'mvn'))
    .find(isExecutable);

/**
 * Fetches a package unless it is there, and answers with its folder.
 *
 * It is complete when it has its name: an interrupted fetch leaves only a
 * temporary folder, and of two that fetch at once the second takes what the first has brought.
 */
export const fetchPackage = async (wanted: Package, fetch: Fetch): Promise<string> => {
  const folder = join(fetch.cache, wanted.folder);
  if (isFetched(fetch.cache, wanted)) return folder;
  const work = await workFolder(fetch.cache);
  try {
    await runMaven(wanted, work, fetch);
    await rename(join(work, 'fetched'), folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
    return folder;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};

/** A folder to fetch into, in the cache itself, so that it can be renamed. */
const workFolder = async (cache: string): Promise<string> => {
  try {
    await makeFolders(cache);
    await removeLeftovers(cache);
    return await mkdtemp(join(cache, '.fetching-'));
  } catch (error) {
    throw new LocalRunError(
      `The servers can't be kept in ${cache}: ${(error as Error).message}. Set XDG_CACHE_HOME to a folder that can be written.`,
      { cause: error },
    );
  }
};

/** As `mkdir -p`. Node's own never ends below /proc, where a folder that is there answers that it is not. */
const makeFolders = async (folder: string): Promise<void> => {
  if (existsSync(folder)) return;
  await makeFolders(dirname(folder));
  await mkdir(folder).catch((error: unknown) => {
    // Of two that fetch at once, the other was quicker.
    if (!existsSync(folder)) throw error;
  });
};

/** Reads one line of Maven's output into what has been fetched. */
export const readMavenLine = (fetched: Fetched, line: string): Fetched => {
  const done = /^Downloaded from .+ \(([\d.]+) ([kMG]?B)/.exec(line);
  if (done !== null)
    return {
      files: fetched.files + 1,
      kilobytes: fetched.kilobytes + Number(done[1]) * (KILOBYTES[done[2] ?? ''] ?? 0),
      current: undefined,
    };
  // Only what takes its time is worth a look: a file of megabytes.
  const part = /^Progress .*?([\d.]+)\/([\d.]+) MB/.exec(line);
  return part === null
    ? fetched
    : {
        ...fetched,
        current: `${Math.floor(Number(part[1]))} of ${Math.floor(Number(part[2]))} MB`,
      };
};

/** What has been fetched, for a person. */
export const fetchedText = (title: string, { files, kilobytes, current }: Fetched): string => {
  const sum = files === 0 ? '' : `${files} files, ${Math.floor(kilobytes / 1000)} MB`;
  return `fetching ${title} … ${current ?? sum}`.trimEnd();
};

/** The lines of Maven's output that say what is wrong, without its hints about switches. */
export const mavenFault = (output: readonly string[]): string => {
  const errors = output
    .filter((line) => /^\[(ERROR|FATAL)\]/.test(line))
    .map((line) => line.replace(/^\[\w+\]\s*/, '').replace(/ -> \[Help \d+\]$/, ''))
    .filter((line) => line !== '' && !/^(\[Help|To see the full|Re-run|For more info)/.test(line));
  return (errors.length > 0 ? errors.slice(0, 4) : output.slice(-4))
    .map((line) => `  ${line.trim()}`)
    .join('\n');
};

const runMaven = async (
  { title, goal }: Package,
  work: string,
  { env, java, progress, signal }: Fetch,
): Promise<void> => {
  signal?.throwIfAborted();
  const maven = findMaven(env);
  if (maven === undefined) throw new LocalRunError('Maven (mvn) is not on the PATH');
  // Without -B, because only then Maven says how far it is; 022, because another user reads what root has fetched.
  const command = ['sh', '-c', 'umask 022; exec "$@"', 'sh', maven, ...mavenOptions(work), ...goal];
  const child = spawnGuarded(command, { output: 'pipe', env: { ...env, JAVA_HOME: java.home } });
  const end = (): void => void child.kill();
  signal?.addEventListener('abort', end);
  const exited = once(child, 'exit').finally(() => signal?.removeEventListener('abort', end));
  let fetched: Fetched = { files: 0, kilobytes: 0, current: undefined };
  progress(fetchedText(title, fetched));
  const output: string[] = [];
  for await (const line of createInterface({ input: child.stdout ?? Readable.from([]) })) {
    const before = fetchedText(title, fetched);
    fetched = readMavenLine(fetched, line);
    const text = fetchedText(title, fetched);
    if (text !== before) progress(text);
    if (!/^(Progress|Download)/.test(line)) output.push(line);
  }
  const [code] = await exited;
  signal?.throwIfAborted();
  if (code !== 0)
    throw new LocalRunError(
      `Maven could not fetch ${title}:\n${mavenFault(output)}\nDoes this version exist, and does this machine reach Maven's repository? A mirror or proxy belongs in ~/.m2/settings.xml.`,
    );
};

const mavenOptions = (work: string): readonly string[] => [
  '--file',
  POM,
  '-Dstyle.color=never',
  `-Dkafka.version=${KAFKA_VERSION}`,
  `-Dwork=${join(work, 'target')}`,
  `-DoutputDirectory=${join(work, 'fetched')}`,
];

const removeLeftovers = async (cache: string): Promise<void> => {
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    if (!name.startsWith('.fetching-')) continue;
    const { mtimeMs } = await stat(path);
    // A younger one may belong to a fetch that is under way.
    if (Date.now() - mtimeMs > A_DAY) await rm(path, { recursive: true, force: true });
  }
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
