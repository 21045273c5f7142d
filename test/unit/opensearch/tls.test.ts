import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSinkConfig } from '../../../shared/config/read-connectors.ts';
import { connectDocumentWriter } from '../../../shared/opensearch/connect.ts';
import { createAuthority } from '../../support/certificates.ts';
import { aFolder, aivenSinkFile, confluentSinkFile, sinkFile } from '../../support/connectors.ts';
import { aDocument } from '../../support/records.ts';

const authority = createAuthority();
const { certificate, key } = authority.issue('127.0.0.1');
const client = authority.issue('sink');
/** Answers one index operation, to those alone who have a certificate of the authority. */
const server = createServer(
  { cert: certificate, key, ca: authority.certificate, requestCert: true },
  (request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"items":[{"index":{"status":201}}]}');
    });
  },
);
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** What becomes of a document by a connector's file. */
const writeBy = async (file: object): Promise<string | undefined> => {
  const env = { KAFKA_BROKERS: 'k:9092' };
  const { opensearch } = await readSinkConfig(aFolder({ 'a.json': file }), env, () =>
    Promise.resolve('x'),
  );
  const { port } = server.address() as AddressInfo;
  const node = `https://127.0.0.1:${port}`;
  const writer = connectDocumentWriter({ ...opensearch, nodes: [node] });
  const document = aDocument();
  const outcomes = await writer.write([document], AbortSignal.timeout(2_000));
  return outcomes.get(document)?.kind;
};
const stores = (prefix: string) => ({
  [`${prefix}ssl.truststore.type`]: 'PEM',
  [`${prefix}ssl.truststore.certificates`]: authority.certificate,
  [`${prefix}ssl.keystore.type`]: 'PEM',
  [`${prefix}ssl.keystore.key`]: client.key,
  [`${prefix}ssl.keystore.certificate.chain`]: client.certificate,
});
const trust = (prefix: string) =>
  Object.fromEntries(Object.entries(stores(prefix)).filter(([name]) => name.includes('trust')));

describe('TLS to OpenSearch', () => {
  it.each([
    { dialect: 'Aiven', file: aivenSinkFile(stores('connection.')) },
    { dialect: 'Confluent', file: confluentSinkFile(stores('elastic.https.')) },
    { dialect: 'Lenses', file: sinkFile({ 'connect.elastic.protocol': 'https', ...stores('') }) },
  ])('trusts the authority of the file, and shows its own certificate: $dialect', async (row) => {
    expect(await writeBy(row.file)).toBe('written');
  });

  it.each([
    { what: 'a server of an unknown authority', file: aivenSinkFile() },
    { what: 'no certificate of its own', file: aivenSinkFile(trust('connection.')) },
  ])('writes nothing with $what', async ({ file }) => {
    expect(await writeBy(file)).toBe('retriable');
  });
});
