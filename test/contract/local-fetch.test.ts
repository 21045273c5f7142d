import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { fetchPackage, isFetched, type Package } from '../../local/servers/fetch.ts';
import { LocalRunError } from '../../local/servers/local-run-error.ts';

const WANTED: Package = { title: 'Thing 1.0', folder: 'thing-1.0', goal: ['thing:copy'] };
const BRINGS_A_FILE = `for option; do case $option in -DoutputDirectory=*) folder=\${option#*=};; esac; done
mkdir -p "$folder"
echo 'Downloaded from somewhere: a.jar (2.0 MB at 1 MB/s)'
echo brought > "$folder/a.jar"`;

let folder: string;
let cache: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local fetch '));
  cache = join(folder, 'cache');
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

it('fetches once, and says how far it is', async () => {
  await writeMaven(`echo "$JAVA_HOME" >> "${folder}/calls"; ${BRINGS_A_FILE}`);
  const progress: string[] = [];

  const fetched = await fetchThing((text) => progress.push(text));
  await fetchThing();

  expect(await readFile(join(fetched, 'a.jar'), 'utf8')).toBe('brought\n');
  expect(await readFile(join(folder, 'calls'), 'utf8')).toBe('/jvm/17\n');
  expect(progress).toEqual(['fetching Thing 1.0 …', 'fetching Thing 1.0 … 1 files, 2 MB']);
});

it('is complete and alone after two have fetched at once', async () => {
  await writeMaven(BRINGS_A_FILE);

  const folders = await Promise.all([fetchThing(), fetchThing()]);

  expect(new Set(folders).size).toBe(1);
  expect(await readdir(cache)).toEqual(['thing-1.0']);
});

it('says what Maven says, and takes nothing half-done for complete', async () => {
  await writeMaven(`${BRINGS_A_FILE}
echo '[ERROR] Could not find artifact a:b:1 -> [Help 1]'
exit 1`);

  await expect(fetchThing()).rejects.toThrow(LocalRunError);
  await expect(fetchThing()).rejects.toThrow('Thing 1.0:\n  Could not find artifact a:b:1\n');

  expect(isFetched(cache, WANTED)).toBe(false);
  expect(await readdir(cache)).toEqual([]);
});

it.each([
  // Whose first folder below answers ENOENT for ever.
  { place: '/proc/nope' },
  { place: '/dev/null' },
])('says at once that nothing can be kept in $place', async ({ place }) => {
  cache = join(place, 'connectless');

  await expect(fetchThing()).rejects.toThrow(LocalRunError);
  await expect(fetchThing()).rejects.toThrow(
    new RegExp(`^The servers can't be kept in ${cache}: E.* Set XDG_CACHE_HOME to a folder`),
  );
});

const writeMaven = async (script: string): Promise<void> => {
  await writeFile(join(folder, 'mvn'), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, 'mvn'), 0o755);
};

const fetchThing = (progress: (text: string) => void = () => {}): Promise<string> =>
  fetchPackage(WANTED, {
    cache,
    env: { ...process.env, PATH: `${folder}:/usr/bin:/bin` },
    java: { home: '/jvm/17', major: 17 },
    progress,
  });
