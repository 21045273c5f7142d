import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync, zipSync } from 'fflate';
import { parse, stringify } from 'yaml';
import { ownCache } from './own-cache.ts';
import type { Template } from './template.ts';

type Options = {
  /** Another folder of connector files than the checkout's. */
  readonly connectorsDir?: string;
  /** An empty folder, best one without any `node_modules` above it. */
  readonly into: string;
  /** Further options of `serverless package`. */
  readonly options?: readonly string[];
  /** Without: the template alone, in a third of the time, since nothing is bundled. */
  readonly bundles?: boolean;
};

/** One function's package. */
type FunctionPackage = {
  readonly zipBytes: number;
  readonly files: ReadonlySet<string>;
  /** Where it lies unzipped, alone but for the SDK's clients that the runtime brings. */
  readonly folder: string;
};

export type ServicePackage = {
  readonly template: Template;
  /** By the function's key. */
  readonly functions: Readonly<Record<string, FunctionPackage>>;
};

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));
const FILES = ['serverless.yml', 'package.json'];
const FOLDERS = ['connectors', 'handlers', 'infra', 'node_modules', 'shared'];

/**
 * Runs `serverless package` without credentials or any other variable of the shell, and unzips each
 * function. The checkout is linked into a folder of the run's own, so that runs at the same time don't
 * share what osls writes.
 *
 * @throws with what osls printed where it refuses
 */
export const packageService = async (how: Options): Promise<ServicePackage> => {
  const { packageDir, template } = await packageTemplate(how);
  const { into } = how;
  const zips = (await readdir(packageDir)).filter((name) => name.endsWith('.zip'));
  return {
    template,
    functions: Object.fromEntries(
      await Promise.all(
        zips.map(async (zip) => {
          const key = basename(zip, '.zip');
          return [key, await unpack(join(packageDir, zip), join(into, 'functions', key))] as const;
        }),
      ),
    ),
  };
};

/** Runs `serverless package` alone. */
export const packageTemplate = async ({
  connectorsDir,
  into,
  options = [],
  bundles = true,
}: Options): Promise<PackagedTemplate> => {
  const packageDir = join(into, 'package');
  const service = await linkCheckout(join(into, 'service'));
  if (!bundles) await leaveOutBundles(service);
  await runOsls(service, {
    args: ['package', '--package', packageDir, ...options],
    env: {
      HOME: into,
      ...CACHES,
      ...(connectorsDir !== undefined && { CONNECTORS_DIR: connectorsDir }),
    },
  });
  const file = join(packageDir, 'cloudformation-template-update-stack.json');
  return { packageDir, file, template: JSON.parse(await readFile(file, 'utf8')) as Template };
};

/** Every function has the same empty package then. */
const leaveOutBundles = async (service: string): Promise<void> => {
  const file = join(service, 'serverless.yml');
  const { plugins: _, custom: __, ...rest } = parse(await readFile(file, 'utf8'));
  await writeFile(join(service, 'empty.zip'), zipSync({}));
  await writeFile(file, stringify({ ...rest, package: { artifact: 'empty.zip' } }));
};

type PackagedTemplate = {
  readonly packageDir: string;
  /** Where the template lies. */
  readonly file: string;
  readonly template: Template;
};

/** What osls works out of its own code, the same at every start: its schema and what V8 compiles. */
const CACHES = {
  SLS_SCHEMA_CACHE_BASE_DIR: join(ownCache(), 'osls'),
  NODE_COMPILE_CACHE: join(ownCache(), 'osls', 'compiled'),
};

const linkCheckout = async (service: string): Promise<string> => {
  await mkdir(service, { recursive: true });
  // osls takes no link for its own file.
  for (const name of FILES) await copyFile(join(CHECKOUT, name), join(service, name));
  for (const name of FOLDERS) await symlink(join(CHECKOUT, name), join(service, name));
  return service;
};

type Run = { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv };

const runOsls = async (cwd: string, { args, env }: Run): Promise<void> => {
  const osls = join(CHECKOUT, 'node_modules/serverless/bin/serverless.js');
  try {
    await promisify(execFile)(process.execPath, [osls, ...args], {
      cwd,
      env: { PATH: process.env['PATH'], ...env },
    });
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
    throw new Error(`serverless package failed:\n${stdout}${stderr}`, { cause });
  }
};

const unpack = async (zip: string, folder: string): Promise<FunctionPackage> => {
  const bytes = await readFile(zip);
  const files = unzipSync(bytes);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  await linkSdkClients(folder);
  return { zipBytes: bytes.length, files: new Set(Object.keys(files)), folder };
};

/** The runtime's promise: the SDK's clients, not the packages beneath them. */
const linkSdkClients = async (folder: string): Promise<void> => {
  const sdk = join(CHECKOUT, 'node_modules', '@aws-sdk');
  const beside = join(folder, 'node_modules', '@aws-sdk');
  await mkdir(beside, { recursive: true });
  for (const name of await readdir(sdk))
    if (name.startsWith('client-')) await symlink(join(sdk, name), join(beside, name));
};
