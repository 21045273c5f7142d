import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bulkBody, bulkOperation } from '../../../shared/opensearch/bulk-body.ts';
import type { IndexDocument } from '../../../shared/ports.ts';
import { aDocument, aSinkRecord } from '../../support/records.ts';

const text = (...documents: IndexDocument[]) => bulkBody(documents.map(bulkOperation)).toString();

const record = aSinkRecord();
const body = Buffer.from('{"n":1.0}');
const place = { record, index: 'i', id: '1' };
const version = { type: 'external', number: '9007199254740993' } as const;

describe('bulkBody', () => {
  it.each<{ document: IndexDocument; lines: string }>([
    {
      document: { ...place, operation: 'index', body },
      lines: '{"index":{"_index":"i","_id":"1"}}\n{"n":1.0}\n',
    },
    {
      document: { ...place, operation: 'create', body, pipeline: 'p', requireAlias: true },
      lines: '{"create":{"_index":"i","_id":"1","pipeline":"p","require_alias":true}}\n{"n":1.0}\n',
    },
    {
      document: { ...place, operation: 'index', body, version, routing: 'a"b' },
      lines:
        '{"index":{"_index":"i","_id":"1","routing":"a\\"b","version":"9007199254740993","version_type":"external"}}\n{"n":1.0}\n',
    },
    {
      document: { ...place, operation: 'update', body, upsert: true },
      lines:
        '{"update":{"_index":"i","_id":"1","retry_on_conflict":3}}\n{"doc":{"n":1.0},"doc_as_upsert":true}\n',
    },
    {
      document: { ...place, operation: 'update', body, upsert: false },
      lines:
        '{"update":{"_index":"i","_id":"1","retry_on_conflict":3}}\n{"doc":{"n":1.0},"doc_as_upsert":false}\n',
    },
    {
      document: { ...place, operation: 'delete', body: null },
      lines: '{"delete":{"_index":"i","_id":"1"}}\n',
    },
    {
      document: { ...place, operation: 'delete', body: null, version },
      lines:
        '{"delete":{"_index":"i","_id":"1","version":"9007199254740993","version_type":"external"}}\n',
    },
  ])('writes $lines', ({ document, lines }) => {
    expect(text(document)).toBe(lines);
  });

  it('keeps any id, and every byte of a body, whatever its neighbours are', () => {
    const value = fc.record({
      id: fc.string({ unit: 'binary' }),
      text: fc.string({ unit: 'grapheme' }),
    });
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const documents = values.map(({ id, text }) =>
          aDocument({ id, body: Buffer.from(JSON.stringify({ text })) }),
        );

        const lines = text(...documents).split('\n');

        expect(lines.pop()).toBe('');
        for (const { id, body } of documents) {
          expect(JSON.parse(lines.shift() ?? '')).toEqual({ index: { _index: 'i', _id: id } });
          expect(lines.shift()).toBe(body.toString());
        }
        expect(lines).toEqual([]);
      }),
    );
  });
});
