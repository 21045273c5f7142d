import type { Entries } from './entries.ts';
import type { TlsStores } from './kafka-connection.ts';
import { pemBlocks } from './pem.ts';
import { hasReference } from './references.ts';
import type { Report } from './report.ts';

/** The texts of the files that `ssl.*.location` names, by what it says. */
export type StoreFiles = ReadonlyMap<string, string>;

type Store = 'truststore' | 'keystore';

/** How a Java keystore becomes PEM. */
const CONVERSION: Readonly<Record<Store, string>> = {
  truststore: 'PEM, which keytool -list -rfc -keystore FILE -storepass PASSWORD writes',
  keystore:
    'PEM, which openssl pkcs12 -in FILE -nodes writes (a JKS is made one by keytool -importkeystore -deststoretype PKCS12)',
};

/** What of a store stands in the file itself. */
const INLINE: Readonly<Record<Store, readonly string[]>> = {
  truststore: ['ssl.truststore.certificates'],
  keystore: ['ssl.keystore.key', 'ssl.keystore.certificate.chain'],
};

/** The stores of `ssl.*`; what is no PEM, or half of a store, goes to the report. */
export const readStores = (entries: Entries, files: StoreFiles, report: Report): TlsStores => ({
  ...readTruststore(entries, files, report),
  ...readKeystore(entries, files, report),
  ...readIdentification(entries, report),
});

const readTruststore = (entries: Entries, files: StoreFiles, report: Report): TlsStores => {
  const text = readStore('truststore', entries, files, report);
  if (text === undefined) return {};
  const key = placeOf('truststore', entries);
  return { truststore: wantBlocks(key, text, 'certificates', report) };
};

const readKeystore = (entries: Entries, files: StoreFiles, report: Report): TlsStores => {
  const text = readStore('keystore', entries, files, report);
  if (text === undefined) return {};
  const password = textOf(entries, 'ssl.key.password');
  const place = placeOf('keystore', entries);
  const isFile = place === 'ssl.keystore.location';
  const chain = isFile ? text : (textOf(entries, 'ssl.keystore.certificate.chain') ?? '');
  const key = isFile ? text : (textOf(entries, 'ssl.keystore.key') ?? '');
  return {
    keystore: {
      certificateChain: wantBlocks(
        isFile ? place : 'ssl.keystore.certificate.chain',
        chain,
        'certificates',
        report,
      ),
      key: wantBlocks(isFile ? place : 'ssl.keystore.key', key, 'key', report),
      ...(password !== undefined && { keyPassword: password }),
    },
  };
};

/** All text of a store, wherever it stands; undefined where there is none. */
const readStore = (
  store: Store,
  entries: Entries,
  files: StoreFiles,
  report: Report,
): string | undefined => {
  const location = textOf(entries, `ssl.${store}.location`);
  const inline = INLINE[store].flatMap((key) => textOf(entries, key) ?? []);
  if (location === undefined && inline.length === 0) return undefined;
  if (!isPem(store, entries, report)) return REFERENCE;
  if (location === undefined) return inline.join('\n');
  const key = `ssl.${store}.location`;
  if (inline.length > 0)
    report.error(key, { expected: `a file, or ${INLINE[store].join(' and ')}, not both` });
  const text = files.get(location);
  if (text === undefined && !hasReference(location))
    report.error(key, { found: location, expected: 'a file that can be read' });
  return text ?? REFERENCE;
};

const isPem = (store: Store, entries: Entries, report: Report): boolean => {
  const key = `ssl.${store}.type`;
  const type = textOf(entries, key);
  if (type?.toUpperCase() === 'PEM') return true;
  const place = placeOf(store, entries);
  report.error(type === undefined ? place : key, {
    found: type ?? 'JKS, the default type',
    expected: CONVERSION[store],
    suggestion: `${key}=PEM`,
  });
  return false;
};

/** The key that says where a store is. */
const placeOf = (store: Store, entries: Entries): string =>
  [`ssl.${store}.location`, ...INLINE[store]].find((key) => entries.has(key)) ?? '';

/** Stands for a text that is not known, or is told to be wrong already: no more is said of it. */
const REFERENCE = '${file:unread:unread}';

const wantBlocks = (
  key: string,
  text: string,
  what: 'certificates' | 'key',
  report: Report,
): string => {
  const blocks = pemBlocks(text, what);
  if (blocks === '' && !hasReference(text))
    report.error(key, {
      expected: what === 'key' ? 'a private key in PEM' : 'certificates in PEM',
    });
  return blocks;
};

const ALGORITHM = 'ssl.endpoint.identification.algorithm';

const readIdentification = (entries: Entries, report: Report): TlsStores => {
  const algorithm = entries.get(ALGORITHM)?.text.trim() ?? 'https';
  if (algorithm === '') return { ignoresHostname: true };
  if (algorithm.toLowerCase() !== 'https')
    report.error(ALGORITHM, { found: algorithm, expected: 'https, or nothing' });
  return {};
};

const textOf = (entries: Entries, key: string): string | undefined =>
  entries.get(key)?.text.trim() || undefined;
