import type { SinkConnector, SinkStatement } from '../config/connector.ts';
import { ConnectError } from '../connect/errors.ts';
import { coordinates } from '../connect/records.ts';
import type { IndexDocument } from '../ports.ts';
import { documentBody, ourDocumentBody } from './document-body.ts';
import { documentId } from './document-id.ts';
import { indexName } from './index-name.ts';
import { createIndexClock, type IndexClock } from './index-time.ts';
import { createSinkPipeline, type PipedRecord } from './sink-pipeline.ts';
import type { ToDocuments } from './sink-task.ts';

/**
 * Makes a record's documents: through the connector's converters and transforms, then a document for
 * each statement of the topic it came from. A tombstone, and what a transform drops, makes none.
 */
export const toDocuments = (connector: SinkConnector, now: () => number): ToDocuments => {
  const byTopic = Map.groupBy(connector.statements, ({ source }) => source);
  const clock = createIndexClock(connector.indexTime, now);
  const pipeline = createSinkPipeline(connector, now);
  return (record) => {
    const own = byTopic.get(record.topic);
    if (!own) throw new ConnectError(`the connector has no topic of ${coordinates(record)}`);
    const after = pipeline(record);
    if (!after || after.record.value === null) return [];
    const { value } = after.record;
    const body = after.isOurJson ? ourDocumentBody(value) : documentBody(value);
    return own.map((statement) => ({
      operation: 'index',
      record,
      body,
      ...placeOf(statement, after, clock),
    }));
  };
};

/** Index and id, from the record as the transforms left it. */
const placeOf = (
  statement: SinkStatement,
  piped: PipedRecord,
  clock: IndexClock,
): Pick<IndexDocument, 'index' | 'id'> => ({
  index: indexName(statement.index, piped, clock),
  id: documentId(statement.id, piped),
});
