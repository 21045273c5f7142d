import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { ConnectorFolder } from '../shared/config/files.ts';
import { functionKey } from '../shared/config/function-key.ts';
import { readConnectors } from '../shared/config/read-connectors.ts';
import { storeNames } from '../shared/config/store-names.ts';
import { functionSettings } from './function-settings.ts';
import { PREPARE } from './prepare-plan.ts';
import { connectorFolder, connectorsDir } from './service.ts';

/**
 * Puts each function's connector file, and the worker's, beside its bundle. Patterns of `package`
 * could not: they keep the path that a file has, and `CONNECTORS_DIR` may lie anywhere.
 */
export const connectorFiles = (): readonly Plugin[] => [
  {
    name: 'connector-files',
    setup({ initialOptions: { entryPoints, outdir = '' }, onStart }) {
      const [entry] = entryPoints as readonly string[];
      onStart(() => writeFiles(String(entry), dirname(outdir)));
    },
  },
];

const WORKER = 'connect-distributed.properties';

/** serverless-esbuild's name for the folder of what goes into one function's package alone. */
const onlyFor = (key: string): string => `__only_${key}`;

/** How Kafka is reached was judged with the parameters of the deploy, which are not known here. */
const JUDGED = { env: { KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT' } };

const writeFiles = async (entry: string, buildFolder: string): Promise<void> => {
  const folder = await connectorFolder();
  if (entry === `handlers/${PREPARE}.ts`) writeWorker(buildFolder, folder);
  const texts = new Map(folder.connectors.map(({ file, text }) => [file, text]));
  for (const connector of readConnectors(folder, JUDGED)) {
    const { name, file, modules } = connector;
    if (entry !== `${functionSettings(connector).handler}.ts`) continue;
    const target = emptyFolder(buildFolder, functionKey(name));
    writeFileSync(join(target, file), texts.get(file) ?? '');
    if (folder.worker) writeFileSync(join(target, folder.worker.file), folder.worker.text);
    await bundleModules([...modules.keys()], target);
    writeStores(folder, file, target);
  }
};

/** The certificates that a connector's file or the worker's names, where they are expected; none from outside the folder. */
const writeStores = (
  { connectors, worker, stores }: ConnectorFolder,
  own: string,
  target: string,
) => {
  const files = connectors.filter(({ file }) => file === own);
  for (const name of storeNames({ connectors: files, ...(worker && { worker }) })) {
    const text = stores?.get(name);
    const place = resolve(target, name);
    if (text === undefined || !place.startsWith(target + sep)) continue;
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
};

/** How the deploy's own function reaches Kafka: the worker's file alone. */
const writeWorker = (buildFolder: string, folder: ConnectorFolder): void => {
  const target = emptyFolder(buildFolder, PREPARE);
  writeFileSync(join(target, WORKER), folder.worker?.text ?? '');
  writeStores({ ...folder, connectors: [] }, WORKER, target);
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
