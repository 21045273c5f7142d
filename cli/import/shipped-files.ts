import { createHash } from 'node:crypto';

/**
 * The connector files of a fresh checkout, by the SHA-256 of their text: what nobody has changed may
 * be replaced. A test tells when one of them is another.
 */
export const SHIPPED_FILES: Readonly<Record<string, string>> = {
  'connect-distributed.properties':
    'd9420d09d40150aac7f756db73bfad3b4542c974dc9f78196b6a5134f7da685f',
  'kafka-to-opensearch.json': 'ee47b8825215a256daeced4086a4356451f7374fa2934e9bd95efb030af3922a',
  'mqtt-source-connector.json': 'ce39b52c4a628caf68e815385456d74f587aa3daa90b1397c6762878b92bc429',
};

/** Whether a file is as it was shipped, line ends aside. */
export const isShipped = (file: string, text: string): boolean =>
  SHIPPED_FILES[file] === textHash(text);

/** What stands for a text in the table above. */
export const textHash = (text: string): string =>
  createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
