import type { SinkConnector } from '../../shared/config/connector.ts';
import type { OpenSearchConnection } from '../../shared/config/opensearch-connection.ts';
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
  readonly answer: BatchResponse;
  /** `partition@offset` of each resume point. */
  readonly resume: readonly string[];
  /** `partition@offset` of the records that have a letter, and why. */
  readonly letters: readonly { readonly of: string; readonly why: string }[];
  /** Those letters as Kafka would keep them. */
  readonly kept: readonly SourceRecord[];
  readonly counts: Readonly<Record<string, number>>;
};

/** How a sink differs from the usual one. */
type SinkOptions = {
  /** Where each delivery's dead letters go: a producer of its own. */
  readonly producerOf?: () => ReturnType<typeof fakeProducer>;
  readonly auth?: OpenSearchConnection['auth'];
  readonly requestTimeout?: number;
};

/** A sink as its file says it, on an OpenSearch of one or several nodes. */
export const startSink = (
  file: unknown,
  nodes: string | readonly string[],
  { producerOf = () => fakeProducer(), auth = { kind: 'none' }, ...rest }: SinkOptions = {},
): ((records: readonly SinkRecord[], time?: number) => Promise<Delivery>) => {
  const connector = connectorOf(file) as SinkConnector;
  const { requests: limits, streams, errors } = connector;
  let metrics = fakeMetrics();
  const writer = connectDocumentWriter(
    { nodes: [nodes].flat(), auth },
    {
      limits,
      streams,
      metrics: { add: (...counted) => metrics.add(...counted), publish() {} },
      ...rest,
    },
  );
  return async (records, time = 30_000) => {
    const producer = producerOf();
    metrics = fakeMetrics();
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
      answer,
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
