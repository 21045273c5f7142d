import { describe, expect, it } from 'vitest';
import type { IdPart } from '../../../shared/config/connector.ts';
import { documentId } from '../../../shared/sink/document-id.ts';
import { aPipedRecord } from '../../support/piped.ts';

const header = (name: string): IdPart => ({ kind: 'header', name });
const withHeader = (value: string | null) =>
  aPipedRecord({ headers: [{ key: 'h', value: value === null ? null : Buffer.from(value) }] });

describe('documentId', () => {
  it('is topic, partition and offset where no key is named', () => {
    const record = aPipedRecord({ topic: 'orders', partition: 0, offset: 42 });

    expect(documentId({ parts: [], separator: '-' }, record)).toBe('orders-0-42');
    expect(documentId({ parts: [], separator: '|' }, record)).toBe('orders|0|42');
  });

  it('joins headers in the order of the key', () => {
    const headers = ['a', 'b'].map((key) => ({ key, value: Buffer.from(key.toUpperCase()) }));

    expect(
      documentId({ parts: [header('b'), header('a')], separator: '-' }, aPipedRecord({ headers })),
    ).toBe('B-A');
  });

  it('takes the last header of a name, as its text is', () => {
    const headers = ['1', '0123'].map((text) => ({ key: 'h', value: Buffer.from(text) }));

    expect(documentId({ parts: [header('h')], separator: '-' }, aPipedRecord({ headers }))).toBe(
      '0123',
    );
  });

  it.each([
    {
      what: 'a missing header',
      record: aPipedRecord(),
      parts: [header('h')],
      message: 'no header h',
    },
    {
      what: 'a null header',
      record: withHeader(null),
      parts: [header('h')],
      message: 'no header h',
    },
    { what: 'an empty header', record: withHeader(''), parts: [header('h')], message: 'is empty' },
    {
      what: 'a header that is no UTF-8',
      record: aPipedRecord({ headers: [{ key: 'h', value: Buffer.from([0xff]) }] }),
      parts: [header('h')],
      message: 'not UTF-8',
    },
    {
      what: '513 bytes',
      record: withHeader(`${'é'.repeat(256)}x`),
      parts: [header('h')],
      message: '513 bytes',
    },
  ])('calls a record with $what errant', ({ record, parts, message }) => {
    expect(() => documentId({ parts, separator: '-' }, record)).toThrow(message);
  });

  it('takes 512 bytes', () => {
    expect(
      documentId({ parts: [header('h')], separator: '-' }, withHeader('é'.repeat(256))),
    ).toHaveLength(256);
  });
});
