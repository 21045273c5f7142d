import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DocumentWriter, ExternalVersion, IndexDocument } from '../../shared/ports.ts';
import { aSinkRecord } from '../support/records.ts';

/** A writer, and what its indices hold. */
export type WriterUnderTest = {
  readonly writer: DocumentWriter;
  /** The text of a document's `_source`, or nothing where there is none. */
  source(index: string, id: string): Promise<string | undefined>;
};

const external = (number: string): ExternalVersion => ({ type: 'external', number });

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
      const place = (id: string) => ({ record: aSinkRecord(), index, id });
      const document = (id: string, body: string, version?: ExternalVersion): IndexDocument => ({
        ...place(id),
        operation: 'index',
        body: Buffer.from(body),
        ...(version && { version }),
      });
      const create = (id: string, body: string): IndexDocument => ({
        ...place(id),
        operation: 'create',
        body: Buffer.from(body),
      });
      const update = (id: string, body: string, upsert: boolean): IndexDocument => ({
        ...place(id),
        operation: 'update',
        body: Buffer.from(body),
        upsert,
      });
      const remove = (id: string, version?: ExternalVersion): IndexDocument => ({
        ...place(id),
        operation: 'delete',
        body: null,
        ...(version && { version }),
      });
      const write = async (documents: readonly IndexDocument[], time = signal()) => {
        const outcomes = await writer.write(documents, time);
        return documents.map((each) => outcomes.get(each)?.kind);
      };
      return {
        document,
        create,
        update,
        remove,
        write,
        source: (id: string) => source(index, id),
        fields: async (id: string) => JSON.parse((await source(index, id)) ?? 'null'),
      };
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

    it('leaves the first document of an id to stay where documents are created', async () => {
      const { create, write, source } = await fresh();
      const batch = [create('1', '{"v":1}'), create('1', '{"v":2}'), create('2', '{"v":3}')];

      expect(await write(batch)).toEqual(['written', 'duplicate', 'written']);
      expect(await write(batch)).toEqual(['duplicate', 'duplicate', 'duplicate']);
      expect([await source('1'), await source('2')]).toEqual(['{"v":1}', '{"v":3}']);
    });

    it('changes the fields that an update names, in the order of the updates', async () => {
      const { update, write, fields } = await fresh();

      const kinds = await write([
        update('1', '{"a":1,"b":1}', true),
        update('1', '{"b":2,"c":2}', true),
        update('1', '{"c":3}', false),
      ]);

      expect(kinds).toEqual(['written', 'written', 'written']);
      expect(await fields('1')).toEqual({ a: 1, b: 2, c: 3 });
    });

    it('calls an update without its document errant', async () => {
      const { document, update, write, source } = await fresh();
      await write([document('0', '{}')]);

      expect(await write([update('1', '{"a":1}', false)])).toEqual(['errant']);
      expect(await source('1')).toBeUndefined();
    });

    it('deletes what is there, and is content with what is not', async () => {
      const { document, remove, write, source } = await fresh();

      expect(await write([remove('1')])).toEqual(['written']);
      expect(await write([document('1', '{}'), document('2', '{}')])).toEqual([
        'written',
        'written',
      ]);
      expect(await write([remove('1'), remove('3')])).toEqual(['written', 'written']);
      expect([await source('1'), await source('2')]).toEqual([undefined, '{}']);
    });

    it('takes operations of one id in their order', async () => {
      const { document, create, update, remove, write, fields } = await fresh();

      const kinds = await write([
        document('1', '{"a":1}'),
        remove('1'),
        create('1', '{"b":2}'),
        update('1', '{"c":3}', false),
        create('1', '{"d":4}'),
        document('2', '{"a":1}'),
        update('2', '{"b":2}', true),
        document('2', '{"c":3}'),
      ]);

      expect(kinds).toEqual([
        'written',
        'written',
        'written',
        'written',
        'duplicate',
        'written',
        'written',
        'written',
      ]);
      expect([await fields('1'), await fields('2')]).toEqual([{ b: 2, c: 3 }, { c: 3 }]);
    });

    it('lets the greater version win, whatever the order, beyond the numbers of JavaScript', async () => {
      const { document, write, source } = await fresh();
      const batch = [
        document('1', '{"v":1}', external('9007199254740993')),
        document('1', '{"v":2}', external('9007199254740994')),
        document('1', '{"v":3}', external('9007199254740993')),
      ];

      expect(await write(batch)).toEqual(['written', 'written', 'stale']);
      expect(await write(batch)).toEqual(['stale', 'stale', 'stale']);
      expect(await source('1')).toBe('{"v":2}');
    });

    it('lets an equal version win where that is asked for', async () => {
      const { document, write, source } = await fresh();
      const gte = (number: string) => ({ type: 'external_gte', number }) as const;
      await write([document('1', '{"v":1}', gte('5'))]);

      expect(
        await write([document('1', '{"v":2}', gte('5')), document('1', '{"v":3}', gte('4'))]),
      ).toEqual(['written', 'stale']);
      expect(await source('1')).toBe('{"v":2}');
    });

    it('keeps a delete from being undone by something older', async () => {
      const { document, remove, write, source } = await fresh();

      const kinds = await write([
        document('1', '{}', external('100')),
        remove('1', external('123')),
        document('1', '{}', external('110')),
      ]);

      expect(kinds).toEqual(['written', 'written', 'stale']);
      expect(await source('1')).toBeUndefined();
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
