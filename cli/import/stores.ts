import { basename } from 'node:path';
import type { TextFile } from '../../shared/config/files.ts';
import type { StoreFiles } from '../../shared/config/kafka-stores.ts';
import { pemBlocks } from '../../shared/config/pem.ts';
import { hasReference } from '../../shared/config/references.ts';
import { isStoreKey } from '../../shared/config/store-names.ts';
import type { KeyAccount } from '../key-accounts.ts';
import type { Verdict } from './account.ts';
import { editorOf } from './editor.ts';

/** What becomes of a store that a line names: certificates are copied, keys never are. */
export type StoreMove = {
  readonly file: string;
  readonly key: string;
  /** The path that the line has, from the folder that was read. */
  readonly from: string;
  readonly verdict: Verdict;
  /** Where it will lie, from the folder of the connector files, and what it says. */
  readonly copy?: TextFile;
  /** What is left to do by hand. */
  readonly step?: string;
};

type NamedStore = Pick<StoreMove, 'file' | 'key' | 'from'>;

/** What becomes of the stores that lines with an effect name; `stores` are their texts, as far as they are there. */
export const storeMoves = (
  files: readonly TextFile[],
  keys: readonly KeyAccount[],
  stores: StoreFiles,
): readonly StoreMove[] => {
  const named = files.flatMap((file) => namedIn(file, keys));
  const places = placesOf(named.map(({ from }) => from));
  return named.map((store) => moveOf(store, stores.get(store.from), places.get(store.from) ?? ''));
};

const namedIn = (source: TextFile, keys: readonly KeyAccount[]): readonly NamedStore[] => {
  const editor = editorOf(source);
  return keys
    .filter(
      ({ file, key, fate }) => file === source.file && fate.kind === 'honoured' && isStoreKey(key),
    )
    .map(({ file, key }) => ({ file, key, from: editor.value(key)?.trim() ?? '' }))
    .filter(({ from }) => from !== '' && !hasReference(from));
};

/** What lies in the folder that was read keeps its path; all else goes to `tls/`, each by a name of its own. */
const placesOf = (names: readonly string[]): ReadonlyMap<string, string> => {
  const places = new Map(names.filter(isWithin).map((name) => [name, name]));
  const taken = new Set(places.values());
  for (const name of new Set(names)) {
    if (places.has(name)) continue;
    const tries = [basename(name), ...names.map((_, at) => `${at + 2}-${basename(name)}`)];
    const free = tries.map((one) => `tls/${one}`).find((place) => !taken.has(place)) ?? '';
    places.set(name, free);
    taken.add(free);
  }
  return places;
};

const isWithin = (name: string): boolean =>
  !name.startsWith('/') && !name.split('/').includes('..');

const moveOf = (store: NamedStore, text: string | undefined, place: string): StoreMove => {
  const { key, from } = store;
  if (key.endsWith('ssl.keystore.location'))
    return open(store, 'a private key, which is not copied: see the cut-over', keyStep(store));
  if (text === undefined)
    return open(
      store,
      `expected a file that can be read, unlike ${from}: see the cut-over`,
      certificatesStep(store, place),
    );
  if (text.includes(PRIVATE) || pemBlocks(text, 'certificates') === '')
    return open(
      store,
      'not copied, since it is not certificates in PEM alone: see the cut-over',
      text.includes(PRIVATE) ? certificatesStep(store, place) : truststoreStep(store, place),
    );
  return {
    ...store,
    copy: { file: place, text },
    verdict:
      place === from
        ? { fate: 'kept', note: 'the file is copied' }
        : { fate: 'translated', note: `${place}, copied from ${from}` },
  };
};

/** In the label of whatever kind of key. */
const PRIVATE = 'PRIVATE KEY';

const open = (store: NamedStore, note: string, step: string): StoreMove => ({
  ...store,
  verdict: { fate: 'open', note },
  step,
});

const certificatesStep = ({ file, key, from }: NamedStore, place: string): string =>
  `Put the certificates of ${from}, in PEM and no key, into ${place} beside the connector files, and have ${key}=${place} in ${file}.`;

const truststoreStep = ({ file, key, from }: NamedStore, place: string): string => {
  const pem = place.replace(/(\.[^./]+)?$/, '.pem');
  const type = key.replace(/location$/, 'type');
  return `keytool -list -rfc -keystore ${from} -storepass … > ${pem} beside the connector files, and in ${file} ${type}=PEM, ${key}=${pem}: certificates alone, no key.`;
};

/** How a key that is to be deployed is kept (docs/migration.md). */
const keyStep = ({ file, key, from }: NamedStore): string => {
  const own = key.replace(/location$/, 'key');
  const chain = key.replace(/location$/, 'certificate.chain');
  const type = key.replace(/location$/, 'type');
  return `Put the private key of ${from} (of PKCS12: openssl pkcs12 -in ${from} -nodes) into a secret of Secrets Manager, and in ${file} have ${type}=PEM, ${own}=\${secretsmanager:SECRET:MEMBER} and its certificates in ${chain} in the place of ${key}.`;
};
