import type { SinkStatement } from '../config/connector.ts';
import { indexNameFault } from '../config/index-name-fault.ts';
import { ConnectError, DataError } from '../connect/errors.ts';
import { coordinates, type SinkRecord } from '../connect/records.ts';
import type { IndexDocument } from '../ports.ts';
import { documentBody } from './document-body.ts';
import { documentId } from './document-id.ts';
import { indexName } from './index-name.ts';
import type { ToDocuments } from './sink-task.ts';

/** Makes a record's documents. A tombstone makes none (the Lenses sink's IGNORE). */
export const toDocuments = (statements: readonly SinkStatement[]): ToDocuments => {
  const byTopic = Map.groupBy(statements, ({ source }) => source);
  return (record) => {
    const own = byTopic.get(record.topic);
    if (!own) throw new ConnectError(`the connector has no topic of ${coordinates(record)}`);
    if (record.value === null) return [];
    const body = documentBody(record.value);
    return own.map((statement) => toDocument(statement, record, body));
  };
};

const toDocument = (statement: SinkStatement, record: SinkRecord, body: Buffer): IndexDocument => {
  const index = indexName(statement.index, record.timestamp);
  const fault = indexNameFault(index);
  if (fault) throw new DataError('TASK_PUT', 'index name', `the index name is not ${fault}`);
  const id = documentId(statement.id, statement.idSeparator, record);
  return { operation: 'index', record, index, id, body };
};
