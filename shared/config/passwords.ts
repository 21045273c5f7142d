import type { Entries } from './entries.ts';
import { findRow } from './find-row.ts';
import { readJaas } from './jaas.ts';
import { isOfProducer } from './kafka-connection.ts';
import type { KeyTable } from './key-row.ts';
import { CONNECTION_KEYS } from './keys/kafka-clients.ts';
import type { ConnectorReading } from './read-connector.ts';
import { hasReference, referencesIn } from './references.ts';
import type { Report } from './report.ts';

const SECRET = '${secretsmanager:<secret>:<key>}';
const KEY_FILE = 'ssl.keystore.location';

/**
 * A password that a function uses is not to be in a package or in a function's environment, where
 * everyone who may look at the function sees it.
 */
export const checkPasswords = (
  { entries, table, report, kafka }: ConnectorReading,
  ofKafka: Report,
  deploy: boolean,
): void => {
  const own = new Map([...entries].filter(([key]) => !isOfProducer(key)));
  checkEach(own, table, report, deploy);
  checkKafkaPasswords(kafka, ofKafka, deploy);
};

/** The same of a connection to Kafka. */
export const checkKafkaPasswords = (entries: Entries, report: Report, deploy: boolean): void => {
  checkEach(entries, CONNECTION_KEYS, report, deploy);
  checkKeyFile(entries, report, deploy);
};

/** Refuses to deploy a file with a private key. */
export const checkKeyFile = (entries: Entries, report: Report, deploy: boolean): void => {
  if (deploy && entries.has(KEY_FILE))
    report.error(KEY_FILE, {
      expected:
        'the key in ssl.keystore.key and its certificates in ssl.keystore.certificate.chain, by reference, since the file would be deployed for all to see',
      suggestion: SECRET,
    });
};

const checkEach = (entries: Entries, table: KeyTable, report: Report, deploy: boolean): void => {
  const tell = deploy ? report.error : report.warning;
  for (const [key, { text }] of entries) {
    const row = findRow(table, key);
    if (row?.type !== 'PASSWORD' || row.fate.kind !== 'honoured' || isKeptElsewhere(text)) continue;
    tell(key, {
      expected: 'a reference to where it is kept, since it would be deployed for all to see',
      suggestion: SECRET,
    });
  }
};

/** A login module may need no password. */
const isKeptElsewhere = (text: string): boolean =>
  text === '' ||
  readJaas(text)?.options.has('password') === false ||
  (hasReference(text) && referencesIn(text).every(({ provider }) => provider !== 'env'));

/** Whether a password stands there itself. */
export const isLiteralSecret = (text: string): boolean =>
  !hasReference(text) && !isKeptElsewhere(text);
