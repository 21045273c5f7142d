import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync, zipSync } from 'fflate';
import { parse, stringify } from 'yaml';
import { ownCache } from './own-cache.ts';
import type { Template } from './template.ts';

/** Where osls runs. */
type Place = {
  /** Another folder of connector files than the checkout's. */
  readonly connectorsDir?: string;
  /** An empty folder, best one without any `node_modules` above it. */
  readonly into: string;
  /** Makes another serverless.yml of the checkout's. */
  readonly edit?: (service: string) => string;
  /** infra/ is copied, not linked, so that it reads the edited file. */
  readonly copiesInfra?: boolean;
  /** Beside what osls needs. */
  readonly env?: NodeJS.ProcessEnv;
};

type Options = Pick<Place, 'connectorsDir' | 'into'> & {
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
const FOLDERS = ['connectors', 'handlers', 'infra', 'node_modules', 'shared'];

/** Runs `serverless package`, and unzips each function. */
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
  options = [],
  bundles = true,
  ...place
}: Options): Promise<PackagedTemplate> => {
  const packageDir = join(place.into, 'package');
  await runOsls(['package', '--package', packageDir, ...options], {
    ...place,
    ...(!bundles && { edit: withoutBundles }),
  });
  const file = join(packageDir, 'cloudformation-template-update-stack.json');
  return { packageDir, file, template: JSON.parse(await readFile(file, 'utf8')) as Template };
};

/** Every function has the same empty package then. */
const withoutBundles = (service: string): string => {
  const { plugins: _, custom: __, ...rest } = parse(service);
  return stringify({ ...rest, package: { artifact: EMPTY } });
};

const EMPTY = 'empty.zip';

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

/**
 * Runs osls without credentials or any other variable of the shell, and answers with what it printed. The checkout is
 * linked into a folder of the run's own, so that runs at the same time don't share what osls writes.
 *
 * Rejects with what osls printed where it fails
 */
export const runOsls = async (
  args: readonly string[],
  { connectorsDir, into, env, ...how }: Place,
): Promise<string> => {
  const service = join(into, 'service');
  await linkCheckout(service, how);
  const osls = join(CHECKOUT, 'node_modules/serverless/bin/serverless.js');
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [osls, ...args], {
      cwd: service,
      env: {
        PATH: process.env['PATH'],
        HOME: into,
        ...CACHES,
        ...(connectorsDir !== undefined && { CONNECTORS_DIR: connectorsDir }),
        ...env,
      },
    });
    return stdout + stderr;
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
    throw new Error(`serverless ${args[0]} failed:\n${stdout}${stderr}`, { cause });
  }
};

const linkCheckout = async (
  service: string,
  { edit = (text) => text, copiesInfra = false }: Pick<Place, 'edit' | 'copiesInfra'>,
): Promise<void> => {
  await mkdir(service, { recursive: true });
  // osls takes no link for its own file.
  const text = await readFile(join(CHECKOUT, 'serverless.yml'), 'utf8');
  await writeFile(join(service, 'serverless.yml'), edit(text));
  await copyFile(join(CHECKOUT, 'package.json'), join(service, 'package.json'));
  await writeFile(join(service, EMPTY), zipSync({}));
  if (copiesInfra) await cp(join(CHECKOUT, 'infra'), join(service, 'infra'), { recursive: true });
  for (const name of FOLDERS.filter((one) => !(copiesInfra && one === 'infra')))
    await symlink(join(CHECKOUT, name), join(service, name));
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
