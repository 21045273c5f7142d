import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ownCache } from './own-cache.ts';

const run = promisify(execFile);
const REQUIREMENTS = fileURLToPath(new URL('../infra/requirements.txt', import.meta.url));

/** A Python that has what test/infra/requirements.txt names, or why there is none. */
export type Python =
  | {
      readonly missing?: undefined;
      /** Runs a module or a script with arguments; answers with what it printed and its exit code. */
      run(args: readonly string[], input?: string): Promise<Output>;
    }
  | { readonly missing: string };

type Output = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

/**
 * Finds that Python in the cache, or makes it there: a virtual environment for each state of the
 * requirements. Without Python 3, its venv module, or a package index, it says so.
 */
export const findPython = async (): Promise<Python> => {
  const requirements = await readFile(REQUIREMENTS, 'utf8');
  const mark = createHash('sha256').update(requirements).digest('hex').slice(0, 8);
  const folder = join(ownCache(), `python-${mark}`);
  try {
    if (!existsSync(folder)) await install(folder);
  } catch (error) {
    return { missing: reason(error) };
  }
  return { run: (args, input) => runPython(join(folder, 'bin', 'python'), args, input) };
};

/** Under another name first, so that what is there is whole; a run at the same time may be quicker. */
const install = async (folder: string): Promise<void> => {
  const building = `${folder}.${process.pid}`;
  await mkdir(building, { recursive: true });
  try {
    await run('python3', ['-m', 'venv', building]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await run(join(building, 'bin', 'python'), [...pip, '--requirement', REQUIREMENTS]);
    await rename(building, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(building, { recursive: true, force: true });
  }
};

const reason = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no python3 here';
  return `no Python environment could be made here: ${message.split('\n', 1)[0]}`;
};

const runPython = async (
  python: string,
  args: readonly string[],
  input?: string,
): Promise<Output> => {
  const running = run(python, [...args], { maxBuffer: 64 * 1024 * 1024 });
  running.child.stdin?.end(input);
  try {
    return { ...(await running), exitCode: 0 };
  } catch (error) {
    const { code, stdout, stderr } = error as Output & { readonly code: unknown };
    if (typeof code !== 'number') throw error;
    return { exitCode: code, stdout, stderr };
  }
};
