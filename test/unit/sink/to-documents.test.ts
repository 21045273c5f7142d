import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SinkStatement } from '../../../shared/config/connector.ts';
import { ConnectError, DataError } from '../../../shared/connect/errors.ts';
import { bulkBody, bulkOperation } from '../../../shared/opensearch/bulk-body.ts';
import { toDocuments } from '../../../shared/sink/to-documents.ts';
import { aSinkConnector } from '../../support/connectors.ts';
import { outcome } from '../../support/outcome.ts';
import { aSinkRecord } from '../../support/records.ts';

const statement = {
  source: 'phone-data',
  index: ['phones'],
  id: { parts: [], separator: '-' },
  write: { operation: 'index' },
  tombstones: 'ignore',
} as const;

const documentsOf = (statements: readonly SinkStatement[]) =>
  toDocuments(aSinkConnector({ statements }), () => 0);

describe('toDocuments', () => {
  it('makes a document of each statement of the topic', () => {
    const documents = documentsOf([
      statement,
      { ...statement, source: 'other', index: ['others'] },
      { ...statement, index: ['audit'], id: { parts: [], separator: '.' } },
    ])(aSinkRecord({ offset: 7 }));

    expect(documents.map(({ index, id, body }) => [index, id, body?.toString()])).toEqual([
      ['phones', 'phone-data-0-7', '{"level":87}'],
      ['audit', 'phone-data.0.7', '{"level":87}'],
    ]);
  });

  it.each<{ write: SinkStatement['write']; more?: Partial<SinkStatement>; expected: object }>([
    { write: { operation: 'index' }, expected: { operation: 'index' } },
    {
      write: { operation: 'index', version: 'offset', pipeline: 'p' },
      more: { requireAlias: true },
      expected: {
        operation: 'index',
        version: { type: 'external', number: '7' },
        pipeline: 'p',
        requireAlias: true,
      },
    },
    {
      write: { operation: 'create', timestamp: { kind: 'template' } },
      expected: { operation: 'create' },
    },
    {
      write: { operation: 'update' },
      more: { routing: 'key' },
      expected: { operation: 'update', upsert: true, routing: 'k' },
    },
  ])('writes by $write', ({ write, more, expected }) => {
    const record = aSinkRecord({ offset: 7, key: Buffer.from('k') });

    expect(documentsOf([{ ...statement, write, ...more }])(record)).toEqual([
      { record, index: 'phones', id: 'phone-data-0-7', body: record.value, ...expected },
    ]);
  });

  it('refuses a record of a topic that the connector does not have, whatever it holds', () => {
    for (const value of [null, Buffer.from('{}')]) {
      const error = outcome(() => documentsOf([statement])(aSinkRecord({ topic: 'other', value })));

      expect(error).toBeInstanceOf(ConnectError);
      expect(error).not.toBeInstanceOf(DataError);
    }
  });

  it('calls a record errant whose index name OpenSearch would refuse', () => {
    expect(() => documentsOf([{ ...statement, index: ['A'] }])(aSinkRecord())).toThrow(DataError);
  });
});

const KEY = { parts: [{ kind: 'plain key' }], separator: '+' } as const;
const tombstone = aSinkRecord({ offset: 9, key: Buffer.from('k'), value: null });
/** What a statement makes of the tombstone. */
const ofTombstone = (over: Partial<SinkStatement>, record = tombstone) =>
  documentsOf([{ ...statement, id: KEY, ...over }])(record);

describe('a tombstone', () => {
  it('makes nothing where it is ignored', () => {
    expect(ofTombstone({ tombstones: 'ignore' })).toEqual([]);
  });

  it('is errant where it is refused', () => {
    expect(outcome(() => ofTombstone({ tombstones: 'fail' }))).toMatchObject({
      stage: 'TASK_PUT',
      at: 'tombstone',
    });
  });

  it.each<{ write: SinkStatement['write']; version?: object }>([
    {
      write: { operation: 'index', version: 'offset' },
      version: { type: 'external', number: '9' },
    },
    { write: { operation: 'index' } },
    // An update's version is OpenSearch's own count, which no offset is comparable with.
    { write: { operation: 'update' } },
  ])('deletes the document of its id, with the version of its writes: $write', (row) => {
    const { write, version } = row;

    expect(ofTombstone({ tombstones: 'delete', write, routing: 'key' })).toEqual([
      {
        operation: 'delete',
        record: tombstone,
        index: 'phones',
        id: 'k',
        routing: 'k',
        body: null,
        ...(version && { version }),
      },
    ]);
  });

  it('deletes nothing where no key or only an offset names documents', () => {
    const keyless = { ...tombstone, key: null };

    expect(ofTombstone({ tombstones: 'delete' }, keyless)).toEqual([]);
    expect(ofTombstone({ tombstones: 'delete', id: statement.id })).toEqual([]);
  });

  it('has the id of its document, whichever way the id is made of key and headers', () => {
    const id = {
      parts: [
        { kind: 'key', path: ['a'] },
        { kind: 'header', name: 'message-id' },
      ],
      separator: '-',
    } as const;
    const key = Buffer.from('{"a":1}');
    const [written] = ofTombstone({ id }, aSinkRecord({ key }));
    const [deleted] = ofTombstone({ id, tombstones: 'delete' }, { ...tombstone, key });

    expect(written).toMatchObject({ operation: 'index', id: '1-m-1' });
    expect(deleted).toMatchObject({ operation: 'delete', id: '1-m-1' });
  });
});

/** Bytes as devices send them: JSON in any shape, text, and anything. */
const anyValue = fc
  .oneof(
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc
      .tuple(
        fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
        fc.constantFrom('\n', '\r\n', '\t', ' \r'),
      )
      .map(([object, indent]) => JSON.stringify(object, null, indent)),
    fc.json().map((text) => `${text}\n${text}`),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '\ufeff{}',
      '{"a":NaN}',
      '{"a":1}\u2028',
      '{"\u2028":"\u2029"}',
      '{"a":"\\ud800"}',
    ),
  )
  .map((text) => Buffer.from(text));
const anyBytes = fc.oneof(
  anyValue,
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
);

/** Statements of every kind, whose names and ids come from the record. */
const STATEMENTS: readonly SinkStatement[] = [
  statement,
  { ...statement, id: { parts: [{ kind: 'key', path: [] }], separator: '-' } },
  { ...statement, index: ['i', { kind: 'header', name: 'h' }], tombstones: 'delete' },
  { ...statement, write: { operation: 'update' }, routing: 'key' },
  { ...statement, write: { operation: 'create', timestamp: { kind: 'record' } } },
  {
    ...statement,
    projection: {
      fields: [
        { parents: [], name: 'a', alias: 'b\n' },
        { parents: [], name: '*', alias: '*' },
      ],
      structured: true,
    },
  },
];

describe('a _bulk request', () => {
  it('has one line of JSON for each action and each document, whatever records hold', () => {
    const record = fc.record({ key: anyBytes, value: fc.option(anyBytes), header: anyBytes });
    fc.assert(
      fc.property(record, fc.constantFrom(...STATEMENTS), ({ key, value, header }, of) => {
        const headers = [{ key: 'h', value: header }];
        const made = outcome(() => documentsOf([of])(aSinkRecord({ key, value, headers })));

        const documents = Array.isArray(made) ? made : [];
        const lines = bulkBody(documents.map(bulkOperation)).toString().split('\n');

        expect(Array.isArray(made) || made instanceof DataError).toBe(true);
        expect(lines.pop()).toBe('');
        expect(lines).toHaveLength(documents.reduce((sum, { body }) => sum + (body ? 2 : 1), 0));
        for (const line of lines) expect(typeof JSON.parse(line)).toBe('object');
      }),
      { numRuns: 2_000 },
    );
  });
});
