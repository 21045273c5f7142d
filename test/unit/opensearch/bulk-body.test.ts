import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bulkRequests } from '../../../shared/opensearch/bulk-body.ts';
import type { IndexDocument } from '../../../shared/ports.ts';
import { aSinkRecord } from '../../support/records.ts';

const aDocument = (id: string, body = '{"a":1}'): IndexDocument => ({
  record: aSinkRecord(),
  index: 'i',
  id,
  body: Buffer.from(body),
});

describe('bulkRequests', () => {
  it('writes an action line and the very bytes for each document', () => {
    const [request] = bulkRequests([aDocument('a"b\n'), aDocument('c', '{"n":1.0}')]);

    expect(request?.body.toString()).toBe(
      '{"index":{"_index":"i","_id":"a\\"b\\n"}}\n{"a":1}\n' +
        '{"index":{"_index":"i","_id":"c"}}\n{"n":1.0}\n',
    );
  });

  it('makes no request of nothing', () => {
    expect(bulkRequests([])).toEqual([]);
  });

  it('keeps every document once, in order, and every request below the limit it can keep', () => {
    const bodies = fc.array(fc.nat(300).map((length) => `"${'x'.repeat(length)}"`));
    fc.assert(
      fc.property(bodies, fc.integer({ min: 1, max: 1_000 }), (texts, limit) => {
        const documents = texts.map((text, i) => aDocument(String(i), text));

        const requests = bulkRequests(documents, limit);

        expect(requests.flatMap((request) => request.documents)).toEqual(documents);
        for (const request of requests)
          expect(request.body.length <= limit || request.documents.length === 1).toBe(true);
      }),
    );
  });
});
