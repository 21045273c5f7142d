import { DataError } from '../connect/errors.ts';
import { partitionName, type SinkRecord } from '../connect/records.ts';
import type {
  DocumentWriter,
  ErrantRecord,
  ErrantRecordReporter,
  IndexDocument,
  Metrics,
  Outcome,
} from '../ports.ts';
import { countOutcomes, countRecords, countRedelivered } from './batch-metrics.ts';
import { type BatchResponse, type Respond, resumePoints } from './batch-response.ts';

/** A record's documents, one for each statement of its topic; none where it asks for nothing. */
export type ToDocuments = (record: SinkRecord) => readonly IndexDocument[];

type SinkPorts = {
  readonly writer: DocumentWriter;
  readonly reporter: ErrantRecordReporter;
  readonly respond: Respond;
  readonly metrics: Metrics;
  readonly now: () => number;
};

/** When to stop writing, and when to stop reporting. */
type Deadlines = { readonly write: AbortSignal; readonly report: AbortSignal };

/** The sink leg: convert every record, write the documents, settle every fate. */
export type SinkTask = {
  /** Answers with what Kafka must deliver again; everything below it is written or reported. */
  put(records: readonly SinkRecord[], deadlines: Deadlines): Promise<BatchResponse>;
};

/**
 * Letters are written last, and only for records that Kafka will not deliver again: what lies at or
 * above a resume point meets its fate then, so a delivery writes one letter for a record.
 */
export const createSinkTask = (
  toDocuments: ToDocuments,
  { writer, reporter, respond, metrics, now }: SinkPorts,
): SinkTask => {
  const settleAll = async (
    records: readonly SinkRecord[],
    deadlines: Deadlines,
  ): Promise<BatchResponse> => {
    const converted: Converted[] = [];
    const outcomes = await writer.write(
      documentsOf(records, toDocuments, converted),
      deadlines.write,
    );
    countOutcomes(outcomes, metrics);

    const { unsettled, errant } = settle(records, converted, outcomes);
    const answer = respond(unsettled);
    const letters = belowResumePoints(errant, unsettled);
    const lost = await reporter.report(letters, deadlines.report);
    return lost.length === 0
      ? answer
      : respond([...unsettled, ...lost.map(({ record }) => record)]);
  };
  return {
    async put(records, deadlines) {
      countRecords(records, now(), metrics);
      let answer: BatchResponse | undefined;
      try {
        answer = await settleAll(records, deadlines);
        return answer;
      } finally {
        countRedelivered(records, answer, metrics);
      }
    },
  };
};

type Converted = {
  readonly documents: readonly IndexDocument[];
  readonly error?: DataError;
};

/** Converts each record when its documents are asked for, so that OpenSearch has work meanwhile. */
const documentsOf = function* (
  records: readonly SinkRecord[],
  toDocuments: ToDocuments,
  converted: Converted[],
): Iterable<IndexDocument> {
  for (const record of records) {
    const made = convert(toDocuments, record);
    converted.push(made);
    yield* made.documents;
  }
};

/** Converts, or says why it cannot; any other error is a bug and escapes. */
const convert = (toDocuments: ToDocuments, record: SinkRecord): Converted => {
  try {
    return { documents: toDocuments(record) };
  } catch (error) {
    if (error instanceof DataError) return { documents: [], error };
    throw error;
  }
};

/**
 * Joins outcomes to records: a record is as unsettled, else as errant, as any of its documents. One whose
 * documents nobody asked for is unsettled.
 */
const settle = (
  records: readonly SinkRecord[],
  converted: readonly Converted[],
  outcomes: ReadonlyMap<IndexDocument, Outcome>,
): { readonly unsettled: SinkRecord[]; readonly errant: ErrantRecord<SinkRecord>[] } => {
  const unsettled: SinkRecord[] = [];
  const errant: ErrantRecord<SinkRecord>[] = [];
  records.forEach((record, i) => {
    const made = converted[i];
    const fates = made ? made.documents.map((document) => outcomes.get(document)) : [undefined];
    const refusal = fates.find((fate) => fate?.kind === 'errant');
    const refused = made?.error ?? refusal?.error;
    if (fates.some((fate) => fate === undefined || fate.kind === 'retriable'))
      unsettled.push(record);
    else if (refused)
      errant.push({ record, error: refused, ...(refusal && { type: refusal.type }) });
  });
  return { unsettled, errant };
};

const belowResumePoints = (
  errant: readonly ErrantRecord<SinkRecord>[],
  unsettled: readonly SinkRecord[],
): readonly ErrantRecord<SinkRecord>[] => {
  const points = resumePoints(unsettled);
  return errant.filter(
    ({ record }) => record.offset < (points.get(partitionName(record)) ?? Number.POSITIVE_INFINITY),
  );
};
