import type { SinkConnector, SinkStatement } from '../config/connector.ts';
import { ConnectError } from '../connect/errors.ts';
import { coordinates, type SinkRecord } from '../connect/records.ts';
import { documentBody, ourDocumentBody } from './document-body.ts';
import { documentId } from './document-id.ts';
import { deletes, deletion, type Place, writing } from './document-operations.ts';
import { documentRouting } from './document-routing.ts';
import { indexName } from './index-name.ts';
import { createIndexClock } from './index-time.ts';
import { createSinkPipeline, type PipedRecord } from './sink-pipeline.ts';
import type { ToDocuments } from './sink-task.ts';
import { createBodies } from './statement-body.ts';

/**
 * Makes a record's documents: through the connector's converters and transforms, then an operation for
 * each statement of the topic it came from. What a transform drops makes none, a tombstone what each
 * statement's policy says.
 */
export const toDocuments = (connector: SinkConnector, now: () => number): ToDocuments => {
  const byTopic = Map.groupBy(connector.statements, ({ source }) => source);
  const pipeline = createSinkPipeline(connector, now);
  const placeOf = createPlaces(connector, now);
  const bodyOf = createBodies(connector.statements);
  return (record) => {
    const own = byTopic.get(record.topic);
    if (!own) throw new ConnectError(`the connector has no topic of ${coordinates(record)}`);
    const after = pipeline(record);
    if (!after) return [];
    const { value } = after.record;
    if (value === null)
      return own
        .filter((statement) => deletes(statement, after))
        .map((statement) => deletion(statement, after, placeOf(statement, record, after)));
    const body = after.isOurJson ? ourDocumentBody(value) : documentBody(value);
    return own.map((statement) =>
      writing(
        statement,
        after,
        placeOf(statement, record, after),
        bodyOf(statement, body, after.record.timestamp),
      ),
    );
  };
};

/** Index, id and routing, from a record as the transforms left it. */
const createPlaces = (
  { indexTime, longIds }: SinkConnector,
  now: () => number,
): ((statement: SinkStatement, record: SinkRecord, piped: PipedRecord) => Place) => {
  const clock = createIndexClock(indexTime, now);
  return (statement, record, piped) => ({
    record,
    index: indexName(statement.index, piped, clock),
    id: documentId(statement, piped, longIds),
    routing: statement.routing && documentRouting(statement.routing, piped),
  });
};
