import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { Environment } from '../shared/config/environment.ts';
import type { ConnectorFolder } from '../shared/config/files.ts';
import { functionKey } from '../shared/config/function-key.ts';
import { readConnectors } from '../shared/config/read-connectors.ts';
import { usedByDeploy, usedStores } from '../shared/config/used-stores.ts';
import { WORKER_FILE } from '../shared/config/worker.ts';
import { functionSettings } from './function-settings.ts';
import { PREPARE } from './prepare-plan.ts';
import { connectorFolder, connectorsDir } from './service.ts';

/** What serverless-esbuild gives a function of plugins: the service as osls has read it. */
type Serverless = {
  readonly service: {
    readonly functions: Readonly<
      Record<string, { readonly environment?: Readonly<Record<string, unknown>> }>
    >;
  };
};

/**
 * Puts each function's connector file, and the worker's, beside its bundle, with the certificates that it reads.
 * Patterns of `package` could not: they keep the path that a file has, and `CONNECTORS_DIR` may lie anywhere.
 */
export const connectorFiles = ({ service }: Serverless): readonly Plugin[] => [
  {
    name: 'connector-files',
    setup({ initialOptions: { entryPoints, outdir = '' }, onStart }) {
      const [entry] = entryPoints as readonly string[];
      onStart(() => writeFiles(String(entry), dirname(outdir), service));
    },
  },
];

/** serverless-esbuild's name for the folder of what goes into one function's package alone. */
const onlyFor = (key: string): string => `__only_${key}`;

/** How Kafka is reached was judged with the parameters of the deploy. */
const JUDGED = { env: { KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT' } };

const writeFiles = async (
  entry: string,
  buildFolder: string,
  service: Serverless['service'],
): Promise<void> => {
  const folder = await connectorFolder();
  if (entry === `handlers/${PREPARE}.ts`)
    writeWorker(buildFolder, folder, environmentOf(PREPARE, service));
  const texts = new Map(folder.connectors.map((text) => [text.file, text]));
  for (const connector of readConnectors(folder, JUDGED)) {
    const { name, file, modules } = connector;
    const text = texts.get(file);
    if (text === undefined || entry !== `${functionSettings(connector).handler}.ts`) continue;
    const key = functionKey(name);
    const target = emptyFolder(buildFolder, key);
    writeFileSync(join(target, file), text.text);
    if (folder.worker) writeFileSync(join(target, folder.worker.file), folder.worker.text);
    await bundleModules([...modules.keys()], target);
    writeStores(usedStores(folder, text, environmentOf(key, service)), folder, target);
  }
};

/** What is a text of a function's environment before it is deployed. */
const environmentOf = (key: string, { functions }: Serverless['service']): Environment =>
  Object.fromEntries(
    Object.entries(functions[key]?.environment ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );

/** Certificates where the files expect them; none from outside the folder. */
const writeStores = (
  names: readonly string[],
  { stores }: ConnectorFolder,
  target: string,
): void => {
  for (const name of names) {
    const text = stores?.get(name);
    const place = resolve(target, name);
    if (text === undefined || !place.startsWith(target + sep)) continue;
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
};

/** How the deploy's own function reaches Kafka: the worker's file alone. */
const writeWorker = (buildFolder: string, folder: ConnectorFolder, env: Environment): void => {
  const target = emptyFolder(buildFolder, PREPARE);
  writeFileSync(join(target, WORKER_FILE), folder.worker?.text ?? '');
  writeStores(usedByDeploy(folder, env), folder, target);
};

const emptyFolder = (buildFolder: string, key: string): string => {
  const target = join(buildFolder, onlyFor(key), 'connectors');
  // An interrupted run leaves its files behind.
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  return target;
};

/** Bundles each module by itself: a connector's function has none of another's. */
const bundleModules = async (names: readonly string[], target: string): Promise<void> => {
  if (names.length === 0) return;
  await build({
    absWorkingDir: connectorsDir(),
    entryPoints: [...names],
    outbase: '.',
    outdir: target,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    banner: { js: REQUIRE },
    external: ['@aws-sdk/client-*'],
    logLevel: 'silent',
  });
};

/** What the packages among a bundle may still require, as in serverless.yml. */
const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
