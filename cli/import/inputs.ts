import type { TextFile } from '../../shared/config/files.ts';
import { WORKER_FILE } from '../../shared/config/worker.ts';

/** What a file of the folder is. */
type Kind = 'connector' | 'worker' | 'mosquitto' | 'elasticsearch' | 'unread';

/** The files of a folder, by what they are. */
export type Inputs = Readonly<Record<Kind, readonly TextFile[]>>;

/** Names that an import reads; other `.json` files are connectors where they name a class. */
export const READ_NAMES = ['*.json', WORKER_FILE, 'mosquitto.conf', 'elasticsearch.yml'];

/** Sorts files by what they are. */
export const sortInputs = (files: readonly TextFile[]): Inputs => {
  const of = (kind: Kind): readonly TextFile[] => files.filter((file) => kindOf(file) === kind);
  return {
    connector: of('connector'),
    worker: of('worker'),
    mosquitto: of('mosquitto'),
    elasticsearch: of('elasticsearch'),
    unread: of('unread'),
  };
};

const BY_NAME: ReadonlyMap<string, Kind> = new Map([
  [WORKER_FILE, 'worker'],
  ['mosquitto.conf', 'mosquitto'],
  ...['elasticsearch', 'opensearch'].flatMap((product) =>
    ['yml', 'yaml'].map((ending) => [`${product}.${ending}`, 'elasticsearch'] as const),
  ),
]);

const kindOf = ({ file, text }: TextFile): Kind => {
  // A file that is no JSON may have been a connector's: validation says what is wrong with it.
  if (file.endsWith('.json')) return isOtherJson(text) ? 'unread' : 'connector';
  return BY_NAME.get(file) ?? 'unread';
};

const isOtherJson = (text: string): boolean => !text.includes('"connector.class"') && isJson(text);

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
