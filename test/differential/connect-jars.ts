import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
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

/** Gets Kafka Connect's jars through Maven and compiles the runner against them, once each; answers with the class path. */
export const prepareRunner = (): string => {
  const folder = cacheFolder();
  const jars = classPath(join(folder, `${digestOf('pom.xml')}.txt`));
  const classes = join(folder, digestOf('pom.xml', 'Runner.java'));
  if (!existsSync(join(classes, 'Runner.class'))) {
    const source = join(HERE, 'Runner.java');
    run('javac', ['-nowarn', '-proc:none', '-cp', jars, '-d', classes, source]);
  }
  return `${classes}:${jars}`;
};

const classPath = (list: string): string => {
  const known = existsSync(list) ? readFileSync(list, 'utf8').trim() : '';
  if (known !== '' && known.split(':').every((jar) => existsSync(jar))) return known;
  const goal = ['dependency:build-classpath', `-Dmdep.outputFile=${list}`];
  run('mvn', ['-q', '-B', '-f', join(HERE, 'pom.xml'), ...goal]);
  return readFileSync(list, 'utf8').trim();
};

const run = (tool: string, args: readonly string[]): void => {
  execFileSync(tool, args, { stdio: ['ignore', 'ignore', 'inherit'] });
};

/** What a kept result was made of, in short. */
const digestOf = (...files: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(HERE, file)));
  return hash.digest('hex').slice(0, 16);
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
