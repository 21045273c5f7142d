import type { ConnectorFolder } from './files.ts';
import { readConnectorFile } from './json-file.ts';
import { readPropertiesFile } from './properties-file.ts';

const KEY = /(^|\.)ssl\.(truststore|keystore)\.location$/;

/** Whether a key says where a store is. */
export const isStoreKey = (key: string): boolean => KEY.test(key);

/** The certificate files that the files of a folder name, to be read before those are. */
export const storeNames = ({ connectors, worker }: ConnectorFolder): readonly string[] => {
  const entries = [
    ...connectors.flatMap((file) => readConnectorFile(file, []).entries),
    ...(worker ? readPropertiesFile(worker, []) : []),
  ];
  const texts = entries.filter(({ key }) => isStoreKey(key)).map(({ text }) => text.trim());
  return [...new Set(texts.filter((text) => text !== ''))];
};
