import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSearchVersionsHere } from '../../local/servers/install.ts';
import { DataError } from '../../shared/connect/errors.ts';
import { connectDocumentWriter } from '../../shared/opensearch/connect.ts';
import type { Outcome } from '../../shared/ports.ts';
import { fakeWriter } from '../support/fakes.ts';
import { sourceText } from '../support/opensearch-documents.ts';
import { aDocument } from '../support/records.ts';
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

    const connect = () => connectDocumentWriter({ nodes: [node], auth: { kind: 'none' } });

    it('writes whatever of a new index’ first documents comes second, although its numbers are of another kind', async () => {
      // Which of two comes first is chance: one race of these few at least is lost without a second attempt.
      const races = Array.from({ length: 10 }, () => `race-${randomUUID()}`).flatMap((index) => [
        { index, body: '{"a":1,"b":1,"c":1}' },
        { index, body: '{"a":1.5,"b":1.5,"c":1.5}' },
      ]);

      const outcomes = await Promise.all(
        races.map(async ({ index, body }, n) => {
          const document = aDocument({ index, id: `${n}`, body: Buffer.from(body) });
          return (await connect().write([document], AbortSignal.timeout(30_000))).get(document);
        }),
      );

      expect(new Set(outcomes.map((outcome) => outcome?.kind))).toEqual(new Set(['written']));
    });

    describeDocumentWriter('the client', async () => ({
      writer: connect(),
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
