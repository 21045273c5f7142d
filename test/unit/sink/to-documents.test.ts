import { describe, expect, it } from 'vitest';
import type { SinkStatement } from '../../../shared/config/connector.ts';
import { ConnectError, DataError } from '../../../shared/connect/errors.ts';
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

  it('makes none of a tombstone', () => {
    expect(documentsOf([statement])(aSinkRecord({ value: null }))).toEqual([]);
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
