import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DocumentWriter, IndexDocument } from '../../shared/ports.ts';
import { aSinkRecord } from '../support/records.ts';

/** A writer, and what its indices hold. */
export type WriterUnderTest = {
  readonly writer: DocumentWriter;
  /** The text of a document's `_source`, or nothing where there is none. */
  source(index: string, id: string): Promise<string | undefined>;
};

const signal = () => AbortSignal.timeout(30_000);

/** What every `DocumentWriter` does. */
export const describeDocumentWriter = (
  name: string,
  connect: () => Promise<WriterUnderTest>,
): void => {
  describe(`a document writer: ${name}`, () => {
    const fresh = async () => {
      const { writer, source } = await connect();
      const index = `writer-${randomUUID()}`;
      const document = (id: string, body: string): IndexDocument => ({
        record: aSinkRecord(),
        index,
        id,
        body: Buffer.from(body),
      });
      const write = async (documents: readonly IndexDocument[], time = signal()) => {
        const outcomes = await writer.write(documents, time);
        return documents.map((each) => outcomes.get(each)?.kind);
      };
      return { document, write, source: (id: string) => source(index, id) };
    };

    it.each([
      '{"n":9007199254740993,"s":"ü\\u00fc"}',
      ' { "b" : 1.0 , "a" : 1e2 , "long" : -9223372036854775808 } ',
      '{}',
    ])('keeps %s byte for byte', async (body) => {
      const { document, write, source } = await fresh();

      expect(await write([document('1', body)])).toEqual(['written']);
      expect(await source('1')).toBe(body);
    });

    it('ends with the last document of an id, however often it is written', async () => {
      const { document, write, source } = await fresh();
      const batch = [document('1', '{"v":1}'), document('2', '{"v":2}'), document('1', '{"v":3}')];

      await write(batch);
      await write(batch);

      expect([await source('1'), await source('2')]).toEqual(['{"v":3}', '{"v":2}']);
    });

    it('takes any id', async () => {
      const { document, write, source } = await fresh();
      const id = 'a"b\n{}/é?#';

      expect(await write([document(id, '{"v":1}')])).toEqual(['written']);
      expect(await source(id)).toBe('{"v":1}');
    });

    it('calls a document that the mapping refuses errant, and writes its neighbours', async () => {
      const { document, write, source } = await fresh();
      await write([document('0', '{"v":1}')]);

      const kinds = await write([
        document('1', '{"v":2}'),
        document('2', '{"v":{"not":"a number"}}'),
        document('3', '{"v":3}'),
      ]);

      expect(kinds).toEqual(['written', 'errant', 'written']);
      expect(await source('2')).toBeUndefined();
      expect(await source('3')).toBe('{"v":3}');
    });

    it('writes more than one request holds', async () => {
      const { document, write, source } = await fresh();
      const filler = 'x'.repeat(1_000_000);
      const batch = Array.from({ length: 12 }, (_, i) => document(`${i}`, `{"t":"${filler}"}`));

      expect(new Set(await write(batch))).toEqual(new Set(['written']));
      expect(await source('11')).toHaveLength(filler.length + 8);
    });

    it('leaves what there was no time for to be tried again', async () => {
      const { document, write, source } = await fresh();

      expect(await write([document('1', '{}')], AbortSignal.abort())).toEqual(['retriable']);
      expect(await source('1')).toBeUndefined();
    });
  });
};
