import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** What the test needs and this machine lacks; undefined where nothing is missing. */
export const missingTool = (): string | undefined =>
  ['java', 'javac', 'mvn'].find((tool) => spawnSync(tool, ['-version']).error !== undefined);

/** Where class path and compiled runner are kept, outside of the checkout. */
const cacheFolder = (): string => {
  const home = homedir();
  const folder = join(
    existsSync(home) ? join(home, '.cache') : tmpdir(),
    'connectless/differential',
  );
  mkdirSync(folder, { recursive: true });
  return folder;
};

/** Gets Kafka Connect's jars through Maven and compiles the runner against them; answers with the class path. */
export const prepareRunner = (): string => {
  const folder = cacheFolder();
  const list = join(folder, 'classpath.txt');
  execFileSync(
    'mvn',
    [
      '-q',
      '-B',
      '-f',
      join(HERE, 'pom.xml'),
      'dependency:build-classpath',
      `-Dmdep.outputFile=${list}`,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const jars = readFileSync(list, 'utf8').trim();
  const classes = join(folder, 'classes');
  execFileSync(
    'javac',
    ['-nowarn', '-proc:none', '-cp', jars, '-d', classes, join(HERE, 'Runner.java')],
    {
      stdio: ['ignore', 'ignore', 'ignore'],
    },
  );
  return `${classes}:${jars}`;
};

/** Runs Kafka Connect over cases; one answer a case, in their order. */
export const runConnect = (classPath: string, cases: readonly unknown[]): readonly unknown[] => {
  const output = execFileSync(
    'java',
    ['-Duser.timezone=UTC', '-Duser.language=en', '-Duser.country=US', '-cp', classPath, 'Runner'],
    {
      input: cases.map((one) => JSON.stringify(one)).join('\n'),
      maxBuffer: 2 ** 30,
      stdio: ['pipe', 'pipe', 'ignore'],
      encoding: 'utf8',
    },
  );
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
};
