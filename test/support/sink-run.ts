import type { SinkConnector } from '../../shared/config/connector.ts';
import type { SinkRecord, SourceRecord } from '../../shared/connect/records.ts';
import { createErrantRecordReporter } from '../../shared/dead-letters/errant-record-reporter.ts';
import { connectDocumentWriter } from '../../shared/opensearch/connect.ts';
import { type BatchResponse, responder } from '../../shared/sink/batch-response.ts';
import { sinkRecords } from '../../shared/sink/msk-event.ts';
import { createSinkTask } from '../../shared/sink/sink-task.ts';
import { toDocuments } from '../../shared/sink/to-documents.ts';
import { connectorOf } from './connectors.ts';
import { fakeMetrics, fakeProducer } from './fakes.ts';
import { anMskEvent } from './records.ts';

/** What one delivery led to, besides what OpenSearch holds. */
export type Delivery = {
  /** `partition@offset` of each resume point. */
  readonly resume: readonly string[];
  /** `partition@offset` of the records that have a letter, and why. */
  readonly letters: readonly { readonly of: string; readonly why: string }[];
  /** Those letters as Kafka would keep them. */
  readonly kept: readonly SourceRecord[];
  readonly counts: Readonly<Record<string, number>>;
};

/** A sink as its file says it, on an OpenSearch; each delivery's dead letters go to a producer of its own, or the one that is given. */
export const startSink = (
  file: unknown,
  node: string,
  producerOf = (): ReturnType<typeof fakeProducer> => fakeProducer(),
): ((records: readonly SinkRecord[], time?: number) => Promise<Delivery>) => {
  const connector = connectorOf(file) as SinkConnector;
  const { requests: limits, streams, errors } = connector;
  const writer = connectDocumentWriter(
    { nodes: [node], auth: { kind: 'none' } },
    { limits, streams },
  );
  return async (records, time = 30_000) => {
    const producer = producerOf();
    const metrics = fakeMetrics();
    const task = createSinkTask(toDocuments(connector, Date.now), {
      writer,
      reporter: createErrantRecordReporter(errors, {
        producer,
        now: Date.now,
        log: () => {},
        metrics,
      }),
      respond: responder('true'),
      metrics,
      now: Date.now,
    });
    const answer = await task.put(sinkRecords(anMskEvent(records)), {
      write: AbortSignal.timeout(time),
      report: AbortSignal.timeout(60_000),
    });
    return {
      resume: resumeOf(answer),
      letters: producer.log.map(({ headers }) => ({
        of: `${textOf(headers, 'partition')}@${textOf(headers, 'offset')}`,
        why: textOf(headers, 'exception.message'),
      })),
      kept: producer.log,
      counts: metrics.counts,
    };
  };
};

const resumeOf = ({ batchItemFailures }: BatchResponse): readonly string[] =>
  batchItemFailures.map(
    ({ itemIdentifier: { partition, offset } }) => `${partition.slice(-1)}@${offset}`,
  );

const textOf = (headers: SinkRecord['headers'], name: string): string =>
  headers.find(({ key }) => key === `__connect.errors.${name}`)?.value?.toString() ?? '';
