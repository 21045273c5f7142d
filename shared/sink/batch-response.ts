import { RetriableError } from '../connect/errors.ts';
import { partitionName, type SinkRecord } from '../connect/records.ts';

/** A Kafka mapping's partial batch response; `@types/aws-lambda` has no type for it. */
export type BatchResponse = {
  readonly batchItemFailures: readonly {
    /** An object, unlike SQS' and Kinesis' strings; a wrong one fails the whole batch. */
    readonly itemIdentifier: { readonly partition: string; readonly offset: number };
  }[];
};

/** Makes the answer to a batch of which these records are not settled. */
export type Respond = (unsettled: readonly SinkRecord[]) => BatchResponse;

/** The lowest unsettled offset of each partition: Kafka delivers again from there. */
export const resumePoints = (unsettled: readonly SinkRecord[]): ReadonlyMap<string, number> => {
  const points = new Map<string, number>();
  for (const record of unsettled) {
    const name = partitionName(record);
    points.set(name, Math.min(record.offset, points.get(name) ?? record.offset));
  }
  return points;
};

/** How to answer, by `PARTIAL_BATCH_RESPONSE`: `true` where the mapping reports partial failures. */
export const responder = (partial: string | undefined): Respond =>
  partial === 'true' ? respondByPartition : respondByThrowing;

/** For a mapping that reports partial failures: each partition goes on from its resume point. */
const respondByPartition: Respond = (unsettled) => ({
  batchItemFailures: [...resumePoints(unsettled)].map(([partition, offset]) => ({
    itemIdentifier: { partition, offset },
  })),
});

/** For a mapping that does not: the whole batch is delivered again. */
const respondByThrowing: Respond = (unsettled) => {
  if (unsettled.length > 0)
    throw new RetriableError(`${unsettled.length} records of the batch are not settled`);
  return { batchItemFailures: [] };
};
