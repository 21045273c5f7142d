import type { SinkConnector, SinkStatement } from '../config/connector.ts';
import { indexNameFault } from '../config/index-name-fault.ts';
import { ConnectError, DataError } from '../connect/errors.ts';
import { coordinates, type SinkRecord } from '../connect/records.ts';
import type { IndexDocument } from '../ports.ts';
import { documentBody, ourDocumentBody } from './document-body.ts';
import { documentId } from './document-id.ts';
import { indexName } from './index-name.ts';
import { createSinkPipeline } from './sink-pipeline.ts';
import type { ToDocuments } from './sink-task.ts';

/**
 * Makes a record's documents: through the connector's converters and transforms, then a document for
 * each statement of the topic it came from. A tombstone, and what a transform drops, makes none.
 */
export const toDocuments = (connector: SinkConnector, now: () => number): ToDocuments => {
  const byTopic = Map.groupBy(connector.statements, ({ source }) => source);
  const pipeline = createSinkPipeline(connector, now);
  return (record) => {
    const own = byTopic.get(record.topic);
    if (!own) throw new ConnectError(`the connector has no topic of ${coordinates(record)}`);
    const after = pipeline(record);
    if (!after || after.value === null) return [];
    const body = after.isOurJson ? ourDocumentBody(after.value) : documentBody(after.value);
    return own.map((statement) => ({
      operation: 'index',
      record,
      body,
      ...placeOf(statement, after),
    }));
  };
};

/** Index and id, from the record as the transforms left it. */
const placeOf = (
  statement: SinkStatement,
  record: SinkRecord,
): Pick<IndexDocument, 'index' | 'id'> => {
  const index = indexName(statement.index, record);
  const fault = indexNameFault(index);
  if (fault) throw new DataError('TASK_PUT', 'index name', `the index name is not ${fault}`);
  return { index, id: documentId(statement.id, record) };
};
