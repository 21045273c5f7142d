import { isModuleName } from '../connect/modules.ts';
import type { Connector } from './connector.ts';
import type { Entry } from './entries.ts';
import type { ConnectorFolder } from './files.ts';
import { readConnectorFile } from './json-file.ts';
import { readPropertiesFile } from './properties-file.ts';

const KEY = /^(?:(?:key|value|header)\.converter|(?:transforms|predicates)\.[^.]+\.type)$/;

/** The modules that the files of a folder name, to be loaded before the files are read. */
export const moduleNames = ({ connectors, worker }: ConnectorFolder): readonly string[] => {
  const entries: readonly Entry[] = [
    ...connectors.flatMap((file) => readConnectorFile(file, []).entries),
    ...(worker ? readPropertiesFile(worker, []) : []),
  ];
  const texts = entries.filter(({ key }) => KEY.test(key)).map(({ text }) => text.trim());
  return [...new Set(texts.filter(isModuleName))];
};

/** Those of one connector, the ones that it inherits from the worker's file among them. */
export const ownModuleNames = ({
  converters,
  transforms,
}: Pick<Connector, 'converters' | 'transforms'>): readonly string[] => {
  const texts = [
    ...Object.values(converters).map(({ className }) => className),
    ...Object.entries(transforms)
      .filter(([key]) => KEY.test(key))
      .map(([, text]) => text.trim()),
  ];
  return [...new Set(texts.filter(isModuleName))];
};
