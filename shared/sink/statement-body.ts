import type { SinkStatement } from '../config/connector.ts';
import { atStage } from '../connect/refused.ts';
import { createProjection } from './projection.ts';
import { withStreamTime } from './stream-time.ts';

/** Makes a document of the whole one, and of the record's time in milliseconds. */
type StatementBody = (whole: Buffer, timestamp: number) => Buffer;

/** The documents that statements make of a record's value and its time (milliseconds); `createBody` says how. */
export const createBodies = (
  statements: readonly SinkStatement[],
): ((statement: SinkStatement, whole: Buffer, timestamp: number) => Buffer) => {
  const bodies = new Map(statements.map((statement) => [statement, createBody(statement)]));
  return (statement, whole, timestamp) =>
    (bodies.get(statement) ?? createBody(statement))(whole, timestamp);
};

/**
 * What a statement asks of its documents: the very bytes, unless it chooses fields or writes to a data stream.
 *
 * What it returns throws a DataError where such a document can't be made.
 */
const createBody = ({ projection, write }: SinkStatement): StatementBody => {
  const project = projection && createProjection(projection);
  const time = write.operation === 'create' ? write.timestamp : undefined;
  if (!project && !time) return (whole) => whole;
  return (whole, timestamp) =>
    atStage('TASK_PUT', 'document', () => {
      const chosen = project ? project(whole) : whole;
      return time ? withStreamTime(time, chosen, timestamp) : chosen;
    });
};
