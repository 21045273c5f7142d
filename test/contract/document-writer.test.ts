import { beforeAll, describe, expect, it } from 'vitest';
import { openSearchVersionsHere } from '../../local/servers/install.ts';
import { DataError } from '../../shared/connect/errors.ts';
import { connectDocumentWriter } from '../../shared/opensearch/connect.ts';
import type { Outcome } from '../../shared/ports.ts';
import { fakeWriter } from '../support/fakes.ts';
import { sourceText } from '../support/opensearch-documents.ts';
import { sharedOpenSearch } from '../support/shared-servers.ts';
import { describeDocumentWriter } from './document-writer.contract.ts';

for (const { version, java } of openSearchVersionsHere(process.env))
  describe(`OpenSearch ${version}`, () => {
    let node: string;
    beforeAll(async () => {
      if (java !== undefined) node = await sharedOpenSearch(version);
    });

    it('has a Java to run on', ({ skip }) => {
      skip(java === undefined, 'no Java here runs it');
      expect(java).toBeDefined();
    });
    if (java === undefined) return;

    describeDocumentWriter('the client', async () => ({
      writer: connectDocumentWriter({ nodes: [node], auth: { kind: 'none' } }),
      source: (index, id) => sourceText(node, index, id),
    }));
  });

describeDocumentWriter('the fake', async () => {
  const error = new DataError('TASK_PUT', 'fake', 'the mapping refuses it');
  const refusal: Outcome = { kind: 'errant', error, type: 'mapping', attempts: 1 };
  const writer = fakeWriter(({ body }) =>
    body?.includes('a number') ? refusal : { kind: 'written', attempts: 1 },
  );
  return { writer, source: async (index, id) => writer.documents.get(`${index}/${id}`) };
});
