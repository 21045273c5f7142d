import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';
import { functionKey } from '../shared/config/function-key.ts';
import { readConnectors } from '../shared/config/read-connectors.ts';
import { functionSettings } from './function-settings.ts';
import { connectorFolder } from './service.ts';

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

/** serverless-esbuild's name for the folder of what goes into one function's package alone. */
const onlyFor = (key: string): string => `__only_${key}`;

const writeFiles = (entry: string, buildFolder: string): void => {
  const folder = connectorFolder();
  const texts = new Map(folder.connectors.map(({ file, text }) => [file, text]));
  for (const connector of readConnectors(folder)) {
    const { name, file } = connector;
    if (entry !== `${functionSettings(connector).handler}.ts`) continue;
    const target = join(buildFolder, onlyFor(functionKey(name)), 'connectors');
    // An interrupted run leaves its files behind.
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, file), texts.get(file) ?? '');
    if (folder.worker) writeFileSync(join(target, folder.worker.file), folder.worker.text);
  }
};
